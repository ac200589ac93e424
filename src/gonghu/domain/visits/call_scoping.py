"""Who sees a call for help (求助的可见范围): who leads the work there, who wrote it down, who is to ring back."""

from typing import Final

from django.db.models import Q

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope, ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.call_terms import CallOutcome
from gonghu.domain.visits.models import HelpCall

_LEADS: Final = frozenset({Permission.ASSIGN_TASKS, Permission.SEE_SEALED_REPORTER})
_OWN: Final = "a call is known to whoever wrote it down and to whoever is to ring back"
_WHERE: Final = ScopedBy("place_division_code", "child_id")


def calls_led(scope: Scope) -> FileQuerySet[HelpCall]:
    """Give the calls of where somebody leads the work or protects children."""
    leads = Scope(tuple(reach for reach in scope.reaches if reach.permissions & _LEADS))
    return HelpCall.objects.visible_to(leads)


def calls_own(by: Officer) -> FileQuerySet[HelpCall]:
    """
    Give the calls that somebody wrote down where they still work, and those that are theirs to ring back.

    Of one that became a report of harm nobody keeps more than the district.
    """
    written = Q(taken_by=by.account) & by.scope.condition(_WHERE, Permission.RECORD_VISITS)
    to_ring = Q(task__owner__in=[post.uuid for post in by.posts])
    rows = HelpCall.objects.everywhere(_OWN).filter(written | to_ring, child__sealed_on__isnull=True)
    return rows.exclude(outcome=CallOutcome.HARM)
