"""
The rows of the national lists (全国区划名录): today's five levels, and provinces to counties since 1980.

Towns and villages are those of one list (see ``standards.division_names``), open at both ends; when they began is not
known. Provinces, prefectures and counties have the years of GB/T 2260 (see ``standards.division_history``).
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from gonghu.domain.divisions.spelling import spelt
from gonghu.domain.divisions.terms import Area
from gonghu.standards.division_code import LENGTH, Level
from gonghu.standards.division_history import DivisionEntry, division_entries
from gonghu.standards.division_names import places_within
from gonghu.standards.tables import table_rows

LISTED_ON: Final = date(2023, 6, 30)
SOURCE: Final = "GB/T 2260 年度代码表"
_ONLY_GROUPS: Final = re.compile(r"^(?:市辖区|县|市)$|直辖")
_STATISTICAL: Final = frozenset("45")
_DAY: Final = timedelta(days=1)


class DivisionRow(NamedTuple):
    """One row of ``Division``, as it is inserted (区划行)."""

    code: str
    level: int
    parent_code: str
    name: str
    pinyin: str
    initials: str
    grouping: bool
    statistical_unit: bool
    valid_from: date | None
    valid_to: date | None


def division_row(code: str, name: str, parent_code: str, since: date | None, until: date | None = None) -> DivisionRow:
    """Make the row of a division of twelve digits."""
    return DivisionRow(
        code, level_of(code), parent_code, name, *spelt(name), only_groups(name), code[6] in _STATISTICAL, since, until
    )


def level_of(code: str) -> int:
    """Tell the level of twelve digits; much quicker than ``standards.division_code.level``, and as right for codes."""
    if code[9:] != "000":
        return int(Level.VILLAGE)
    if code[6:] != "000000":
        return int(Level.TOWNSHIP)
    if code[4:6] != "00":
        return int(Level.COUNTY)
    return int(Level.PREFECTURE if code[2:4] != "00" else Level.PROVINCE)


def codes_above(code: str) -> list[str]:
    """List the codes that could be above, nearest first."""
    steps = (code[:width].ljust(LENGTH, "0") for width in (9, 6, 4, 2))
    return [step for step in dict.fromkeys(steps) if step != code]


def nearest_above(code: str, standing: Container[str]) -> str:
    """Give the nearest code above that stands; empty if there is none."""
    town = f"{code[:9]}000"
    # Nearly all rows are villages.
    if town != code and town in standing:
        return town
    return next((step for step in codes_above(code) if step in standing), "")


def only_groups(name: str) -> bool:
    """Tell a row of the code tables that only groups those below (市辖区, 省直辖县级行政区划) from a division."""
    return bool(_ONLY_GROUPS.search(name))


def national_rows(area: Area, known: Container[str] = ()) -> Iterator[DivisionRow]:
    """Give every division of an area and above it, past ones before present ones, but for codes known already."""
    listed = places_within(area.prefix)
    past = _codes_since_1980(area)
    names = {code: division_entries(code)[-1].name for code in past} | listed
    above = {code: division_entries(code)[-1].name for code in codes_above(area.low) if division_entries(code)}
    real = {code for code, name in (above | names).items() if not only_groups(name)}
    for code in sorted({*above, *names}):
        if code in known:
            continue
        parent = nearest_above(code, real)
        name = listed.get(code, "")
        if level_of(code) > Level.COUNTY:
            yield division_row(code, name, parent, None)
        else:
            yield from _rows_of_entries(code, name, parent)


def _rows_of_entries(code: str, listed: str, parent: str) -> Iterator[DivisionRow]:
    entries = _entries(code)
    for entry in entries:
        name = listed if listed and entry.valid_on(LISTED_ON) else entry.name
        yield division_row(code, name, parent, entry.valid_from, entry.valid_to)
    if not entries:
        yield division_row(code, listed, parent, None)


def _entries(code: str) -> tuple[DivisionEntry, ...]:
    """Return the entries of a code; one that came and went between two year-ends stands for that year."""
    return tuple(
        replace(entry, valid_to=date(entry.valid_from.year, 12, 31))
        if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from
        else entry
        for entry in division_entries(code)
    )


def _codes_since_1980(area: Area) -> list[str]:
    return [code for code in _all_codes_since_1980() if area.low <= code < area.high]


@cache
def _all_codes_since_1980() -> list[str]:
    return list(dict.fromkeys(row["code"].ljust(LENGTH, "0") for row in table_rows("gbt2260_history.csv")))


class PastChange(NamedTuple):
    """What went over into what on one day since 1980 (历史变更)."""

    effective_on: date
    from_codes: tuple[str, ...]
    to_codes: tuple[str, ...]


def past_changes(area: Area) -> Iterator[PastChange]:
    """Give the changes whose former codes lie in an area: what split, merged, got another code or another name."""
    gone: dict[date, dict[str, tuple[str, ...]]] = {}
    for code in _codes_since_1980(area):
        entries = _entries(code)
        for before, after in pairwise(entries):
            if before.valid_to and after.valid_from == before.valid_to + _DAY and not before.successors:
                yield PastChange(after.valid_from, (code,), (code,))
        for entry in entries:
            if entry.successors and entry.valid_to:
                gone.setdefault(entry.valid_to + _DAY, {})[code] = _twelve_digits(entry)
    for effective_on, links in sorted(gone.items()):
        for from_codes, to_codes in _connected(links):
            yield PastChange(effective_on, from_codes, to_codes)


def _twelve_digits(entry: DivisionEntry) -> tuple[str, ...]:
    return tuple(code.ljust(LENGTH, "0") for code in entry.successors)


def _connected(links: dict[str, tuple[str, ...]]) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Put together what shares a successor: 塘沽, 汉沽 and 大港 became 滨海新区 by one change."""
    groups: list[tuple[set[str], set[str]]] = []
    for code, successors in links.items():
        from_codes, to_codes = {code}, set(successors)
        apart = []
        for group in groups:
            if group[1] & to_codes:
                from_codes |= group[0]
                to_codes |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (from_codes, to_codes)]
    return [(tuple(sorted(before)), tuple(sorted(after))) for before, after in groups]
