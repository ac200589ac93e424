"""Problems and how far they are put right (问题的查询)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import keys_of_child
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.tasks.queries import task_by_key
from gonghu.domain.tasks.terms import TaskKind
from gonghu.domain.visits.models import Problem, ProblemStep
from gonghu.domain.visits.terms import UNSOLVED, ProblemKind, ProblemState

_TASKS: Final = (TaskKind.MEND_PROBLEM, TaskKind.RECHECK_PROBLEM)
_WHY: Final = "problems on the file of a child that is seen"


@dataclass(frozen=True, slots=True)
class ProblemFilters:
    """Which problems to list (问题筛选); all that are said hold together."""

    area: Area | None = None
    kind: ProblemKind | None = None
    states: frozenset[ProblemState] = UNSOLVED
    due_until: date | None = None
    visit: UUID | None = None

    def overdue(self, on: date) -> "ProblemFilters":
        """Give the same for what should have been put right before a day."""
        return replace(self, states=self.states & UNSOLVED, due_until=on - timedelta(days=1))

    @property
    def condition(self) -> Q:
        """The condition on rows of problems."""
        said = {"kind": self.kind, "due_on__lte": self.due_until, "visit": self.visit}
        found = Q(**{name: value for name, value in said.items() if value is not None})
        if self.states != frozenset(ProblemState):
            found &= Q(state__in=sorted(self.states))
        return found & self.area.filter() if self.area else found


def problems_in(*, scope: Scope, filters: ProblemFilters = ProblemFilters()) -> FileQuerySet[Problem]:
    """Give the problems that somebody sees, by place and key, for pages by key."""
    return Problem.objects.visible_to(scope).filter(filters.condition).order_by("division_code", "uuid")


def problem_by_key(*, key: UUID, scope: Scope) -> Problem | None:
    """Give one problem that somebody sees."""
    return Problem.objects.visible_to(scope).filter(pk=key).first()


def problem_of_task(*, task: UUID, scope: Scope) -> Problem | None:
    """Give the problem that a task is about, now or before, if somebody sees both."""
    found = task_by_key(key=task, scope=scope)
    key = found.source_key if found and found.kind in _TASKS else None
    return problem_by_key(key=key, scope=scope) if key else None


def problem_steps(*, problem: UUID, scope: Scope) -> list[ProblemStep]:
    """List what happened to a problem that somebody sees, the first step first."""
    seen = Problem.objects.visible_to(scope).filter(pk=problem)
    return list(ProblemStep.objects.filter(problem__in=seen.values("pk")).order_by("id"))


def problems_of_child(*, child: UUID, scope: Scope) -> FileQuerySet[Problem]:
    """Give the problems of a child that somebody sees, the last first."""
    rows = Problem.objects.everywhere(_WHY).filter(child__in=keys_of_child(child=child, scope=scope))
    return rows.order_by("-found_on", "pk")
