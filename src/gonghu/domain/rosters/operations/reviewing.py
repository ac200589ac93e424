"""People answer whether two persons are one (人工核对)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.models import LinkAnswer, LinkQuestion
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_WHY: Final = "a question that is being answered"


class QuestionOver(ValueError):
    """The question was answered by somebody else, or is asked no more."""


class RowIsAnother(ValueError):
    """The row was said to be another person already; one row is about one person only."""


class NothingToWithdraw(ValueError):
    """The question has no answer."""


@transaction.atomic
def answer_link(*, question: UUID, same: bool, by: Actor, at: datetime) -> LinkAnswer:
    """
    Say whether a row of a roster is about somebody (答复是否同一人); the next run goes by it, and all later ones.

    :raises NotPermitted: the actor reviews no links there
    :raises QuestionOver: it was answered by somebody else, or is asked no more
    :raises RowIsAnother: the same row was said to be another person
    """
    asked = _held(question)
    authorise(by, Permission.REVIEW_LINKS, asked.division_code)
    if asked.answer_id is not None or asked.closed_at is not None:
        raise QuestionOver("这一项已由别人核对，或已不再需要核对")
    answer = LinkAnswer(
        division_code=asked.division_code,
        pair=asked.pair,
        row_digest=asked.pair.partition("|")[0],
        same=same,
        answered_by_id=by.account,
        answered_at=at,
    )
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError as problem:
        raise RowIsAnother("名册里的同一行已核对为另一个人；如那一项有误，请先撤回它") from problem
    asked.answer = answer
    asked.save(update_fields=["answer"])
    _record("rosters.answer", asked, by, at, same=same)
    return answer


@transaction.atomic
def withdraw_answer(*, question: UUID, by: Actor, at: datetime) -> None:
    """
    Take back the answer to a question, which is then open again (撤回核对结论).

    :raises NotPermitted: the actor reviews no links there
    :raises NothingToWithdraw: it has none
    """
    asked = _held(question)
    authorise(by, Permission.REVIEW_LINKS, asked.division_code)
    if asked.answer is None:
        raise NothingToWithdraw("这一项还没有核对结论")
    answer, asked.answer = asked.answer, None
    asked.save(update_fields=["answer"])
    answer.withdrawn_by_id, answer.withdrawn_at = by.account, at
    answer.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _record("rosters.withdraw_answer", asked, by, at, same=answer.same)


@transaction.atomic
def note_question_read(*, question: LinkQuestion, by: Actor, at: datetime) -> None:
    """
    Write down that somebody looks at both persons of a question (查阅留痕).

    :raises NotPermitted: the actor reviews no links there
    """
    authorise(by, Permission.REVIEW_LINKS, question.division_code)
    record(
        by=by,
        at=at,
        verb="rosters.read_question",
        subject_kind="link",
        subject_key=str(question.uuid),
        purpose="人工核对",
        detail={"kind": question.kind},
        district=question.division_code[:6],
    )


def _held(question: UUID) -> LinkQuestion:
    rows = LinkQuestion.objects.everywhere(_WHY).select_for_update(of=("self",)).select_related("answer")
    return rows.get(pk=question)


def _record(verb: str, question: LinkQuestion, by: Actor, at: datetime, *, same: bool) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="link",
        subject_key=str(question.uuid),
        detail={"same": same, "kind": question.kind},
        district=question.division_code[:6],
    )
