"""
Working days of China with make-up days (工作日与调休), 全国年节及纪念日放假办法 and its yearly notice.

The State Council announces each November which weekends of the next year are worked. A year without its
table is never an error: Saturdays, Sundays and statutory holidays count as free, and a warning says so.
"""

import importlib
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Final, Self

from gonghu.standards.tables import parse_rows, table_rows

_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


class MakeUpDaysUnknown(UserWarning):
    """A year's make-up days (调休) are not in the table; counts may be a few days off."""


class NotACalendar(ValueError):
    """A line of a calendar file is not ``day,kind,name`` with the kind OFF or WORK."""


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: the days that differ from Monday to Friday, and the years they are known for."""

    days_off: frozenset[date]
    make_up_days: frozenset[date]
    _warned: set[int] = field(default_factory=set, compare=False, repr=False)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years whose notice is in the table."""
        return frozenset(day.year for day in self.days_off | self.make_up_days)

    def knows(self, year: int) -> bool:
        """Tell whether a year's notice is in the table."""
        return year in self.years

    def with_file(self, path: Path) -> Self:
        """
        Add the days of a calendar file (day,kind,name), such as next year's notice; its years replace ours.

        :raises NotACalendar: a line is not readable
        """
        try:
            rows = parse_rows(path.read_text(encoding="utf-8-sig").splitlines())
        except ValueError as uneven:
            raise NotACalendar(str(path)) from uneven
        days_off, make_up_days = _read(rows)
        years = {day.year for day in days_off | make_up_days}
        return type(self)(
            days_off | {day for day in self.days_off if day.year not in years},
            make_up_days | {day for day in self.make_up_days if day.year not in years},
        )

    def is_working_day(self, on: date) -> bool:
        """Tell whether offices work on a day; warns MakeUpDaysUnknown once for a year without table."""
        if on in self.make_up_days:
            return True
        if on.weekday() >= _SATURDAY or on in self.days_off:
            return False
        if self.knows(on.year):
            return True
        self._warn(on.year)
        return on not in _statutory_holidays(on.year)

    def add_working_days(self, start: date, count: int) -> date:
        """
        Give the last day of a time limit in working days; the day of the event does not count.

        民法典 art. 201: a period begins the day after. A limit of 0 ends on the next working day if
        the day itself is free (art. 203).
        """
        day = start
        while count == 0 and not self.is_working_day(day):
            day += _ONE_DAY
        while count > 0:
            day += _ONE_DAY
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after one date up to and including another; negative the other way."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(start + timedelta(days=i)) for i in range(1, (end - start).days + 1))

    def _warn(self, year: int) -> None:
        if year not in self._warned:
            self._warned.add(year)
            warnings.warn(
                f"{year}年节假日调休安排未录入，工作日暂按周末和法定节假日推算，可能相差数日；"
                f"请将国务院办公厅通知录入日历文件（day,kind,name）",
                MakeUpDaysUnknown,
                stacklevel=3,
            )


def _read(rows: Iterable[dict[str, str]]) -> tuple[frozenset[date], frozenset[date]]:
    days: dict[str, set[date]] = {"OFF": set(), "WORK": set()}
    for row in rows:
        try:
            days[row["kind"].strip()].add(date.fromisoformat(row["day"].strip()))
        except (KeyError, ValueError) as unreadable:
            raise NotACalendar(",".join(row.values())) from unreadable
    return frozenset(days["OFF"]), frozenset(days["WORK"])


@cache
def work_calendar() -> WorkCalendar:
    """Give the calendar of the years whose notices come with the program."""
    return WorkCalendar(*_read(table_rows("working_days.csv")))


@cache
def _statutory_holidays(year: int) -> frozenset[date]:
    # Imported only for a year without table: the package takes a third of a second to load.
    return frozenset(importlib.import_module("holidays").country_holidays("CN", years=year))
