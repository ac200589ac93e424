"""A delivery is tried, confirmed, screened, undone (名册批次的试读、确认、比对与撤销)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.models import Delivery, DeliveryFile, SharingAgreement, SheetRead
from gonghu.domain.rosters.operations.arriving import DeliveryPast, changeable, record_delivery
from gonghu.domain.rosters.shelf import destroy, forget_read
from gonghu.domain.rosters.terms import READABLE, DeliveryState, SheetCounts, SheetState
from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.enqueueing import cancel


class NotChecked(ValueError):
    """Nobody has tried the delivery as it is now; what it brings is not known."""


class PurposeMissing(ValueError):
    """Rosters are taken for a purpose only."""


class AgreementNotInForce(ValueError):
    """The agreement named does not hold that day, or is of another place."""


class ReasonForUndoingMissing(ValueError):
    """A delivery is undone for a reason."""


@transaction.atomic
def store_trial(*, delivery: UUID, counts: Mapping[UUID, SheetCounts], by: Actor, at: datetime) -> None:
    """
    Keep what a dry run counted in every sheet (记下试读结果).

    :raises DeliveryPast: the delivery can no longer change
    """
    held = changeable(delivery)
    for sheet in SheetRead.objects.filter(file__delivery=held):
        _count(sheet, counts.get(sheet.uuid))
    held.state, held.checked_at = DeliveryState.CHECKED, at
    held.save(update_fields=["state", "checked_at"])
    told = {
        "accepted": sum(each.accepted for each in counts.values()),
        "returned": sum(each.returned for each in counts.values()),
    }
    record_delivery("rosters.try", held, by, at, told)


@transaction.atomic
def stop_delivery(*, delivery: Delivery, by: Actor, at: datetime) -> None:
    """
    Stop the job that reads a delivery (停下读取): one that waits at once, one that runs after its sheet.

    :raises NotPermitted: the actor imports no rosters there
    """
    authorise(by, Permission.IMPORT_ROSTERS, delivery.division_code)
    if delivery.job:
        cancel(job=delivery.job, at=at)
    record_delivery("rosters.stop", delivery, by, at)


def _count(sheet: SheetRead, counted: SheetCounts | None) -> None:
    sheet.rows_total = counted.total if counted else None
    sheet.rows_accepted = counted.accepted if counted else None
    sheet.rows_returned = counted.returned if counted else None
    sheet.rows_blank = counted.blank if counted else None
    sheet.rows_warned = counted.warned if counted else None
    sheet.has_returned_file = bool(counted and (counted.returned or counted.warned))
    if counted and counted.reason:
        sheet.state, sheet.reason = SheetState.REFUSED, counted.reason
    sheet.save()


@transaction.atomic
def confirm_delivery(
    *, delivery: UUID, purpose: str, agreement: SharingAgreement | None, by: Actor, at: datetime
) -> Delivery:
    """
    Confirm that a tried delivery is used for a purpose, on the strength of an agreement if there is one (确认名册).

    :raises NotPermitted: the actor imports no rosters there
    :raises DeliveryPast: it was confirmed or undone before
    :raises NotChecked: nobody has tried it as it is now, or nothing of it can be read
    :raises PurposeMissing: no purpose is given
    :raises AgreementNotInForce: the agreement does not hold that day, or is of another place
    """
    held = changeable(delivery)
    authorise(by, Permission.IMPORT_ROSTERS, held.division_code)
    read = SheetRead.objects.filter(file__delivery=held, state=SheetState.READ, rows_accepted__gt=0)
    if held.state != DeliveryState.CHECKED or not read.exists():
        raise NotChecked("请先试读：确认前要知道每张表采用多少行、退回多少行")
    if not purpose.strip():
        raise PurposeMissing("请写明这批名册用来做什么")
    if agreement is not None:
        _refuse_other(held, agreement, at)
    held.purpose, held.agreement = purpose.strip(), agreement
    held.state, held.confirmed_by_id, held.confirmed_at = DeliveryState.CONFIRMED, by.account, at
    held.save(update_fields=["purpose", "agreement", "state", "confirmed_by", "confirmed_at"])
    record_delivery("rosters.confirm", held, by, at, {"agreement": str(agreement.uuid) if agreement else None})
    return held


def _refuse_other(delivery: Delivery, agreement: SharingAgreement, at: datetime) -> None:
    of_other = delivery.organisation_id is not None and agreement.organisation_id != delivery.organisation_id
    if of_other or not agreement.holds_on(day_of(at)):
        raise AgreementNotInForce("协议今天不在有效期内，或不是这个部门签的，请另选")


@transaction.atomic
def note_screened(*, delivery: UUID, by: Actor, at: datetime) -> None:
    """
    Note that a delivery was screened (记下已比对); a later screening of it changes nothing.

    :raises DeliveryPast: it is not confirmed, or was undone
    """
    held = Delivery.objects.everywhere("a delivery that was screened").select_for_update().get(pk=delivery)
    if held.state not in READABLE:
        raise DeliveryPast(f"这批名册{held.get_state_display()}，不能比对")
    held.state, held.screened_at = DeliveryState.SCREENED, at
    held.save(update_fields=["state", "screened_at"])
    transaction.on_commit(lambda: forget_read(delivery))
    record_delivery("rosters.screened", held, by, at)


@transaction.atomic
def undo_delivery(*, delivery: UUID, because: str, by: Actor, at: datetime) -> None:
    """
    Undo a delivery and destroy its files (撤销批次); what it was counts and hashes of is kept.

    What runs have found in it is taken back before, by the use case.

    :raises NotPermitted: the actor imports no rosters there
    :raises DeliveryPast: it was undone before
    :raises ReasonForUndoingMissing: no reason is given
    """
    held = Delivery.objects.everywhere("a delivery that is undone").select_for_update().get(pk=delivery)
    authorise(by, Permission.IMPORT_ROSTERS, held.division_code)
    if held.state == DeliveryState.UNDONE:
        raise DeliveryPast("这批名册已撤销")
    if not because.strip():
        raise ReasonForUndoingMissing("请写明撤销的原因")
    held.state, held.undone_by_id, held.undone_at = DeliveryState.UNDONE, by.account, at
    held.undone_because = because.strip()
    held.save(update_fields=["state", "undone_by", "undone_at", "undone_because"])
    DeliveryFile.objects.filter(delivery=held).update(removed_at=at)
    SheetRead.objects.filter(file__delivery=held).update(sample=None, has_returned_file=False)
    transaction.on_commit(lambda: destroy(delivery))
    record_delivery("rosters.undo", held, by, at)


@transaction.atomic
def note_returned_taken(*, sheet: SheetRead, by: Actor, at: datetime) -> None:
    """
    Write down that somebody takes the rows that go back to the department (退回表下载留痕).

    :raises NotPermitted: the actor imports no rosters there
    """
    delivery = sheet.file.delivery
    authorise(by, Permission.IMPORT_ROSTERS, delivery.division_code)
    told = {"sheet": str(sheet.uuid), "kind": sheet.kind, "rows": (sheet.rows_returned or 0) + (sheet.rows_warned or 0)}
    record_delivery("rosters.take_returned", delivery, by, at, told)
