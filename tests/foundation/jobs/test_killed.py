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


def killed(what: str, folder: Path, times: int = KILLS) -> dict[str, Any]:
    """Run the program that is killed, and give what it says is left."""
    with deployment(folder) as variables:
        command = [sys.executable, "-c", PROGRAM.format(what=what, kills=times)]
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


def test_a_worker_that_is_silent_within_a_step_is_not_taken_for_dead(tmp_path: Path) -> None:
    left = killed("silent", tmp_path, 2)
    assert (left["interruptions"], left["states"], left["times"], left["steps"]) == (0, ["DONE"], [1], 1)


def test_a_worker_that_is_asked_to_stop_hands_its_job_back_and_nothing_is_done_twice(tmp_path: Path) -> None:
    left = killed("stopped", tmp_path, 2)
    assert (left["codes"], left["interruptions"], left["states"]) == ([0, 0], 0, ["DONE"])
    assert (left["steps"], left["times"], left["broken"]) == (20, [1], 0)
    assert left["waiting"] >= 1
