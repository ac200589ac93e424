"""Two days in one cell come out as two dates."""

from datetime import date
from random import Random

import pytest
from tests.engines.intake import made_up
from tests.engines.intake.conftest import Desk

CHANCE = Random(23)
FIRST, LAST = date(2024, 1, 5), date(2026, 11, 30)


def prisoners(spans: list[str], header: str) -> list[list[str]]:
    return [
        ["姓名", "身份证号", header, "罪名"],
        *[[made_up.name(CHANCE), made_up.citizen_number(CHANCE), span, "盗窃"] for span in spans],
    ]


@pytest.mark.parametrize("header", ["刑期起止", "刑期起止日期", "起止时间", "刑期"])
@pytest.mark.parametrize(
    "span",
    [
        "2024.01.05-2026.11.30",
        "2024.1.5—2026.11.30",
        "2024-01-05至2026-11-30",
        "2024-01-05 - 2026-11-30",
        "2024/1/5~2026/11/30",
        "2024年1月5日至2026年11月30日",
        "自2024年1月5日起至2026年11月30日止",
        "20240105-20261130",
        "2024-01-05 00:00:00至2026-11-30 00:00:00",
    ],
)
def test_a_term_in_one_column_has_its_first_and_its_last_day(desk: Desk, header: str, span: str) -> None:
    desk.put("服刑.csv", prisoners([span] * 5, header))
    (sheet,) = desk.read().sheets
    assert sheet.kind == "imprisonment"
    assert desk.rows("SELECT DISTINCT from_on, to_on FROM roster_imprisonment") == [(FIRST, LAST)]
    assert desk.rows("FROM intake_warning") == []


def test_a_cell_among_spans_that_holds_no_two_days_is_told(desk: Desk) -> None:
    desk.put("服刑.csv", prisoners(["2024.1.5-2026.11.30"] * 5 + ["无期徒刑", "2024.1.5", ""], "刑期起止"))
    desk.read()
    days = desk.rows("SELECT from_on, to_on FROM roster_imprisonment ORDER BY row_no")
    assert days == [(FIRST, LAST)] * 5 + [(None, None), (FIRST, None), (None, None)]
    assert desk.rows("SELECT row_no, field, value FROM intake_warning") == [(7, "from_on", "无期徒刑")]


def test_a_term_in_years_is_no_day(desk: Desk) -> None:
    rows = prisoners(["三年六个月"] * 5, "刑期")
    rows[0] += ["入监日期", "刑满日期"]
    desk.put("服刑.csv", [rows[0], *[[*row, "2024-01-05", "2026-11-30"] for row in rows[1:]]])
    desk.read()
    assert desk.rows("SELECT DISTINCT from_on, to_on FROM roster_imprisonment") == [(FIRST, LAST)]


def test_the_last_day_keeps_to_its_own_column(desk: Desk) -> None:
    rows = prisoners(["2024.1.5-2025.1.5"] * 5, "起止日期")
    desk.put("服刑.csv", [[*rows[0], "刑满释放日期"], *[[*row, "2026-11-30"] for row in rows[1:]]])
    desk.read()
    assert desk.rows("SELECT DISTINCT from_on, to_on FROM roster_imprisonment") == [(FIRST, LAST)]
