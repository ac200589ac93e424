"""`gonghu demo`: one command, and a district is at work; nothing in it has to be prepared by hand."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

GONGHU = Path(sys.executable).with_name("gonghu")
PERSONS = "6000"


def demo(home: Path, *arguments: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GONGHU_", "DJANGO_"))}
    done = subprocess.run(
        [GONGHU, *arguments], env=clean | {"GONGHU_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "home"
    said = demo(folder, "demo", "--home", str(folder), "--persons", PERSONS, "--prepare-only")
    for name in ("district", "commissioner", "supervisor", "director", "auditor", "technician"):
        assert f"  {name} " in said
    return folder


def counted(home: Path, table: str, condition: str = "1 = 1") -> int:
    with sqlite3.connect(home / "gonghu.sqlite3") as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0])


def test_children_were_found_and_have_files(home: Path) -> None:
    assert counted(home, "policies_finding") >= 30
    found = "SELECT child_id FROM policies_finding"
    # Whoever is rightly on the roll has a file too, and nothing was found about him.
    on_roll = "SELECT child_id FROM people_categoryassignment WHERE first_by_id IS NULL"
    assert counted(home, "people_child", f"person_id IN ({found})") >= 30
    assert counted(home, "people_child", f"person_id NOT IN ({found}) AND person_id IN ({on_roll})") > 0
    assert counted(home, "people_child", f"person_id NOT IN ({found}) AND person_id NOT IN ({on_roll})") == 0


def test_work_is_done_waiting_and_late(home: Path) -> None:
    assert counted(home, "tasks_task", "state = 'DONE' AND outcome = 'CONFIRMED'") > 0
    assert counted(home, "tasks_task", "state = 'OPEN'") > 0
    assert counted(home, "tasks_task", "state = 'OPEN' AND level > 0") > 0


def test_children_were_recognised_by_two_people(home: Path) -> None:
    assert counted(home, "policies_recognition", "state = 'APPROVED' AND first_by_id <> second_by_id") > 0
    assert counted(home, "people_categoryassignment") > 0


def test_children_were_visited_and_something_is_left_to_do(home: Path) -> None:
    assert counted(home, "visits_listedchild") > counted(home, "visits_visit", "outcome = 'MET'") > 0
    assert counted(home, "questionnaires_submission", "state = 'ACCEPTED'") > 0
    assert counted(home, "questionnaires_submission", "state = 'RECEIVED'") == 0
    assert counted(home, "visits_problem") > 0
    assert counted(home, "visits_wish") > 0


def test_everything_that_was_done_stands_in_the_audit(home: Path) -> None:
    demo(home, "audit", "verify")
    assert counted(home, "audit_auditentry", "verb = 'tasks.close'") > 0


def test_the_second_time_it_is_there_already(home: Path) -> None:
    before = (home / "demonstration.json").read_bytes()
    assert "虚构" not in demo(home, "demo", "--home", str(home), "--prepare-only").partition("演示人员")[0]
    assert (home / "demonstration.json").read_bytes() == before


def test_no_number_lies_open_in_its_folder(home: Path) -> None:
    truth = home.with_name(f"{home.name}-files.truth.csv").read_text(encoding="utf-8-sig").splitlines()[1:400]
    numbers = [line.split(",")[0].encode() for line in truth if len(line.split(",")[0]) == 18]
    assert len(numbers) > 300
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert [number for number in numbers if number in kept] == []
