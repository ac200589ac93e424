"""Sending rosters, entering invoices, settling premiums to the fen (报送、通知单、对账)."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.insurance.models import EnrolmentLine, PremiumInvoice, RosterSent
from gonghu.domain.insurance.operations.enrolling import premium_of
from gonghu.domain.insurance.operations.rounds import held_round, record_round
from gonghu.domain.insurance.reconciling import reckoned
from gonghu.domain.insurance.terms import LineState, RoundState
from gonghu.foundation.acting import Actor

_AT_ONCE: Final = 2_000


class NothingToSend(ValueError):
    """Every line was sent already, or there is none."""


class NotReconciled(ValueError):
    """What was enrolled and what is asked for differ, or lines are not answered."""


@transaction.atomic
def send_roster(*, enrolment: UUID, lines: frozenset[UUID], sha256: str, by: Actor, at: datetime) -> RosterSent:
    """
    Note that a roster with these lines was handed to the insurer (报送参保名册).

    :raises NotPermitted: the actor manages no insurance there
    :raises RoundSettled: the round is settled
    :raises NothingToSend: none of the lines waits to be sent
    """
    found = held_round(enrolment, by)
    rows = EnrolmentLine.objects.everywhere("lines of a roster that is sent")
    sent = [each for each in rows.filter(enrolment=found, state=LineState.ELIGIBLE) if each.pk in lines]
    if not sent:
        raise NothingToSend("没有等待报送的人员；新增的儿童请先点“更新名单”")
    for line in sent:
        line.sent_at = at
    rows.bulk_update(sent, ["sent_at"], batch_size=_AT_ONCE)
    kept = RosterSent.objects.create(
        enrolment=found,
        division_code=found.division_code,
        sha256=sha256,
        persons=len(sent),
        total_fen=sum(premium_of(line, found) for line in sent),
        sent_by_id=by.account,
        sent_at=at,
    )
    if found.state == RoundState.OPEN:
        found.state = RoundState.SENT
        found.save(update_fields=["state"])
    detail = {"persons": kept.persons, "total_fen": kept.total_fen, "sha256": sha256}
    record_round("insurance.send_roster", found, by, at, detail)
    return kept


@transaction.atomic
def enter_invoice(
    *, enrolment: UUID, document: str, persons: int, amount_fen: int, dated_on: date, by: Actor, at: datetime
) -> PremiumInvoice:
    """
    Enter what the insurer asks for (登记保费通知单).

    :raises NotPermitted: the actor manages no insurance there
    :raises RoundSettled: the round is settled
    :raises NotReconciled: a notice of that number was entered already
    """
    found = held_round(enrolment, by)
    try:
        with transaction.atomic():
            kept = PremiumInvoice.objects.create(
                enrolment=found, division_code=found.division_code, document=document.strip(), persons=persons,
                amount_fen=amount_fen, dated_on=dated_on, entered_by_id=by.account, entered_at=at,
            )  # fmt: skip
    except IntegrityError as problem:
        raise NotReconciled(f"通知单 {document.strip()} 已经登记过；登记错了的，请先作废那一张") from problem
    detail = {"invoice": str(kept.pk), "persons": persons, "amount_fen": amount_fen}
    record_round("insurance.enter_invoice", found, by, at, detail)
    return kept


@transaction.atomic
def withdraw_invoice(*, enrolment: UUID, invoice: UUID, by: Actor, at: datetime) -> None:
    """
    Take back a notice that was entered by mistake (作废通知单); it stays on record.

    :raises NotPermitted: the actor manages no insurance there
    :raises RoundSettled: the round is settled
    """
    found = held_round(enrolment, by)
    rows = PremiumInvoice.objects.everywhere("an invoice that is taken back")
    rows.filter(enrolment=found, pk=invoice, withdrawn_at__isnull=True).update(withdrawn_at=at)
    record_round("insurance.withdraw_invoice", found, by, at, {"invoice": str(invoice)})


@transaction.atomic
def settle_round(*, enrolment: UUID, paid_on: date, by: Actor, at: datetime) -> int:
    """
    Close a round whose premiums agree to the fen (保费对平), and say how many were paid for.

    :raises NotPermitted: the actor manages no insurance there
    :raises RoundSettled: it is settled already
    :raises NotReconciled: enrolled × premium is not what is asked for, or lines are not answered
    """
    found = held_round(enrolment, by)
    reckoning = reckoned(found)
    if reckoning.problems:
        raise NotReconciled("；".join(reckoning.problems))
    rows = EnrolmentLine.objects.everywhere("lines that were paid for")
    paid = rows.filter(enrolment=found, state=LineState.ENROLLED).update(state=LineState.PAID, paid_on=paid_on)
    found.state, found.settled_at = RoundState.SETTLED, at
    found.save(update_fields=["state", "settled_at"])
    detail = {"persons": paid, "amount_fen": reckoning.invoiced.fen, "paid_on": paid_on.isoformat()}
    record_round("insurance.settle_round", found, by, at, detail)
    return paid
