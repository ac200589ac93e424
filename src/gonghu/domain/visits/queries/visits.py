"""Visits that were made, and what children said (走访记录的查询)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import keys_of_child
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.models import ContactLog, Visit
from gonghu.domain.visits.terms import VisitKind, VisitOutcome

_WHY: Final = "what is on the file of a child that is seen"


@dataclass(frozen=True, slots=True)
class VisitFilters:
    """Which visits to list (走访筛选); all that are said hold together, and none that was corrected is listed."""

    area: Area | None = None
    kind: VisitKind | None = None
    outcome: VisitOutcome | None = None
    since: date | None = None
    until: date | None = None
    account: UUID | None = None

    @property
    def condition(self) -> Q:
        """The condition on rows of visits."""
        said = {
            "kind": self.kind,
            "outcome": self.outcome,
            "visited_on__gte": self.since,
            "visited_on__lte": self.until,
            "account": self.account,
        }
        found = Q(replaced_by=None, **{name: value for name, value in said.items() if value is not None})
        return found & self.area.filter() if self.area else found


def visits_in(*, scope: Scope, filters: VisitFilters = VisitFilters()) -> FileQuerySet[Visit]:
    """Give the visits that somebody sees, by place and key, for pages by key."""
    return Visit.objects.visible_to(scope).filter(filters.condition).order_by("division_code", "uuid")


def visit_by_key(*, key: UUID, scope: Scope) -> Visit | None:
    """Give one visit that somebody sees."""
    return Visit.objects.visible_to(scope).filter(pk=key).first()


def visits_made(*, keys: Iterable[UUID], scope: Scope) -> frozenset[UUID]:
    """Tell of which filled forms a visit was made, those that were corrected later among them."""
    del scope
    rows = Visit.objects.everywhere("what became of filled forms").filter(pk__in=list(keys))
    return frozenset(rows.values_list("pk", flat=True))


def visits_of_child(*, child: UUID, scope: Scope) -> FileQuerySet[Visit]:
    """Give the visits to a child that somebody sees, wherever it lived then, the last first, none corrected."""
    rows = Visit.objects.everywhere(_WHY).filter(child__in=keys_of_child(child=child, scope=scope))
    return rows.filter(replaced_by=None).order_by("-visited_on", "pk")


def contacts_of_child(*, child: UUID, scope: Scope) -> FileQuerySet[ContactLog]:
    """Give the weekly contacts of a child that somebody sees, the last first."""
    rows = ContactLog.objects.everywhere(_WHY).filter(child__in=keys_of_child(child=child, scope=scope))
    return rows.order_by("-contact_on", "pk")
