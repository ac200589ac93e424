"""What the planner is told of tables: how many rows they have, and that an empty index is empty."""

import pytest
from django.db import connection

from gonghu.foundation.table_statistics import refresh_statistics

ROWS = 3_000

pytestmark = pytest.mark.django_db


def told(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchall())


def number(statement: str) -> int:
    return int(told(statement).strip("[(,)]"))


@pytest.fixture
def _open_work() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE work (place text, due text, state text, level integer)")
        cursor.execute("CREATE INDEX work_open ON work (place) WHERE state = 'OPEN'")
        cursor.execute("CREATE INDEX work_late ON work (place, due) WHERE state = 'OPEN' AND level >= 2")
        rows = [(f"{number:06d}", "2026-11-01", "OPEN", 0) for number in range(ROWS)]
        cursor.executemany("INSERT INTO work VALUES (%s, %s, %s, %s)", rows)


@pytest.mark.usefixtures("_open_work")
def test_the_planner_knows_how_many_rows_a_table_has() -> None:
    refresh_statistics()
    counted = {
        "sqlite": "SELECT CAST(stat AS integer) FROM sqlite_stat1 WHERE idx = 'work_open'",
        "postgresql": "SELECT reltuples::int FROM pg_class WHERE relname = 'work'",
    }
    assert number(counted[connection.vendor]) == pytest.approx(ROWS, rel=0.1)


@pytest.mark.usefixtures("_open_work")
def test_what_is_late_is_not_looked_for_in_all_open_work_when_nothing_is_late() -> None:
    refresh_statistics()
    late = "SELECT place FROM work WHERE place >= '0' AND place < '9' AND state = 'OPEN' AND level >= 2 ORDER BY due"
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
    assert "work_late" in told(f"{explain[connection.vendor]} {late}")


@pytest.mark.usefixtures("_open_work")
def test_what_follows_work_is_read_first_while_nothing_follows_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX work_place ON work (place)")
        cursor.execute("CREATE TABLE answers (place text, words text)")
        cursor.execute("CREATE INDEX answers_place ON answers (place)")
    refresh_statistics()
    joined = "SELECT words FROM answers JOIN work ON work.place = answers.place WHERE work.place BETWEEN '0' AND '9'"
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
    plan = told(f"{explain[connection.vendor]} {joined}")
    assert plan.index("answers") < plan.index("work")
