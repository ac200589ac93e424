"""A release killed before every one of its statements: it is not released, or released once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.deployments import deployment

pytestmark = pytest.mark.django_db
PROGRAM = """
import django

django.setup()
from tests.usecases.killing_releases import main

main()
"""


def test_a_release_that_is_killed_leaves_nothing_or_all_of_it(tmp_path: Path) -> None:
    with deployment(tmp_path) as variables:
        command = [sys.executable, "-c", PROGRAM]
        ran = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=180, check=False)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found["steps"] > 10
    assert {tuple(each) for each in found["left"]} == {("APPROVED", 0, 0)}
    assert (found["last"], found["again"], found["broken"]) == (["RELEASED", 1, 398_000], "refused", 0)
