"""Files arrive and are recognised (名册的接收与识别)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.models import Delivery, DeliveryFile, SheetRead
from gonghu.domain.rosters.shelf import plain_name, shelve
from gonghu.domain.rosters.terms import CHANGEABLE, DeliveryState, FileKept, SheetFound
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.standards import division_code as division_codes


class NothingCame(ValueError):
    """A delivery would hold no file."""


class DeliveryPast(ValueError):
    """The delivery is confirmed, screened or undone: it can no longer change."""


@transaction.atomic
def receive_delivery(
    *,
    key: UUID,
    division_code: str,
    files: Sequence[FileKept],
    organisation: UUID | None,
    job: UUID | None,
    by: Actor,
    at: datetime,
) -> Delivery:
    """
    Take in files that came together (接收名册); of files with the same content one is kept.

    The files lie sealed in ``arriving_path``; ``job`` is about to recognise them. A file that came in an earlier
    delivery of the same place is taken all the same, and marked.

    :raises NotPermitted: the actor imports no rosters there
    :raises NothingCame: there is no file
    :raises NotADivisionCode: the code is of no place
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.IMPORT_ROSTERS, code)
    once = {file.sha256: file for file in reversed(files)}
    kept = [file for file in files if once[file.sha256] is file]
    if not kept:
        raise NothingCame("没有收到文件：请选择至少一个名册文件")
    delivery = Delivery.objects.create(
        uuid=key,
        division_code=code,
        organisation_id=organisation,
        job=job,
        uploaded_by_id=by.account,
        uploaded_at=at,
    )
    _enter(delivery, kept)
    sizes = {"files": len(kept), "bytes": sum(file.size for file in kept)}
    record_delivery("rosters.receive", delivery, by, at, sizes)
    return delivery


def _enter(delivery: Delivery, files: Sequence[FileKept]) -> None:
    earlier = _same_content(delivery, {file.sha256 for file in files})
    names: list[str] = []
    for turn, file in enumerate(files, 1):
        names.append(plain_name(file.name, names))
        DeliveryFile.objects.create(
            uuid=file.key,
            delivery=delivery,
            turn=turn,
            name=names[-1],
            sha256=file.sha256,
            size=file.size,
            same_as_id=earlier.get(file.sha256),
        )
        shelve(delivery.uuid, file.key)


def _same_content(delivery: Delivery, digests: set[str]) -> dict[str, UUID]:
    """Give the last file of each content that came to the same place before and was not undone."""
    deliveries = Delivery.objects.everywhere("files of the same content").filter(division_code=delivery.division_code)
    rows = DeliveryFile.objects.filter(
        sha256__in=digests, delivery__in=deliveries.exclude(state=DeliveryState.UNDONE).exclude(pk=delivery.pk)
    )
    return dict(rows.order_by("delivery__uploaded_at").values_list("sha256", "uuid"))


@transaction.atomic
def store_recognition(*, delivery: UUID, sheets: Iterable[SheetFound], by: Actor, at: datetime) -> None:
    """
    Keep what the sheets of a delivery were recognised as (记下识别结果); what was recognised before is replaced.

    :raises DeliveryPast: it can no longer change
    """
    held = changeable(delivery)
    SheetRead.objects.filter(file__delivery=held).delete()
    turns: dict[UUID, int] = {}
    rows = []
    for sheet in sheets:
        turns[sheet.file] = turns.get(sheet.file, 0) + 1
        rows.append(_row(sheet, turns[sheet.file]))
    SheetRead.objects.bulk_create(rows)
    held.state, held.checked_at = DeliveryState.UPLOADED, None
    held.save(update_fields=["state", "checked_at"])
    states = [row.state for row in rows]
    record_delivery("rosters.recognise", held, by, at, {state: states.count(state) for state in sorted(set(states))})


@transaction.atomic
def store_recognised_anew(*, delivery: UUID, found: Mapping[UUID, SheetFound], by: Actor, at: datetime) -> None:
    """
    Keep what sheets of a corrected kind were recognised as (记下重新识别的结果).

    By what they are remembered stays: their headers, and what they were taken for at first.

    :raises DeliveryPast: the delivery can no longer change
    """
    held = changeable(delivery)
    for sheet in SheetRead.objects.filter(file__delivery=held, uuid__in=found.keys()):
        row = _row(found[sheet.uuid], sheet.turn)
        for name in ("state", "kind", "assurance", "columns", "constants", "sample", "reason"):
            setattr(sheet, name, getattr(row, name))
        sheet.save()
    record_delivery("rosters.recognise_anew", held, by, at, {"sheets": [str(key) for key in found]})


def changeable(delivery: UUID) -> Delivery:
    """
    Give a delivery that may still change, held until the transaction ends.

    :raises DeliveryPast: it can no longer change
    """
    held = Delivery.objects.everywhere("a delivery that is being worked on").select_for_update().get(pk=delivery)
    if held.state not in CHANGEABLE:
        raise DeliveryPast(f"这批名册{held.get_state_display()}，不能再改")
    return held


def record_delivery(verb: str, delivery: Delivery, by: Actor, at: datetime, detail: Detail | None = None) -> None:
    """Write into the chain of the delivery's district."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="delivery",
        subject_key=str(delivery.uuid),
        purpose=delivery.purpose,
        detail=detail,
        district=delivery.division_code[:6],
    )


def _row(sheet: SheetFound, turn: int) -> SheetRead:
    columns: list[Mapping[str, str]] = [dict(column) for column in sheet.columns]
    return SheetRead(
        file_id=sheet.file,
        turn=turn,
        path=sheet.path,
        sheet=sheet.sheet,
        state=sheet.state,
        kind=sheet.kind,
        found_kind=sheet.found_kind,
        assurance=sheet.assurance,
        columns=columns,
        constants=dict(sheet.constants),
        header_digest=sheet.header_digest,
        sample=json.dumps(sheet.sample, ensure_ascii=False),
        reason=sheet.reason,
    )
