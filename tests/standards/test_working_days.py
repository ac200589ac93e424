"""Working days with make-up days."""

import warnings
from datetime import date
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghu.standards.working_days import MakeUpDaysUnknown, NotACalendar, WorkCalendar, work_calendar

KNOWN_DAYS = st.dates(date(2002, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 14), True),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 17), False),  # Spring Festival
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday worked
        (date(2026, 10, 11), False),
        (date(2025, 1, 26), True),
        (date(2020, 1, 31), False),  # the holiday that was lengthened
    ],
)
def test_holidays_are_free_and_make_up_days_are_worked(day: date, worked: bool) -> None:
    assert work_calendar().is_working_day(day) is worked


def test_the_day_of_the_event_does_not_count() -> None:
    # Wednesday before the National Day: 8, 9, 10 (Saturday, worked), 12, 13 October.
    assert work_calendar().add_working_days(date(2026, 9, 30), 5) == date(2026, 10, 13)


def test_a_limit_of_no_days_ends_on_the_next_working_day() -> None:
    assert work_calendar().add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 8)
    assert work_calendar().add_working_days(date(2026, 10, 8), 0) == date(2026, 10, 8)


@given(KNOWN_DAYS, st.integers(1, 60))
def test_counting_back_gives_the_number_of_days_added(start: date, count: int) -> None:
    calendar = work_calendar()
    end = calendar.add_working_days(start, count)
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(start, end) == count
    assert calendar.working_days_between(end, start) == -count


@given(KNOWN_DAYS)
def test_the_table_agrees_with_the_holidays_library(day: date) -> None:
    library = holidays.country_holidays("CN", years=day.year)
    assert work_calendar().is_working_day(day) == library.is_working_day(day)


def test_a_year_without_its_table_warns_once_and_still_answers() -> None:
    calendar = WorkCalendar(work_calendar().days_off, work_calendar().make_up_days)
    assert not calendar.knows(2031)
    with pytest.warns(MakeUpDaysUnknown, match="2031年节假日调休安排未录入"):
        assert calendar.is_working_day(date(2031, 3, 3))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not calendar.is_working_day(date(2031, 10, 1))


def test_next_years_notice_is_added_from_a_file(tmp_path: Path) -> None:
    notice = tmp_path / "2031.csv"
    notice.write_text(
        "# 国务院办公厅关于2031年部分节假日安排的通知\nday,kind,name\n2031-10-01,OFF,国庆节\n2031-10-11,WORK,调休\n",
        encoding="utf-8-sig",
    )
    calendar = work_calendar().with_file(notice)
    assert calendar.knows(2031)
    assert calendar.knows(2026)
    assert calendar.is_working_day(date(2031, 10, 11))
    assert not calendar.is_working_day(date(2031, 10, 1))
    assert calendar.is_working_day(date(2031, 10, 2))  # this notice does not free it


@pytest.mark.parametrize("line", ["2031-13-01,OFF,国庆节", "2031-10-01,FREE,国庆节", "2031-10-01"])
def test_an_unreadable_calendar_file_is_refused(tmp_path: Path, line: str) -> None:
    notice = tmp_path / "2031.csv"
    notice.write_text(f"day,kind,name\n{line}\n", encoding="utf-8")
    with pytest.raises(NotACalendar):
        work_calendar().with_file(notice)


def test_every_known_year_has_make_up_days_on_weekends_and_days_off_on_weekdays() -> None:
    calendar = work_calendar()
    assert set(range(2001, 2027)) <= calendar.years
    assert all(day.weekday() >= 5 for day in calendar.make_up_days)
    assert all(day.weekday() < 5 for day in calendar.days_off)
    assert not calendar.days_off & calendar.make_up_days
