"""
The arithmetic of entitlement as somebody would do it with a calendar and a pencil: day by day, slow, no cleverness.

It shares nothing with the engine: it walks through every day of the calendar and notes the state of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

BEGIN = date(2019, 12, 1)


@dataclass(frozen=True)
class Life:
    """All that happened to one child; days and amounts as a clerk would list them."""

    standards: dict[str, list[tuple[date, int]]]
    others: Sequence[tuple[str, int, date, date | None]] = ()
    moves: Sequence[tuple[date, str]] = ()
    care_changes: Sequence[tuple[date, str]] = ()
    county: str = "360102"
    care: str = "SCATTERED"
    days: dict[str, int] = field(
        default_factory=lambda: {"standard_day": 1, "others_day": 1, "care_day": 0, "move_day": 0}
    )


@cache
def calendar_to(last: date) -> tuple[date, ...]:
    days, day = [], BEGIN
    while day <= last:
        days.append(day)
        day += timedelta(days=1)
    return tuple(days)


def end_of_month(year: int, number: int) -> date:
    return (date(year + 1, 1, 1) if number == 12 else date(year, number + 1, 1)) - timedelta(days=1)


def looked_at(year: int, number: int, which: int) -> date:
    """The day one looks at for a month: the eve of it, or a day of it, its last one when it is short."""
    if which == 0:
        return date(year, number, 1) - timedelta(days=1)
    last = end_of_month(year, number)
    return last if which > last.day else date(year, number, which)


def state_on(day: date, at_first: str, steps: Sequence[tuple[date, str]]) -> str:
    state = at_first
    for each in calendar_to(day):
        for on, value in steps:
            if on == each:
                state = value
    return state


def standard_on(day: date, dated: list[tuple[date, int]]) -> int | None:
    found = None
    for each in calendar_to(day):
        for begins, fen in dated:
            if begins == each:
                found = fen
    return found


def drawn_on(day: date, others: Sequence[tuple[str, int, date, date | None]]) -> int:
    total = 0
    for _kind, fen, begins, ends in others:
        days = calendar_to(day if ends is None or ends > day else ends)
        if day in days and begins in days:
            total += fen
    return total


def defacto_month(life: Life, year: int, number: int) -> tuple[str, str, int]:
    """County, form of care and fen of one month of 事实无人抚养儿童基本生活补贴."""
    county = state_on(looked_at(year, number, life.days["move_day"]), life.county, life.moves)
    care = state_on(looked_at(year, number, life.days["care_day"]), life.care, life.care_changes)
    standard = standard_on(looked_at(year, number, life.days["standard_day"]), life.standards[county])
    assert standard is not None
    others = drawn_on(looked_at(year, number, life.days["others_day"]), life.others)
    return county, care, standard - others if others < standard else 0
