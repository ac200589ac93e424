"""How far everybody on a list was reached (走访覆盖), with households, persons and person-times apart."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import Substr

from gonghu.domain.access.officer import day_of
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.counting import FIGURES, CoverageRow, counted
from gonghu.domain.visits.models import CoverageList, CoverageTally, PlanException
from gonghu.foundation.intervals import holding_on
from gonghu.standards.division_code import LENGTH, Level


def coverage_lists(*, scope: Scope, on: date) -> QuerySet[CoverageList]:
    """Give the lists that are fixed and have begun by a day, the last first; the same for everybody."""
    del scope
    return CoverageList.objects.filter(from_on__lte=on, fixed_at__isnull=False).order_by("-from_on", "code")


def coverage_list(*, scope: Scope, code: str) -> CoverageList | None:
    """Give a list that is fixed by its code; the same for everybody."""
    del scope
    return CoverageList.objects.filter(code=code, fixed_at__isnull=False).first()


def coverage(*, scope: Scope, coverage_list: CoverageList, area: Area, on: date | None = None) -> list[CoverageRow]:
    """
    Count for each place right below an area how far a list was reached, as far as somebody sees it, by place.

    Of more than a county the tally of the night answers, if there is one of the day ``on``; ``coverage_counted_at``
    says when it was made.
    """
    digits = int(_level_below(area))
    if on is None or coverage_counted_at(scope=scope, coverage_list=coverage_list, area=area, on=on) is None:
        return counted(scope=scope, coverage_list=coverage_list, area=area, digits=digits)
    rows = CoverageTally.objects.visible_to(scope).filter(area.filter(), coverage_list=coverage_list)
    sums: Iterable[Mapping[str, Any]] = (
        rows.annotate(place=Substr("division_code", 1, digits))
        .values("place")
        .annotate(**{f"all_{name}": Sum(name) for name in FIGURES})
        .order_by("place")
    )
    return [
        CoverageRow(row["place"].ljust(LENGTH, "0"), **{name: row[f"all_{name}"] for name in FIGURES}) for row in sums
    ]


def coverage_counted_at(*, scope: Scope, coverage_list: CoverageList, area: Area, on: date) -> datetime | None:
    """
    Tell when the coverage of an area was counted on a day (汇总时间), or nothing where it is counted as one looks.

    A part of an area is no sum of whole counties, so that whoever sees only a part of the children is counted for
    alone.
    """
    if area.level is not None and area.level >= Level.COUNTY:
        return None
    if not any(each.covers(area) for each in scope.areas(Permission.SEE_CHILDREN)):
        return None
    tallies = CoverageTally.objects.visible_to(scope).filter(coverage_list=coverage_list)
    last: datetime | None = tallies.aggregate(last=Max("counted_at"))["last"]
    return last if last and day_of(last) == on else None


def in_all(rows: Iterable[CoverageRow], division_code: str) -> CoverageRow:
    """Add rows of places up; households of two places are two."""
    listed = list(rows)
    return CoverageRow(division_code, **{name: sum(getattr(row, name) for row in listed) for name in FIGURES})


def exceptions_in(*, scope: Scope, on: date, area: Area | None = None) -> FileQuerySet[PlanException]:
    """Give the exceptions that hold on a day, by place."""
    rows = PlanException.objects.visible_to(scope).filter(holding_on(on))
    if area:
        rows = rows.filter(area.filter())
    return rows.select_related("child").order_by("division_code", "uuid")


def _level_below(area: Area) -> int:
    wider = area.level or 0
    return next((level for level in Level if level > wider), Level.VILLAGE)
