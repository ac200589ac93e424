"""Every statement of the intake can be shown, with a name and what it is for."""

from random import Random

import duckdb
from tests.engines.intake import made_up
from tests.engines.intake.conftest import Desk

from gonghu.engines.statements import Statement

CHANCE = Random(3)


def test_every_set_operation_is_told_with_its_purpose(desk: Desk) -> None:
    rows = [[made_up.name(CHANCE), made_up.citizen_number(CHANCE), "2026-05-01"] for _ in range(20)]
    desk.put("a.csv", [["姓名", "身份证号", "死亡日期"], *rows, ["", "", "2026-01-01"], [*rows[0][:2], "去年底"]])
    told: list[Statement] = []
    desk.read(trace=lambda statement, _: told.append(statement))
    names = [statement.name for statement in told]
    assert names[0] == "intake clean death"
    assert {"intake open cells", "intake rows that go back", "intake warnings died_on"} <= set(names)
    assert all(any("\u4e00" <= character <= "\u9fff" for character in statement.purpose) for statement in told)
    assert "read_csv" in told[0].sql
    assert desk.rows("SELECT count(*) FROM intake_warning") == [(1,)]


def test_no_statement_shows_who_is_in_the_roster(desk: Desk) -> None:
    rows = [[made_up.name(CHANCE), made_up.citizen_number(CHANCE), "2026年1月1日"] for _ in range(20)]
    desk.put("a.csv", [["姓名", "身份证号", "死亡日期"], *rows])
    told: list[Statement] = []
    desk.read(trace=lambda statement, _: told.append(statement))
    shown = "".join(map(str, told))
    assert not [name for name, number, _ in rows if name in shown or number in shown]


def test_what_is_shown_is_sql(desk: Desk) -> None:
    desk.put("a.csv", [["姓名", "身份证号", "死亡日期"], [made_up.name(CHANCE), made_up.citizen_number(CHANCE), ""]])
    told: list[Statement] = []
    desk.read(trace=lambda statement, _: told.append(statement))
    with duckdb.connect() as other:
        assert all(other.extract_statements(statement.sql) for statement in told)
