"""
Divisions of GB/T 2260 over time (行政区划沿革): names since 1980, years, and what became of them.

Every ministry table is of a year's end, so dates are exact to the year: a code first listed in 2015 is
valid from 1 January 2015 on, one last listed in 2014 until 31 December 2014.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from gonghu.standards.division_code import Level, ancestors, pad
from gonghu.standards.tables import table_rows

_SIX = Level.COUNTY
# Rows of the standard that only group the counties below: 市辖区, 县, 省直辖县级行政区划.
_HAS_NO_NAME = re.compile(r"^(?:市辖区|县|市)$|直辖")


@dataclass(frozen=True, slots=True)
class DivisionEntry:
    """One code with one name for one stretch of years; open ends are None."""

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]

    def valid_on(self, on: date) -> bool:
        """Tell whether the entry was in force on a date."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@cache
def _entries() -> dict[str, tuple[DivisionEntry, ...]]:
    found: dict[str, list[DivisionEntry]] = {}
    for row in table_rows("gbt2260_history.csv"):
        entry = DivisionEntry(
            row["code"],
            row["name"],
            date(int(row["first"]), 1, 1) if row["first"] else None,
            date(int(row["last"]), 12, 31) if row["last"] else None,
            tuple(row["successors"].split()),
        )
        found.setdefault(entry.code, []).append(entry)
    return {code: tuple(entries) for code, entries in found.items()}


def division_entries(code: str) -> tuple[DivisionEntry, ...]:
    """
    List what a six-digit code has meant, oldest first; empty if it was never assigned.

    :raises NotADivisionCode: the text is no code at all
    """
    return _entries().get(pad(code)[:_SIX], ())


def was_ever_assigned(area_code: str) -> bool:
    """Tell whether six digits, such as those of a citizen number, have been a code since 1980; never raises."""
    return area_code in _entries()


def division_name(code: str, *, on: date) -> str | None:
    """
    Give the name a province, prefecture or county had on a date; None if the code was not in force.

    :raises NotADivisionCode: the text is no code at all
    """
    return next((entry.name for entry in division_entries(code) if entry.valid_on(on)), None)


def full_name(code: str, *, on: date) -> str:
    """
    Write a division with everything above it: 天津市津南区. Levels without a name of their own are left out.

    :raises NotADivisionCode: the text is no code at all
    """
    county = pad(code)[:_SIX].ljust(Level.VILLAGE, "0")
    names = (division_name(step, on=on) or "" for step in (*reversed(ancestors(county)), county))
    return "".join(name for name in names if not _HAS_NO_NAME.search(name))


def codes_on(code: str, *, on: date) -> tuple[str, ...]:
    """
    Follow an old six-digit code to the codes that cover its place on a date: 120225 蓟县 to 120119 蓟州区.

    One code may have gone to several. Empty when the trail is not known.

    :raises NotADivisionCode: the text is no code at all
    """
    found: dict[str, None] = {}
    waiting, seen = [pad(code)[:_SIX]], set[str]()
    while waiting:
        here = waiting.pop(0)
        if here in seen:
            continue
        seen.add(here)
        entries = _entries().get(here, ())
        if any(entry.valid_on(on) for entry in entries):
            found[here] = None
            continue
        waiting += [code for entry in entries for code in entry.successors]
    return tuple(found)


@cache
def _predecessors() -> dict[str, tuple[str, ...]]:
    links: dict[str, dict[str, None]] = {}
    for entries in _entries().values():
        for entry in entries:
            for successor in entry.successors:
                links.setdefault(successor, {})[entry.code] = None
    return {code: tuple(before) for code, before in links.items()}


def predecessors(code: str) -> tuple[str, ...]:
    """
    List the codes that went over into this one: 120116 滨海新区 came from 塘沽, 汉沽 and 大港.

    :raises NotADivisionCode: the text is no code at all
    """
    return _predecessors().get(pad(code)[:_SIX], ())
