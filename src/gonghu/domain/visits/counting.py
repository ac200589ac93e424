"""Counting how far everybody on a list was reached (覆盖计数), with households, persons and person-times apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.models import CoverageList, ListedChild, PlanException, Visit
from gonghu.domain.visits.terms import VisitOutcome
from gonghu.standards.division_code import LENGTH

FIGURES: Final = ("listed", "met", "excepted", "tried", "households", "households_met", "late", "visits")
_WHY: Final = "whether a child on a list was reached"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """
    How far one place has come with a list (走访覆盖情况). ``listed`` is the denominator and never changes.

    ``met`` children were met in the period; of the others ``excepted`` have a reason on file, ``tried`` were called on
    in vain, the rest was not visited. ``late`` came under care later and were met. ``visits`` are person-times.
    """

    division_code: str
    listed: int = 0
    met: int = 0
    excepted: int = 0
    tried: int = 0
    households: int = 0
    households_met: int = 0
    late: int = 0
    visits: int = 0

    @property
    def rest(self) -> int:
        """Children on the list who were neither met nor excepted nor called on."""
        return self.listed - self.met - self.excepted - self.tried

    @property
    def share(self) -> int:
        """Whole percent of the listed who were met, rounded down: 100 only when nobody is missing."""
        return self.met * 100 // self.listed if self.listed else 0


def counted(*, scope: Scope, coverage_list: CoverageList, area: Area, digits: int) -> list[CoverageRow]:
    """Count for each place of so many digits in an area, as far as somebody sees it, by place."""
    rows = ListedChild.objects.visible_to(scope).filter(area.filter(), coverage_list=coverage_list)
    marked = rows.annotate(
        place=Substr("division_code", 1, digits),
        was_met=Exists(visits_within(coverage_list).filter(child=OuterRef("child"), outcome=VisitOutcome.MET)),
        was_tried=Exists(visits_within(coverage_list).filter(child=OuterRef("child"))),
        is_excepted=Exists(_exceptions(coverage_list).filter(child=OuterRef("child"))),
    )
    sums = (
        marked.order_by()
        .values("place")
        .annotate(
            listed=Count("pk"),
            met=Count("pk", filter=Q(was_met=True)),
            excepted=Count("pk", filter=Q(was_met=False, is_excepted=True)),
            tried=Count("pk", filter=Q(was_met=False, is_excepted=False, was_tried=True)),
            households=Count("household", distinct=True),
            households_met=Count("household", distinct=True, filter=Q(was_met=True)),
        )
    )
    made = _made(scope, coverage_list, area, digits)
    found = _by_place(sums)
    return [
        CoverageRow(place.ljust(LENGTH, "0"), **found.get(place, {}), **made.get(place, {}))
        for place in sorted({*found, *made})
    ]


def _made(scope: Scope, coverage_list: CoverageList, area: Area, digits: int) -> dict[str, dict[str, int]]:
    """Count the visits made in the period by place, and the children met who are not on the list."""
    on_list = ListedChild.objects.everywhere(_WHY).filter(coverage_list=coverage_list, child=OuterRef("child"))
    rows = Visit.objects.visible_to(scope).filter(
        area.filter(),
        outcome=VisitOutcome.MET,
        replaced_by=None,
        visited_on__gte=coverage_list.from_on,
        visited_on__lte=coverage_list.to_on,
    )
    sums = (
        rows.annotate(place=Substr("division_code", 1, digits), on_list=Exists(on_list))
        .order_by()
        .values("place")
        .annotate(visits=Count("pk"), late=Count("child", distinct=True, filter=Q(on_list=False)))
    )
    return _by_place(sums)


def _by_place(sums: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Give the figures of each place."""
    return {row["place"]: {name: value for name, value in row.items() if name != "place"} for row in sums}


def visits_within(coverage_list: CoverageList) -> FileQuerySet[Visit]:
    """Give the visits in the period of a list, those that were corrected left out."""
    return Visit.objects.everywhere(_WHY).filter(
        replaced_by=None, visited_on__gte=coverage_list.from_on, visited_on__lte=coverage_list.to_on
    )


def _exceptions(coverage_list: CoverageList) -> FileQuerySet[PlanException]:
    """Give the exceptions that hold on some day of the period."""
    return PlanException.objects.everywhere(_WHY).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=coverage_list.from_on), from_on__lte=coverage_list.to_on
    )
