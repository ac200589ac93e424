"""Programs killed sixty times in the middle of their work: nothing acknowledged is lost, nothing is done twice."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.deployments import deployment

pytestmark = pytest.mark.django_db
KILLS = 60
PROGRAM = """
import django

django.setup()
from tests.foundation.jobs.killing import main

main("{what}", {kills})
"""


def killed(what: str, folder: Path) -> dict[str, Any]:
    """Run the program that is killed, and give what it says is left."""
    with deployment(folder) as variables:
        command = [sys.executable, "-c", PROGRAM.format(what=what, kills=KILLS)]
        ran = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=180, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_a_job_whose_worker_is_killed_is_done_exactly_once(tmp_path: Path) -> None:
    left = killed("jobs", tmp_path)
    assert left["interruptions"] == left["killed"] == KILLS
    assert (left["states"], left["steps"], left["times"], left["broken"]) == (["DONE"], 4, [1], 0)


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    left = killed("writes", tmp_path)
    assert left["acknowledged"] > KILLS
    assert (left["killed"], left["lost"], left["broken"]) == (KILLS, 0, 0)
