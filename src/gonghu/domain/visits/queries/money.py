"""What families say of the subsidy, beside what was paid (补贴问答的查询)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import keys_of_child
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.tasks.terms import TaskState
from gonghu.domain.visits.models import MoneyTold
from gonghu.domain.visits.terms import MoneyDifference


@dataclass(frozen=True, slots=True)
class DifferencesWanted:
    """Which differences to list (不一致筛选); all that are said hold together, those found out are left out."""

    area: Area | None = None
    difference: MoneyDifference | None = None
    settled_too: bool = False

    @property
    def condition(self) -> Q:
        """The condition on rows of what was told."""
        found = ~Q(difference="") & Q(visit__replaced_by__isnull=True)
        if self.difference:
            found &= Q(difference=self.difference)
        if not self.settled_too:
            found &= Q(task__state=TaskState.OPEN)
        return found & self.area.filter() if self.area else found


def money_differences(*, scope: Scope, wanted: DifferencesWanted = DifferencesWanted()) -> FileQuerySet[MoneyTold]:
    """Give where families say something else than what was paid, by place and key, for pages by key."""
    rows = MoneyTold.objects.visible_to(scope).filter(wanted.condition)
    return rows.select_related("child", "task").order_by("division_code", "uuid")


def money_told_of_child(*, child: UUID, scope: Scope) -> FileQuerySet[MoneyTold]:
    """Give what was told of the money of a child that somebody sees, the last first; of corrected visits nothing."""
    rows = MoneyTold.objects.visible_to(scope).filter(
        child__in=keys_of_child(child=child, scope=scope), visit__replaced_by__isnull=True
    )
    return rows.select_related("task").order_by("-told_on", "uuid")


def money_told_of_visit(*, visit: UUID, scope: Scope) -> MoneyTold | None:
    """Give what a visit was told of the money, to whoever sees that."""
    return MoneyTold.objects.visible_to(scope).filter(visit=visit).first()
