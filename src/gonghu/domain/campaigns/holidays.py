"""
Holidays (假期): when to ask where children are; a division's own days go before the country's.

They are files, ``packs/holidays/<division>.yaml``, since schools and offices set them anew every year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.db.models import Q

from gonghu.domain.campaigns.terms import HolidayKind
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.risk_schemes import NATIONAL, STATUSES
from gonghu.foundation.labels import Label

_FOLDER: Final = Path(__file__).parents[2] / "packs" / "holidays"
_NEAR: Final = 60
_WEEK: Final = timedelta(days=7)
_ONE_DAY: Final = timedelta(days=1)


class HolidaysInvalid(ValueError):
    """A file of holidays cannot be used as written."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a holiday (假期的一周), counted from its first day."""

    number: int
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a year (假期); in one with ``contact`` parents away speak with their child every week."""

    code: str
    kind: HolidayKind
    name: str
    from_on: date
    to_on: date
    contact: bool

    def days_from(self, on: date) -> int:
        """Tell how many days lie between a day and the holiday, none within it."""
        return max((self.from_on - on).days, (on - self.to_on).days, 0)

    def weeks_over(self, on: date) -> list[Week]:
        """List the whole weeks of the holiday that were over before a day."""
        found: list[Week] = []
        begins = self.from_on
        while begins + _WEEK <= min(on, self.to_on + _ONE_DAY):
            found.append(Week(len(found) + 1, begins, begins + _WEEK - _ONE_DAY))
            begins += _WEEK
        return found

    def shared_days(self, other: "Holiday") -> int:
        """Count the days that lie in both."""
        return max((min(self.to_on, other.to_on) - max(self.from_on, other.from_on)).days + 1, 0)


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The holidays of an area (假期表), and how well their days are known."""

    area: Area
    holidays: tuple[Holiday, ...]
    status: str
    basis: str

    @property
    def warning(self) -> str:
        """Say what a page must say beside the days; empty where they were read in the text."""
        return "" if self.status == "V" else STATUSES[self.status]

    @property
    def until(self) -> date:
        """The last day of the last holiday that is written down."""
        return max(each.to_on for each in self.holidays)

    def of(self, code: str) -> Holiday | None:
        """Give a holiday by its code."""
        return next((each for each in self.holidays if each.code == code), None)

    def meant(self, kind: str, on: date) -> Holiday | None:
        """Give the holiday of a kind that somebody speaks of on a day: the nearest one; none that is long over."""
        near = [each for each in self.holidays if each.kind == kind and each.days_from(on) <= _NEAR]
        return min(near, key=lambda each: (each.days_from(on), each.from_on), default=None)

    def offered(self, *, with_contact: bool = False) -> list[Holiday]:
        """List the holidays to choose from, or those alone in which parents away speak with their child every week."""
        return [each for each in self.holidays if each.contact or not with_contact]

    def current(self, on: date, *, with_contact: bool = False) -> Holiday:
        """Give the holiday to ask about on a day: the one that runs or comes next, after the last one that one."""
        offered = self.offered(with_contact=with_contact)
        return next((each for each in offered if each.to_on >= on), offered[-1])

    def answered_by(self, holiday: Holiday) -> frozenset[str]:
        """
        Name the holidays whose answers tell of this one too: those that fill half of it, as winter holidays New Year.

        Nobody is asked the same thing twice in one fortnight.
        """
        days = (holiday.to_on - holiday.from_on).days + 1
        return frozenset(
            each.code for each in self.holidays if each == holiday or 2 * each.shared_days(holiday) >= days
        )


@cache
def calendars(*, folder: Path = _FOLDER) -> tuple[HolidayCalendar, ...]:
    """
    Give every area that has holidays of its own, the smallest first, the country last.

    :raises HolidaysInvalid: a file cannot be used
    """
    national = _read(folder / f"{NATIONAL}.yaml", Area(""), ())
    own = sorted({path.stem for path in folder.glob("*.yaml")} - {NATIONAL}, key=lambda name: (-len(name), name))
    return (*(_read(folder / f"{name}.yaml", Area(name), national.holidays) for name in own), national)


def calendar_of(code: str) -> HolidayCalendar:
    """Give the holidays of the nearest area that has its own; an empty code asks for the country's."""
    found = (each for each in calendars() if each.area.prefix and code and each.area.holds(code))
    return next(found, calendars()[-1])


def areas_apart() -> Iterator[tuple[HolidayCalendar, Q]]:
    """Give each calendar with the condition on places that it is the nearest of."""
    smaller = Q(pk__in=[])
    for each in calendars():
        inside = each.area.filter() if each.area.prefix else Q()
        yield each, inside & ~smaller
        smaller |= inside


def _read(path: Path, area: Area, above: tuple[Holiday, ...]) -> HolidayCalendar:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        own = {
            str(each["code"]): Holiday(
                str(each["code"]), HolidayKind(each["kind"]), Label(each["name"]), each["from_on"], each["to_on"],
                bool(each["contact"]),
            )
            for each in said["holidays"]
        }  # fmt: skip
        found = {each.code: each for each in above} | own
        inside = tuple(sorted(found.values(), key=lambda each: (each.from_on, each.code)))
        made = HolidayCalendar(area, inside, str(said["status"]), str(said["basis"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise HolidaysInvalid(f"{path.name}：缺少或写错了 {problem}") from problem
    if odd := [each.code for each in own.values() if each.to_on < each.from_on]:
        raise HolidaysInvalid(f"{path.name}：{'、'.join(odd)} 的结束日期早于开始日期")
    if not any(each.contact for each in inside):
        raise HolidaysInvalid(f"{path.name}：至少要有一个 contact 为 true 的假期")
    if made.status not in STATUSES:
        raise HolidaysInvalid(f"{path.name}：status 只能是 {'、'.join(STATUSES)}")
    return made
