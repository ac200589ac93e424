"""
The money goes out, and every fen of it comes to an end (发放).

足额发放、账实相符: a payroll is drafted from what is owed, signed by people who are not one, released once, sent to a
bank, and closed when the bank has answered for all of it. The journals of the ledger are written in the same
transactions, so that a machine that dies leaves both or neither.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.operations import post_journal
from gonghu.domain.ledger.posting import EntryOf, Pair, came_back, given_up, paid_out, sent_again
from gonghu.domain.ledger.terms import JournalKind
from gonghu.domain.payments.funding import funding_of_payroll
from gonghu.domain.payments.models import Payment, Payroll
from gonghu.domain.payments.operations import (
    AlreadyPast,
    AnswerTaken,
    PayrollUnknown,
    cancel_payroll,
    draft_again,
    draft_lines,
    fail_draft,
    give_up_payment,
    open_payroll,
    release_payroll,
    requeue_payment,
    take_answer,
)
from gonghu.domain.payments.queries import DueLine, lines_due, lines_of_payments, payroll_by_key
from gonghu.domain.payments.terms import IssueKind
from gonghu.engines.entitlement import LineUnknown, StandardMissing
from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.enqueueing import cancel, enqueue
from gonghu.foundation.jobs.progress import JobRefused, Progress
from gonghu.foundation.jobs.registry import job

LANE: Final = "payroll"
"""One payroll is drafted at a time: each reads all grants of a county."""


@transaction.atomic
def start_payroll(*, division_code: str, line: str, month: date, issue: IssueKind, by: Actor, at: datetime) -> Payroll:
    """
    Begin a payroll; its lines are worked out in the background (新建发放批次).

    :raises NotPermitted: the actor prepares no payments there
    :raises DraftOpen: a draft of the same is open
    :raises LineNotThere: the county has no such line
    """
    key = uuid4()
    asked = enqueue(draft_payroll, by=by, at=at, lane=LANE, payroll=str(key))
    return open_payroll(
        division_code=division_code, line=line, month=month, issue=issue, job=asked.pk, key=key, by=by, at=at
    )


@transaction.atomic
def start_again(*, payroll: UUID, by: Actor, at: datetime) -> Payroll:
    """
    Have a draft worked out anew from what is known now (重新编制).

    :raises NotPermitted: the actor prepares no payments there
    :raises AlreadyPast: it is no draft
    """
    asked = enqueue(draft_payroll, by=by, at=at, lane=LANE, payroll=str(payroll))
    return draft_again(payroll=payroll, job=asked.pk, by=by, at=at)


@transaction.atomic
def give_payroll_up(*, payroll: UUID, opinion: str, by: Actor, at: datetime) -> Payroll:
    """
    Give a payroll up before it is released (作废); a job that drafts it stops.

    :raises NotPermitted: the actor prepares no payments there
    :raises AlreadyPast: it was released
    :raises OpinionMissing: nothing is said
    """
    cancelled = cancel_payroll(payroll=payroll, opinion=opinion, by=by, at=at)
    if cancelled.job:
        cancel(job=cancelled.job, at=at)
    return cancelled


@job("编制发放批次")
def draft_payroll(*, by: Actor, at: datetime, progress: Progress, payroll: str) -> Mapping[str, Any]:
    """Work out the lines of a payroll; what cannot be done is written down with the reason, for people."""
    key = UUID(payroll)
    try:
        done = draft_lines(payroll=key, by=by, at=at, tell=progress.tell)
    except (AlreadyPast, PayrollUnknown):
        # A worker before this one finished and died before it could say so, or the payroll was cancelled.
        return {}
    except (StandardMissing, LineUnknown) as refusal:
        trouble = f"缺少发放标准，没有编制：{refusal}。请在 policies 参数里填写本地标准后重新编制。"
        fail_draft(payroll=key, trouble=trouble, by=by, at=progress.at)
        raise JobRefused(trouble) from refusal
    return {"count": done.count, "stopped": done.stopped}


@transaction.atomic
def release(*, payroll: UUID, by: Actor, at: datetime) -> Payroll:
    """
    Release an approved payroll and book it (放款并记账), both or neither.

    :raises NotPermitted: the actor releases no payments there
    :raises SamePerson: the actor checked or approved it
    :raises AlreadyPast: it is not approved, or was released
    :raises ContentChanged: it is not as it was frozen
    :raises BudgetShort: a registered budget has less left, and nobody has agreed to overspend it
    """
    released = release_payroll(payroll=payroll, by=by, at=at)
    funds = funding_of_payroll(payroll=released, year=day_of(at).year, scope=reached_by(by)).by_line
    pairs = (
        paid_out(grant=each.grant, month=each.month, line=each.line, fen=each.fen, fund=funds.get(each.line))
        for each in lines_due(payroll=released.pk, scope=reached_by(by))
    )
    words = f"{released.month:%Y-%m} 发放，{released.count} 人"
    _post(JournalKind.PAYROLL, released.division_code, pairs, "payments.payroll", released.pk, words, by, at)
    return released


@transaction.atomic
def take_return(
    *, bank_file: UUID, name: str, content: bytes, by: Actor, at: datetime, vouched: str = ""
) -> AnswerTaken:
    """
    Take a bank's answer and book what came back (登记回盘并记账), both or neither.

    :raises NotPermitted: the actor releases no payments there
    :raises AnsweredAlready: it was read before
    :raises LooksAnswered: it may be an earlier month's; ``vouched`` is how somebody knows that it is not
    :raises AnswerRefused: rows are wrong; each is named
    :raises AlreadyPast: the payroll is closed
    """
    taken = take_answer(bank_file=bank_file, name=name, content=content, vouched=vouched, by=by, at=at)
    pairs = _pairs(came_back, taken.returned, by)
    if taken.returned:
        words = f"银行退回 {taken.file.returned} 笔"
        _post(JournalKind.RETURN, taken.file.division_code, pairs, "payments.return_file", taken.file.pk, words, by, at)
    return taken


@transaction.atomic
def pay_again(*, payment: UUID, reason: str, by: Actor, at: datetime) -> Payment:
    """
    Pay once more what came back, and book it (重新发放并记账).

    :raises NotPermitted: the actor prepares no payments there
    :raises AlreadyPast: it did not come back, or is paid again already
    :raises NoAccountNow: the child has no verified account
    """
    again = requeue_payment(payment=payment, reason=reason, by=by, at=at)
    place = _county(again, by)
    _post(JournalKind.REQUEUE, place, _pairs(sent_again, [again], by), "payments.payment", again.pk, reason, by, at)
    return again


@transaction.atomic
def pay_no_more(*, payment: UUID, reason: str, by: Actor, at: datetime) -> Payment:
    """
    Give up what came back, and book it (不再发放并记账); what is owed after all is drafted anew.

    :raises NotPermitted: the actor releases no payments there
    :raises AlreadyPast: it did not come back, or is paid again already
    """
    over = give_up_payment(payment=payment, reason=reason, by=by, at=at)
    pairs = (
        given_up(grant=each.grant, month=each.month, line=each.line, fen=each.fen)
        for each in lines_of_payments(payments=[over.pk], scope=reached_by(by))
    )
    _post(JournalKind.CORRECTION, _county(over, by), pairs, "payments.payment", over.pk, reason, by, at)
    return over


def _pairs(written: Any, payments: Iterable[Payment], by: Actor) -> Iterator[Pair]:
    found: list[DueLine] = lines_of_payments(payments=[each.pk for each in payments], scope=reached_by(by))
    return (written(grant=each.grant, month=each.month, line=each.line, fen=each.fen, fund=each.fund) for each in found)


def _post(
    kind: JournalKind, place: str, pairs: Iterable[tuple[EntryOf, EntryOf]], source: str, key: UUID, words: str,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    post_journal(
        kind=kind, division_code=place, entries=chain.from_iterable(pairs), source_kind=source, source_key=str(key),
        words=words, by=by, at=at,
    )  # fmt: skip


def _county(payment: Payment, by: Actor) -> str:
    found = payroll_by_key(key=payment.payroll_id, scope=reached_by(by))
    if found is None:
        authorise(by, Permission.SEE_MONEY, payment.division_code)
        raise PayrollUnknown("没有这个发放批次")
    return found.division_code
