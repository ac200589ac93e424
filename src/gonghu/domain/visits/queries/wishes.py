"""What children wish for and families need (心愿与需要的查询)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.ages import AGE_BANDS
from gonghu.domain.people.queries import keys_of_child
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.models import Wish, WishStep
from gonghu.domain.visits.terms import UNSETTLED, WishKind, WishState

_WHY: Final = "what is on the file of a child that is seen"


@dataclass(frozen=True, slots=True)
class WishFilters:
    """Which wishes and needs to list (心愿筛选); all that are said hold together."""

    area: Area | None = None
    kind: WishKind | None = None
    states: frozenset[WishState] = UNSETTLED
    born_after: date | None = None
    born_until: date | None = None
    made_until: date | None = None
    due_until: date | None = None
    is_told: bool = False

    def of_band(self, band: str, on: date) -> "WishFilters":
        """Give the same for children of a band of ages on a day."""
        youngest, oldest = AGE_BANDS[band]
        return replace(self, born_after=_years_before(on, oldest + 1), born_until=_years_before(on, youngest))

    def waiting(self, days: int, on: date) -> "WishFilters":
        """Give the same for what has waited so many days or more."""
        return replace(self, made_until=on - timedelta(days=days), states=self.states & UNSETTLED)

    def overdue(self, on: date) -> "WishFilters":
        """Give the same for what was promised for before a day."""
        return replace(self, due_until=on - timedelta(days=1), states=frozenset({WishState.TAKEN}))

    @property
    def condition(self) -> Q:
        """The condition on rows of wishes."""
        said = {
            "kind": self.kind,
            "child__born_on__gt": self.born_after,
            "child__born_on__lte": self.born_until,
            "made_on__lte": self.made_until,
            "due_on__lte": self.due_until,
        }
        found = Q(**{name: value for name, value in said.items() if value is not None})
        if self.states != frozenset(WishState):
            found &= Q(state__in=sorted(self.states))
        if self.is_told:
            found &= ~Q(told="")
        return found & self.area.filter() if self.area else found


def wishes_in(
    *, scope: Scope, filters: WishFilters = WishFilters(states=frozenset(WishState)),
    permission: Permission | None = None,
) -> FileQuerySet[Wish]:  # fmt: skip
    """Give the wishes and needs that somebody sees, by place and key, for pages by key."""
    rows = Wish.objects.visible_to(scope, permission).filter(filters.condition)
    return rows.select_related("child").order_by("division_code", "uuid")


def wish_steps(*, wish: UUID, scope: Scope) -> list[WishStep]:
    """List what happened to a wish that somebody sees, the first step first."""
    seen = Wish.objects.visible_to(scope).filter(pk=wish)
    return list(WishStep.objects.filter(wish__in=seen.values("pk")).order_by("id"))


def wishes_of_child(*, child: UUID, scope: Scope) -> FileQuerySet[Wish]:
    """Give the wishes and needs of a child that somebody sees, the last first."""
    rows = Wish.objects.everywhere(_WHY).filter(child__in=keys_of_child(child=child, scope=scope))
    return rows.order_by("-made_on", "pk")


def _years_before(on: date, years: int) -> date:
    """Give the last birthday of whoever is so old on a day."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 2, 28)
