"""
A recognition ends (终止认定): two officers decide as they do about recognising, but for what law and a date decide.

What the child is given because of it is proposed to end too; money is decided by a second officer in any case. What was
ended by mistake stands again (撤销终止), and so does the finding it rested on.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.facts import CategoryEnding
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.operations import end_category, restore_category
from gonghu.domain.people.operations.category_ends import CategoryEnded
from gonghu.domain.people.queries import assignment_of
from gonghu.domain.people.terms import ENDED_BY_LAW
from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.operations import Proposal, note_end_undone
from gonghu.domain.policies.queries import findings_in
from gonghu.domain.policies.terms import FINDING_LIVE, LEAVING
from gonghu.foundation.acting import Actor
from gonghu.usecases.end_benefit import drop_ends_with, propose_ends_with
from gonghu.usecases.recognise_child import propose
from gonghu.usecases.review_categories import drop_review_tasks


def is_decided_alone(*, ending: CategoryEnding, child: Child, by: Actor) -> bool:
    """Tell whether somebody may write an end down without another: law and a date decide, and the office is theirs."""
    allowed = reached_by(by).allows(Permission.RECOGNISE_SECOND, child.division_code)
    return ending.kind in ENDED_BY_LAW and allowed


@transaction.atomic
def end_or_propose(
    *, child: Child, assignment: UUID, ending: CategoryEnding, document: str, by: Actor, at: datetime
) -> Recognition | None:
    """
    End a recognition where law and a date decide; else propose that it ends, for another to decide (终止认定).

    :raises NotPermitted: see ``end_category`` and ``propose``, as for the other errors
    """
    held = assignment_of(child=child.pk, assignment=assignment, scope=reached_by(by))
    if is_decided_alone(ending=ending, child=child, by=by):
        ended = end_category(child=child, assignment=assignment, ending=ending, by=by, at=at)
        if held is not None:
            propose_ends_with(
                child=child,
                category=held.category,
                assignment=ended.pk if ended else None,
                ending=ending,
                label=by.label,
                by=by,
                at=at,
            )
        drop_review_tasks(child=child.pk, on=day_of(at), at=at)
        return None
    authorise(by, Permission.RECOGNISE_FIRST, child.division_code)
    if held is None or held.to_on is not None:
        raise CategoryEnded("这项认定已经终止，或没有这项认定")
    proposal = Proposal(
        child=child.pk,
        division_code=child.division_code,
        category=held.category,
        opinion=ending.note,
        document=document,
        assignment=held.pk,
        end_kind=ending.kind,
        happened_on=ending.happened_on,
        finding=_saying_so(child, by),
    )
    return propose(proposal=proposal, by=by, at=at)


def _saying_so(child: Child, by: Actor) -> UUID | None:
    """Give the finding that says a child should leave the roll, which the decision then settles."""
    found = findings_in(scope=reached_by(by)).filter(child=child.pk, policy__in=LEAVING, state__in=FINDING_LIVE)
    return found.values_list("pk", flat=True).first()


@transaction.atomic
def undo_end(*, child: Child, assignment: UUID, reason: str, by: Actor, at: datetime) -> CategoryAssignment:
    """
    Let a recognition that was ended by mistake stand again, with what was decided about its end (撤销终止).

    :raises NotPermitted: see ``restore_category``, as for the other errors
    """
    restored = restore_category(child=child, assignment=assignment, reason=reason, by=by, at=at)
    note_end_undone(assignment=assignment, opinion=reason, by=by, at=at)
    drop_ends_with(assignment=assignment, words=reason, by=by, at=at)
    return restored
