"""
How many children a place had, month by month (逐月人数): by the divisions of each day, and of one place through time.

What was counted in a village belongs to the place that its rows have gone to since, so that the series of a place that
was merged is that of its predecessors added up, and no child is counted in two places.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.carried import carried_to, codes_that_may_come
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import PlaceCount
from gonghu.standards.division_code import LENGTH, Level

_WHY: Final = "counts of villages that have gone over into the place that somebody sees figures of"


@dataclass(frozen=True, slots=True)
class Month:
    """The last count of a month (月份): its first day, and the day that it was counted."""

    month_on: date
    counted_on: date


@dataclass(frozen=True, slots=True)
class PlaceMonth:
    """How many children a place had at the end of a month (一地一月人数); ``code`` is of that day or of today."""

    code: str
    month: Month
    files: int
    recognised: int


def counts_of_months(*, scope: Scope, area: Area, on: date, since: date = date.min) -> list[PlaceMonth]:
    """
    Give what was counted, month by month, in the villages that make up an area on a day, by their codes of then.

    Nothing is told of an area whose figures somebody does not see in whole.
    """
    if not any(each.covers(area) for each in scope.areas(Permission.SEE_FIGURES)):
        return []
    counted = PlaceCount.objects.everywhere(_WHY).filter(month_on__gte=since, counted_on__lte=on)
    first = counted.order_by("counted_on").values_list("counted_on", flat=True).first()
    if first is None:
        return []
    from_elsewhere = codes_that_may_come(area=area, since=date.min, on=on)
    rows = counted.filter(area.filter()) | counted.filter(division_code__in=from_elsewhere)
    found: list[PlaceMonth] = []
    for month, those in _by_month(rows.order_by("month_on", "division_code")):
        then = {row.division_code for row in those}
        places = carried_to(codes=then, since=month.counted_on, on=month.counted_on)
        now = carried_to(codes=set(places.values()), since=month.counted_on, on=on)
        found += (
            PlaceMonth(places[row.division_code], month, row.files, row.recognised)
            for row in those
            if area.holds(now[places[row.division_code]])
        )
    return found


def series_of(counts: Iterable[PlaceMonth], code: str) -> list[PlaceMonth]:
    """Add up what was counted to one line a month, the last month first."""
    return sorted(_added_up(counts, lambda _code: code), key=lambda each: each.month.month_on, reverse=True)


def places_of_month(counts: Iterable[PlaceMonth], month_on: date, level: Level) -> list[PlaceMonth]:
    """Add up what was counted at the end of a month to the divisions of a level as they were then, by code."""
    wanted = [each for each in counts if each.month.month_on == month_on]
    return sorted(_added_up(wanted, lambda code: code[:level].ljust(LENGTH, "0")), key=lambda each: each.code)


def _added_up(counts: Iterable[PlaceMonth], place_of: Callable[[str], str]) -> Iterable[PlaceMonth]:
    sums: dict[tuple[str, Month], list[int]] = {}
    for each in counts:
        found = sums.setdefault((place_of(each.code), each.month), [0, 0])
        found[0] += each.files
        found[1] += each.recognised
    return (PlaceMonth(code, month, *found) for (code, month), found in sums.items())


def _by_month(rows: Iterable[PlaceCount]) -> Iterable[tuple[Month, list[PlaceCount]]]:
    found: dict[Month, list[PlaceCount]] = {}
    for row in rows:
        found.setdefault(Month(row.month_on, row.counted_on), []).append(row)
    return found.items()
