"""Visits, problems and wishes on the page of a child's file (档案页的走访)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import FileState
from gonghu.domain.visits.models import ContactLog, PlanException, Problem, Visit, Wish
from gonghu.domain.visits.queries import (
    VisitDue,
    contacts_of_child,
    exceptions_in,
    next_visits,
    problems_of_child,
    visits_of_child,
    wishes_of_child,
)

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class VisitsOfFile:
    """What visits brought to one child's file (档案页的走访)."""

    due: VisitDue | None
    visits: Sequence[Visit]
    problems: Sequence[Problem]
    wishes: Sequence[Wish]
    contacts: Sequence[ContactLog]
    exceptions: Sequence[PlanException]
    may_record: bool


def visits_of_file(*, child: Child, scope: Scope, on: date) -> VisitsOfFile:
    """Gather what visits brought to a child's file, and when the next one is due."""
    under_care = child.state in {FileState.ON_FILE, FileState.RECOGNISED}
    (due,) = next_visits(rows=[child], scope=scope, on=on) if under_care else (None,)
    return VisitsOfFile(
        due,
        list(visits_of_child(child=child.pk, scope=scope)[:_MOST]),
        list(problems_of_child(child=child.pk, scope=scope)[:_MOST]),
        list(wishes_of_child(child=child.pk, scope=scope)[:_MOST]),
        list(contacts_of_child(child=child.pk, scope=scope)[:_MOST]),
        list(exceptions_in(scope=scope, on=on).filter(child=child.pk)),
        under_care and scope.has(Permission.RECORD_VISITS),
    )
