"""Where children are in a holiday (假期去向), and of whom that is not known yet (去向不明)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Substr

from gonghu.domain.access.scope import Scope
from gonghu.domain.campaigns.models import Whereabouts
from gonghu.domain.campaigns.terms import Stay
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.operations.listing import UNDER_CARE
from gonghu.standards.division_code import LENGTH, Level

_WHY: Final = "what was told of children that are seen"


@dataclass(frozen=True, slots=True)
class WhereaboutsWanted:
    """Whose whereabouts to list (去向查询): ``holidays`` are the codes of those whose answers tell of the holiday."""

    holidays: frozenset[str]
    is_told: bool | None = None
    stay: Stay | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class WhereaboutsRow:
    """Of how many children of a place the whereabouts are known (去向汇总行)."""

    division_code: str
    children: int
    told: int
    stays: dict[str, int]

    @property
    def unknown(self) -> int:
        """Of how many they are not."""
        return self.children - self.told


def children_in_holiday(*, scope: Scope, wanted: WhereaboutsWanted) -> FileQuerySet[Any]:
    """Give the children under care that somebody sees, by place, with what is asked for of their holiday."""
    found: FileQuerySet[Any] = children_in(scope=scope, filters=ChildrenWanted(area=wanted.area, states=UNDER_CARE))
    if wanted.is_told is not None:
        told = Q(Exists(told_of(wanted.holidays)))
        found = found.filter(told if wanted.is_told else ~told)
    if wanted.stay:
        found = found.annotate(told_stay=last_word(wanted.holidays, "stay")).filter(told_stay=wanted.stay)
    return found


def whereabouts_told(*, children: Iterable[UUID], holidays: frozenset[str], scope: Scope) -> dict[UUID, Whereabouts]:
    """Give the last word on where children that somebody sees are in a holiday; those not told of are absent."""
    keys = list(children)
    seen = Child.objects.visible_to(scope).filter(pk__in=keys).values("pk")
    rows = _counting(holidays).filter(child__in=seen).order_by("told_on", "told_at")
    return {row.child_id: row for row in rows}


def whereabouts_counts(*, scope: Scope, holidays: frozenset[str], area: Area) -> list[WhereaboutsRow]:
    """Count for each place right below an area of how many children the whereabouts are known; of nobody by name."""
    found: Any = children_in(scope=scope, filters=ChildrenWanted(area=area, states=UNDER_CARE)).order_by()
    found = found.annotate(place=Substr("division_code", 1, _level_below(area)), told_stay=last_word(holidays, "stay"))
    rows: dict[str, dict[str, int]] = {}
    for place, stay, number in (
        found.values("place", "told_stay").annotate(number=Count("pk")).values_list("place", "told_stay", "number")
    ):
        rows.setdefault(place, {})[stay or ""] = number
    return [
        WhereaboutsRow(
            place.ljust(LENGTH, "0"), sum(stays.values()), sum(stays.values()) - stays.get("", 0),
            {stay: number for stay, number in stays.items() if stay},
        )
        for place, stays in sorted(rows.items())
    ]  # fmt: skip


def told_of(holidays: frozenset[str]) -> Any:
    """Give what was told of the child of an outer row in some holidays."""
    return _counting(holidays).filter(child=OuterRef("pk"))


def last_word(holidays: frozenset[str], column: str) -> Coalesce:
    """Give a column of the last word on the child of an outer row, empty where nothing was told."""
    last = told_of(holidays).order_by("-told_on", "-told_at").values(column)[:1]
    return Coalesce(Subquery(last), Value(""))


def _counting(holidays: frozenset[str]) -> Any:
    """Give what was told in some holidays, without what came with a visit that was corrected since."""
    rows = Whereabouts.objects.everywhere(_WHY).filter(holiday__in=sorted(holidays))
    return rows.filter(Q(visit__isnull=True) | Q(visit__replaced_by__isnull=True))


def _level_below(area: Area) -> int:
    wider = area.level or 0
    return next((level for level in Level if level > wider), Level.VILLAGE)
