"""Receipts of what was handed over (签收): entered one by one or for many at once, withdrawn with why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import NotPermitted, day_of
from gonghu.domain.benefits.handling import PROVES, may_prove
from gonghu.domain.benefits.models import Batch, BatchChild, Receipt
from gonghu.domain.benefits.operations.batches import BatchDecided, NobodyListed
from gonghu.domain.benefits.terms import BatchState
from gonghu.domain.benefits.writing import person_of, reason_of, record_benefit
from gonghu.foundation.acting import Actor

_WHY: Final = "the list of a batch that is handed over"
_SHORTEST: Final = 2


class SignedAlready(ValueError):
    """Somebody signed for the child before."""


class ReceiptWrong(ValueError):
    """What a receipt says cannot be, or it does not say who signed."""


class NoSuchReceipt(LookupError):
    """There is no such receipt, or it was withdrawn."""


@dataclass(frozen=True, slots=True)
class SignedFor:
    """Who signed, on which day, and who handed it over (签收内容)."""

    received_on: date
    signed_by: str
    relation: str
    handed_by: str
    evidence: str = ""


@transaction.atomic
def record_receipts(
    *, batch: UUID, children: Collection[UUID], said: SignedFor, lot: UUID, fund: str, by: Actor, at: datetime
) -> list[Receipt]:
    """
    Write down that the sum of a confirmed batch was handed over and signed for (登记签收), for one child or many.

    :raises BatchDecided: the batch is not confirmed, or is for a school year
    :raises NobodyListed: none of the children is on the list
    :raises NotPermitted: the actor deals with no benefits where one of them lives
    :raises ReceiptWrong: the day cannot be, or who signed is not said
    :raises SignedAlready: somebody signed for one of them before
    """
    found = _held(batch)
    _refuse_wrong(said, found, day_of(at))
    rows = BatchChild.objects.everywhere(_WHY).filter(batch=found, child__in=list(children))
    listed = list(rows.order_by("division_code", "pk"))
    if not listed:
        raise NobodyListed("没有勾选名单上的儿童")
    _authorise(by, {each.division_code for each in listed})
    receipts = [_receipt(each, found, said, lot, fund, by, at) for each in listed]
    try:
        with transaction.atomic():
            for receipt in receipts:
                receipt.save(force_insert=True)
    except IntegrityError as problem:
        raise SignedAlready("勾选的里面有人已经签收，请刷新页面后只勾选未签收的") from problem
    detail = {"children": len(receipts), "fen": sum(each.amount_fen for each in receipts), "lot": str(lot)}
    record_benefit("record_receipts", "batch", found.pk, found.division_code[:6], detail, by, at)
    return receipts


@transaction.atomic
def withdraw_receipt(*, receipt: UUID, reason: str, by: Actor, at: datetime) -> Receipt:
    """
    Withdraw a receipt that was wrong (撤回签收); another may be entered.

    :raises NoSuchReceipt: there is none, or it was withdrawn
    :raises NotPermitted: the actor deals with no benefits there
    :raises ReasonMissing: why is not said
    """
    rows = Receipt.objects.everywhere("a receipt that is withdrawn").select_for_update(of=("self",))
    found = rows.select_related("batch").filter(pk=receipt, withdrawn_at__isnull=True).first()
    if found is None:
        raise NoSuchReceipt("没有这份签收，或已经撤回；请刷新页面")
    _authorise(by, {found.division_code})
    found.withdrawn_reason, found.withdrawn_at, found.withdrawn_by_id = reason_of(reason), at, by.account
    found.save(update_fields=["withdrawn_reason", "withdrawn_at", "withdrawn_by"])
    detail = {"child": str(found.child_id), "fen": found.amount_fen}
    record_benefit("withdraw_receipt", "receipt", found.pk, found.district, detail, by, at)
    return found


def _held(key: UUID) -> Batch:
    """Hold the batch, so that no two lots of it are entered at one time."""
    found = Batch.objects.everywhere(_WHY).select_for_update(of=("self",)).filter(pk=key).first()
    if found is None or found.state != BatchState.CONFIRMED or found.through_month is not None:
        raise BatchDecided("只有已确认的一次性批次可以登记签收；按学年核定的由银行分期发放")
    return found


def _refuse_wrong(said: SignedFor, batch: Batch, today: date) -> None:
    decided = day_of(batch.second_at) if batch.second_at else today
    if not decided <= said.received_on <= today:
        raise ReceiptWrong(f"签收日期应在批次确认（{decided}）之后、今天（{today}）之前")
    if any(len(each.strip()) < _SHORTEST for each in (said.signed_by, said.relation, said.handed_by)):
        raise ReceiptWrong("请写明签收人、与儿童的关系和发放人；多人一并登记的可写“见签收表”")


def _authorise(by: Actor, places: set[str]) -> None:
    for place in places:
        if not may_prove(by, place):
            raise NotPermitted(f"{by.label} 在区划 {place} 没有“{PROVES[0].label}”权限")


def _receipt(
    listed: BatchChild, batch: Batch, said: SignedFor, lot: UUID, fund: str, by: Actor, at: datetime
) -> Receipt:
    return Receipt(
        batch=batch, listed=listed, lot=lot, child_id=listed.child_id, division_code=listed.division_code,
        category=listed.category, amount_fen=batch.amount_fen, fund=fund, signed_by=said.signed_by.strip(),
        relation=said.relation.strip()[:40], received_on=said.received_on, handed_by=said.handed_by.strip()[:100],
        evidence=said.evidence.strip()[:200], entered_at=at, entered_by_id=person_of(by),
    )  # fmt: skip
