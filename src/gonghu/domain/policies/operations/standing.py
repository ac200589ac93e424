"""One finding moves from one state to another (问题状态变化), and its tally with it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.officer import NotPermitted, Officer, is_system
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.operations.tallying import Delta, add_to_tallies, place_of
from gonghu.domain.policies.terms import FindingState, Verdict
from gonghu.foundation.acting import Actor


def held_findings(by: Actor) -> QuerySet[Finding]:
    """
    Give the findings an actor reaches, held until the transaction ends.

    :raises NotPermitted: nobody has signed in, and it is not the system either
    """
    found = Finding.objects.select_for_update(of=("self",))
    if is_system(by):
        return found.everywhere("the system settles findings")
    if not isinstance(by, Officer):
        raise NotPermitted(by.label)
    return found.visible_to(by.scope)


def move(
    findings: Iterable[Finding], *, state: FindingState, verdict: Verdict | None = None, at: datetime | None = None
) -> list[UUID]:
    """Move findings, with a verdict if there is one, and give their keys."""
    delta, moved = Delta(), []
    for finding in findings:
        delta.count(place_of(finding), finding.stake_fen, times=-1)
        finding.state = state
        if verdict is not None:
            finding.verdict, finding.verified_at = verdict, at if verdict else None
        finding.save(update_fields=["state", "verdict", "verified_at"])
        delta.count(place_of(finding), finding.stake_fen)
        moved.append(finding.pk)
    add_to_tallies(delta)
    return moved
