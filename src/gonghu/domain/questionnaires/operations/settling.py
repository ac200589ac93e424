"""What becomes of a filled form (填报的处理): taken, left for somebody to look at, sent back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, reached_by
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.terms import LONGEST_REASON, SubmissionState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_WHY = "a filled form that is being settled"
_SETTLED = frozenset({SubmissionState.ACCEPTED, SubmissionState.REPLACED})


class SubmissionSettled(ValueError):
    """Something was made of the filled form already, or another took its place."""


class CommentMissing(ValueError):
    """Whoever filled the form in would not know what to mend."""


@transaction.atomic
def accept_submission(*, submission: UUID, by: Actor, at: datetime) -> Submission:
    """
    Note that a filled form was taken, and something made of it (采用填报).

    Taken by who sent it, or by somebody who reaches it: what a telephone sent is judged when it comes.

    :raises NotPermitted: the actor neither sent nor reaches it
    :raises SubmissionSettled: it was taken before, or replaced
    """
    held = _held(submission, by)
    return _settle(held, SubmissionState.ACCEPTED, (), "accept", by, at)


@transaction.atomic
def leave_for_care(*, submission: UUID, reasons: Sequence[str], by: Actor, at: datetime) -> Submission:
    """
    Leave a filled form for somebody to look at, with more reasons (标为需处理).

    :raises NotPermitted: the actor neither sent nor reaches it
    :raises SubmissionSettled: it was taken before, or replaced
    """
    held = _held(submission, by)
    return _settle(held, SubmissionState.NEEDS_CARE, reasons, "leave_for_care", by, at)


@transaction.atomic
def send_back_submission(*, submission: UUID, comment: str, by: Actor, at: datetime) -> Submission:
    """
    Send a filled form back to who filled it in, with what to mend (退回修改); it stays as it came.

    What was taken can be sent back too: what was made of it is the business of whoever made it.

    :raises NotPermitted: the actor does not reach it
    :raises SubmissionSettled: it was replaced
    :raises CommentMissing: nothing is said of what to mend
    """
    if not comment.strip():
        raise CommentMissing("请写明要改什么，填报人会在手机上看到")
    held = _held(submission, by, settled=frozenset({SubmissionState.REPLACED}))
    return _settle(held, SubmissionState.SENT_BACK, (comment.strip()[:LONGEST_REASON],), "send_back", by, at)


def _held(submission: UUID, by: Actor, settled: frozenset[SubmissionState] = _SETTLED) -> Submission:
    rows = Submission.objects.everywhere(_WHY).select_for_update()
    held = rows.filter(pk=submission).first()
    reached = Submission.objects.visible_to(reached_by(by)).filter(pk=submission)
    if held is None or not (held.account_id == by.account or reached.exists()):
        raise NotPermitted(f"{by.label} 不能处理这份填报")
    if held.state in settled:
        raise SubmissionSettled(f"这份填报{held.get_state_display()}，不能再改")
    return held


def _settle(
    held: Submission, state: SubmissionState, reasons: Sequence[str], verb: str, by: Actor, at: datetime
) -> Submission:
    held.state = state
    # What was said before stays, so that nobody has to find it out anew.
    held.reasons = [*held.reasons, *(each for each in reasons if each not in held.reasons)]
    held.save(update_fields=["state", "reasons"])
    record(
        by=by,
        at=at,
        verb=f"questionnaires.{verb}",
        subject_kind="submission",
        subject_key=str(held.pk),
        detail={"state": held.state, "reasons": len(held.reasons)},
        district=held.division_code[:6],
    )
    return held
