"""What banks answer (回盘): checked row by row and written down; what came back is paid again or given up."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.banking import Answer, AnswerRefused, RowProblem, layout_of, read_answer
from gonghu.domain.payments.banking.reading import Sent
from gonghu.domain.payments.models import BankFile, MonthHeld, PayAccount, Payment, Payroll, PayrollLine, ReturnFile
from gonghu.domain.payments.operations.replays import AnsweredAlready, refuse_replay
from gonghu.domain.payments.operations.sending import own_layouts
from gonghu.domain.payments.operations.steps import AlreadyPast, held_payroll, person_of, said, step
from gonghu.domain.payments.shelf import keep_file
from gonghu.domain.payments.terms import UNFINISHED, PaymentState, PayrollState
from gonghu.domain.people.queries import file_in_use
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.foundation.bulk_rows import key_writer, update_rows
from gonghu.foundation.intervals import holding_on

_WHY: Final = "payments that a bank answers for"


class NoAccountNow(ValueError):
    """A child has no verified account to pay to."""


class StillOpen(ValueError):
    """Payments of the payroll are still under way."""


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    """An answer as it was taken (回盘登记): the file, and the payments that came back."""

    file: ReturnFile
    returned: tuple[Payment, ...]


@transaction.atomic
def take_answer(
    *, bank_file: UUID, name: str, content: bytes, by: Actor, at: datetime, vouched: str = ""
) -> AnswerTaken:
    """
    Take a bank's answer to a file (登记回盘): all of it, or nothing where one row is wrong.

    ``vouched`` is how somebody knows that it is no earlier month's, where the file itself does not tell.

    :raises NotPermitted: the actor releases no payments there
    :raises AnsweredAlready: it was read before, for this file or for another
    :raises LooksAnswered: it may be an earlier month's, and nobody has said how it is known not to be
    :raises AnswerRefused: rows are wrong; each is named
    :raises AlreadyPast: the payroll is closed
    """
    asked = BankFile.objects.everywhere(_WHY).get(pk=bank_file)
    payroll = held_payroll(asked.payroll_id, PayrollState.RELEASED)
    authorise(by, Permission.RELEASE_PAYMENT, payroll.division_code)
    digest = hashlib.sha256(content).hexdigest()
    rows = Payment.objects.everywhere(_WHY).select_for_update(of=("self",)).filter(bank_file=asked)
    payments = {each.serial or 0: each for each in rows.select_related("account")}
    sent = {serial: Sent(each.account.number, each.amount_fen) for serial, each in payments.items()}
    if ReturnFile.objects.everywhere(_WHY).filter(sha256=digest, answers=asked).exists():
        raise AnsweredAlready("这份回盘文件已经读过，没有重复登记")
    answers = read_answer(layout_of(asked.layout, *own_layouts()), content, name, sent)
    words = refuse_replay(asked, digest, answers, vouched)
    _refuse_settled(answers, payments)
    file = _kept(asked, name, content, digest, answers, by, at, vouched=words)
    _settle(file, answers, payments, day_of(at))
    back = tuple(payments[each.serial] for each in answers if not each.is_paid)
    detail: Detail = {
        "paid": file.paid, "paid_fen": file.paid_fen, "returned": file.returned, "returned_fen": file.returned_fen,
        **({"vouched": words} if words else {}),
    }  # fmt: skip
    record(
        by=by, at=at, verb="payments.answer", subject_kind="return_file", subject_key=str(file.pk), detail=detail,
        district=payroll.division_code[:6],
    )  # fmt: skip
    return AnswerTaken(file, back)


@transaction.atomic
def requeue_payment(*, payment: UUID, reason: str, by: Actor, at: datetime) -> Payment:
    """
    Pay what came back once more, to the account that is in force now (重新发放).

    :raises NotPermitted: the actor prepares no payments there
    :raises AlreadyPast: it did not come back, or is paid again already
    :raises NoAccountNow: the child has no verified account
    :raises OpinionMissing: no reason is given
    """
    old, payroll = _returned(payment)
    authorise(by, Permission.PREPARE_PAYMENT, payroll.division_code)
    words = said(reason)
    now = file_in_use(child=old.child_id, scope=reached_by(SYSTEM))
    account = (
        PayAccount.objects.everywhere(_WHY)
        .filter(holding_on(day_of(at)), child=now.pk if now else old.child_id, verified_by__isnull=False)
        .first()
    )
    if account is None:
        raise NoAccountNow("这名儿童没有经核对的收款账户，请先登记并由另一人核对")
    old.state = PaymentState.REQUEUED
    old.save(update_fields=["state"])
    again = Payment.objects.create(
        uuid=uuid4(), payroll=payroll, child_id=old.child_id, division_code=old.division_code, account=account,
        amount_fen=old.amount_fen, instead_of=old, reason=words[:200],
    )  # fmt: skip
    PayrollLine.objects.everywhere(_WHY).filter(payment=old).update(payment=again)
    _record("requeue", again, payroll, by, at)
    return again


@transaction.atomic
def give_up_payment(*, payment: UUID, reason: str, by: Actor, at: datetime) -> Payment:
    """
    Pay what came back no more (不再发放); its months are free again.

    :raises NotPermitted: the actor releases no payments there
    :raises AlreadyPast: it did not come back, or is paid again already
    :raises OpinionMissing: no reason is given
    """
    old, payroll = _returned(payment)
    authorise(by, Permission.RELEASE_PAYMENT, payroll.division_code)
    old.reason, old.state = f"{old.reason}；{said(reason)}"[:200], PaymentState.GIVEN_UP
    old.save(update_fields=["state", "reason"])
    lines = PayrollLine.objects.everywhere(_WHY).filter(payment=old)
    # By person, as their key begins: of whoever is paid anything only these few are looked at.
    persons = {key for pair in lines.values_list("person", "grant__person") for key in pair}
    MonthHeld.objects.filter(person__in=persons, line__in=lines.values("pk")).delete()
    _record("give_up", old, payroll, by, at)
    return old


@transaction.atomic
def close_payroll(*, payroll: UUID, by: Actor, at: datetime) -> Payroll:
    """
    Close a payroll whose every payment arrived or was given up (对账完成).

    :raises NotPermitted: the actor releases no payments there
    :raises AlreadyPast: it is not released
    :raises StillOpen: payments are under way, or the sums differ
    """
    held = held_payroll(payroll, PayrollState.RELEASED)
    authorise(by, Permission.RELEASE_PAYMENT, held.division_code)
    rows = Payment.objects.everywhere(_WHY).filter(payroll=held)
    open_count = rows.filter(state__in=UNFINISHED).count()
    if open_count:
        raise StillOpen(f"还有 {open_count} 笔没有结果或退回未处理，不能完成对账")
    settled = sum(rows.exclude(state=PaymentState.REQUEUED).values_list("amount_fen", flat=True))
    if settled != held.total_fen:
        raise StillOpen("到账、不再发放的合计与放款金额不一致，请联系技术人员")
    held.state, held.closed_at = PayrollState.CLOSED, at
    step(held, "CLOSE", "", by, at)
    return held


def _returned(key: UUID) -> tuple[Payment, Payroll]:
    found = Payment.objects.everywhere(_WHY).filter(pk=key).values_list("payroll_id", flat=True).first()
    if found is None:
        raise AlreadyPast("没有这笔支付")
    payroll = held_payroll(found, PayrollState.RELEASED)
    payment = Payment.objects.everywhere(_WHY).select_for_update().get(pk=key)
    if payment.state != PaymentState.RETURNED:
        raise AlreadyPast(f"这笔支付{payment.get_state_display()}，不能再办这一步；请刷新页面")
    return payment, payroll


def _refuse_settled(answers: Iterable[Answer], payments: dict[int, Payment]) -> None:
    """A second file may bring what the first left open, and nothing else."""
    problems = [
        RowProblem(each.row_no, f"序号 {each.serial} 已有结果（{payments[each.serial].get_state_display()}）")
        for each in answers
        if payments[each.serial].state != PaymentState.SENT
    ]
    if problems:
        raise AnswerRefused(problems)


def _kept(
    asked: BankFile,
    name: str,
    content: bytes,
    digest: str,
    answers: Sequence[Answer],
    by: Actor,
    at: datetime,
    *,
    vouched: str,
) -> ReturnFile:
    paid = [each.amount_fen for each in answers if each.is_paid]
    back = [each.amount_fen for each in answers if not each.is_paid]
    file = ReturnFile(
        payroll_id=asked.payroll_id, division_code=asked.division_code, layout=asked.layout, name=name[:200],
        sha256=digest, size=len(content), by_id=person_of(by), at=at, answers=asked, paid=len(paid),
        paid_fen=sum(paid), returned=len(back), returned_fen=sum(back), vouched=vouched,
    )  # fmt: skip
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except IntegrityError as problem:
        raise AnsweredAlready("这份回盘文件已经读过，没有重复登记") from problem
    keep_file(file.pk, content)
    return file


def _settle(file: ReturnFile, answers: Iterable[Answer], payments: dict[int, Payment], today: date) -> None:
    key = key_writer()
    update_rows(
        Payment,
        ("state", "return_file_id", "bank_reference", "settled_on", "reason"),
        (
            (
                key(payments[each.serial].pk), PaymentState.PAID if each.is_paid else PaymentState.RETURNED,
                key(file.pk), each.reference, (each.day or today).isoformat(), each.reason,
            )
            for each in answers
        ),
    )  # fmt: skip


def _record(verb: str, payment: Payment, payroll: Payroll, by: Actor, at: datetime) -> None:
    detail = {"payroll": str(payroll.pk), "child": str(payment.child_id), "fen": payment.amount_fen}
    record(
        by=by, at=at, verb=f"payments.{verb}", subject_kind="payment", subject_key=str(payment.pk), detail=detail,
        district=payroll.division_code[:6],
    )  # fmt: skip
