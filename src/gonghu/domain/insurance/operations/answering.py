"""Reading the insurer's answer into the lines (读入医保回执)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.insurance.models import EnrolmentLine, InsurerAnswer
from gonghu.domain.insurance.operations.enrolling import premium_of
from gonghu.domain.insurance.operations.rounds import held_round, record_round
from gonghu.domain.insurance.terms import LineState
from gonghu.foundation.acting import Actor

_AT_ONCE: Final = 2_000
_CHANGED: Final = ("state", "premium_fen", "elsewhere", "refusal", "answered_at")


class AnswerReadBefore(ValueError):
    """The very same file was read into the round already."""


@dataclass(frozen=True, slots=True)
class LineAnswered:
    """What the insurer says of one line (回执结果)."""

    line: UUID
    state: LineState
    reason: str = ""


@transaction.atomic
def read_answer(
    *,
    enrolment: UUID,
    name: str,
    sha256: str,
    answers: Iterable[LineAnswered],
    refused_rows: int,
    by: Actor,
    at: datetime,
) -> InsurerAnswer:
    """
    Write the results of an answer file into the lines of a round (读入医保回执); what is paid stays paid.

    :raises NotPermitted: the actor manages no insurance there
    :raises RoundSettled: the round is settled
    :raises AnswerReadBefore: the same file was read already
    """
    found = held_round(enrolment, by)
    earlier = InsurerAnswer.objects.everywhere("whether a file was read already").filter(enrolment=found, sha256=sha256)
    if earlier.exists():
        raise AnswerReadBefore("这份回执已经读入过，内容完全相同；请核对是否选错了文件")
    said = {each.line: each for each in answers}
    rows = EnrolmentLine.objects.everywhere("lines that an answer is about")
    lines = list(rows.filter(enrolment=found, pk__in=list(said)).exclude(state=LineState.PAID).select_for_update())
    for line in lines:
        answer = said[line.pk]
        line.state, line.answered_at = answer.state, at
        line.premium_fen = premium_of(line, found) if answer.state == LineState.ENROLLED else 0
        line.elsewhere = answer.reason or "医保回执" if answer.state == LineState.ELSEWHERE else ""
        line.refusal = answer.reason or "医保回执未说明原因" if answer.state == LineState.REFUSED else ""
    rows.bulk_update(lines, _CHANGED, batch_size=_AT_ONCE)
    counts = dict(Counter(str(line.state) for line in lines))
    kept = InsurerAnswer.objects.create(
        enrolment=found, division_code=found.division_code, name=name[:255], sha256=sha256, counts=counts,
        refused_rows=refused_rows, read_by_id=by.account, read_at=at,
    )  # fmt: skip
    record_round("insurance.read_answer", found, by, at, {**counts, "refused_rows": refused_rows, "sha256": sha256})
    return kept
