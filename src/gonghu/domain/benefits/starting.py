"""From when to when something is given (起止月份), and when it is looked at again."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.domain.benefits.lines import Line
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.writing import month_after, month_of, months_after
from gonghu.domain.people.ages import birthday
from gonghu.engines.entitlement.terms import Cycle

_INSTALMENTS: Final = {Cycle.MONTH: 12, Cycle.QUARTER: 4, Cycle.YEAR: 1}


class TooOld(ValueError):
    """The child is of age by the month from which it would be given something."""


@dataclass(frozen=True, slots=True)
class Begins:
    """The months for which a confirmation holds (执行月份)."""

    from_month: date
    to_month: date | None
    instalments: int | None = None


def begins_of(line: Line, application: Application, born_on: date | None, on: date) -> Begins:
    """
    Say for which months a confirmation of a day holds: from the month after; once at once; a school year as it lies.

    :raises TooOld: the child is of age by then, and the line ends with that
    """
    if line.school_year and application.pays_from and application.pays_through:
        return Begins(month_of(application.pays_from), month_of(application.pays_through), _INSTALMENTS[line.cycle])
    if line.cycle in (Cycle.ONCE, Cycle.YEAR):
        return Begins(month_of(on), month_of(on))
    starts = month_after(on)
    if line.ends_at and born_on and birthday(born_on, line.ends_at) <= starts:
        raise TooOld(f"至 {starts:%Y年%m月} 已满 {line.ends_at} 周岁，不能再确认“{line.open_name}”")
    return Begins(starts, None)


def instalments_of(line: Line) -> int:
    """Give in how many parts what a line is worth for a year is paid."""
    return _INSTALMENTS[line.cycle]


def school_year_of(line: Line, on: date) -> tuple[date, date] | None:
    """Give first and last month of the school year that a day lies in, where the line is confirmed by the year."""
    if line.school_year is None:
        return None
    year = on.year if on.month >= line.school_year.first_month else on.year - 1
    first = date(year, line.school_year.first_month, 1)
    return first, months_after(first, line.school_year.months - 1)


def first_review(line: Line, from_month: date, born_on: date | None) -> date | None:
    """Say when a grant is first looked at again: after the period, or in the month before the child is of age."""
    return next_review(line, from_month, born_on)


def next_review(line: Line, on: date, born_on: date | None) -> date | None:
    """Say when a grant is looked at again after a day (定期复核); before the child is of age in any case."""
    days = [months_after(on, line.review_months)] if line.review_months else []
    if line.ends_at and born_on:
        before = months_after(birthday(born_on, line.ends_at), -1)
        days += [before] if before > on else []
    return min(days, default=None)
