"""
A department's files are taken in (接收名册): recognised, mapped, tried, confirmed, screened, and undone if need be.

Files lie sealed at every moment. Each step that reads them is a job, which opens them into a private folder; of a dry
run counts are stored and, sealed, the rows that go back to the department and, until the delivery is compared, what was
read: whoever reads on, or compares, reads no file twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.access.scope import Scope
from gonghu.domain.policies.models import Run
from gonghu.domain.rosters.models import Delivery, SharingAgreement
from gonghu.domain.rosters.operations import (
    confirm_delivery,
    correct_sheets,
    receive_delivery,
    store_recognised_anew,
    store_recognition,
    store_trial,
)
from gonghu.domain.rosters.queries import delivery_by_key, files_of, remembered_mappings, sheets_of
from gonghu.domain.rosters.shelf import ContentDestroyed, opened_delivery
from gonghu.domain.rosters.terms import FileKept, SheetSaid, SheetState
from gonghu.engines.intake import MappingUnreadable
from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.enqueueing import enqueue
from gonghu.foundation.jobs.progress import JobRefused, Progress
from gonghu.foundation.jobs.registry import job
from gonghu.usecases.look_into_delivery import Look
from gonghu.usecases.run_screening import start_run

LANE: Final = "rosters"
"""One delivery is read at a time: each may take half the machine's memory."""

_GONE: Final = "这批名册已撤销，或不在您可见的范围内。请回到名册列表查看。"


@transaction.atomic
def take_delivery(
    *, division_code: str, organisation: UUID | None, files: Sequence[FileKept], by: Actor, at: datetime
) -> Delivery:
    """
    Take in files that came together, and have them recognised in the background (接收名册).

    :raises NotPermitted: the actor imports no rosters there
    :raises NothingCame: there is no file
    """
    key = uuid4()
    asked = enqueue(recognise_delivery, by=by, at=at, lane=LANE, delivery=str(key))
    return receive_delivery(
        key=key, division_code=division_code, files=files, organisation=organisation, job=asked.pk, by=by, at=at
    )


@transaction.atomic
def correct_and_try(*, delivery: UUID, said: Sequence[SheetSaid], by: Actor, at: datetime) -> None:
    """
    Take what somebody says of the sheets, and have the delivery tried in the background (更正并试读).

    If nothing was recognised yet, because the job was stopped or failed, that comes first.

    :raises NotPermitted: the actor imports no rosters there
    :raises DeliveryPast: the delivery can no longer change
    :raises MappingRefused: a kind or field is not there, or stands for two columns
    """
    known = sheets_of(delivery=delivery, scope=reached_by(by)).exists()
    function = try_delivery if known else recognise_delivery
    asked = enqueue(function, by=by, at=at, lane=LANE, delivery=str(delivery))
    correct_sheets(delivery=delivery, said=said, job=asked.pk, by=by, at=at)


@transaction.atomic
def confirm_and_screen(
    *, delivery: UUID, purpose: str, agreement: SharingAgreement | None, as_of: date, by: Actor, at: datetime
) -> Run:
    """
    Confirm a tried delivery, and have it compared with the law in the background (确认并比对).

    :raises NotPermitted: the actor imports or compares nothing there
    :raises DeliveryPast: it was confirmed or undone before
    :raises NotChecked: nobody has tried it as it is now
    :raises PurposeMissing: no purpose is given
    :raises AgreementNotInForce: the agreement does not hold that day, or is of another department
    :raises RunWaiting: another run of the place is not over
    """
    held = confirm_delivery(delivery=delivery, purpose=purpose, agreement=agreement, by=by, at=at)
    return start_run(delivery=delivery, division_code=held.division_code, as_of=as_of, by=by, at=at)


@job("识别名册")
def recognise_delivery(*, by: Actor, at: datetime, progress: Progress, delivery: str) -> Mapping[str, Any]:
    """Recognise the sheets of a delivery from their first rows, as somebody has explained them before."""
    del at
    scope = reached_by(by)
    held = _held(delivery, scope)
    remembered = remembered_mappings(delivery=held, scope=scope)
    with _opened(held, scope, progress) as look:
        found = look.at_all(remembered)
    store_recognition(delivery=held.pk, sheets=found, by=by, at=progress.at)
    return {"sheets": len(found)}


@job("试读名册")
def try_delivery(*, by: Actor, at: datetime, progress: Progress, delivery: str) -> Mapping[str, Any]:
    """Read a delivery and count; sheets of a corrected kind are recognised instead, for somebody to look at first."""
    scope = reached_by(by)
    held = _held(delivery, scope)
    sheets = list(sheets_of(delivery=held.pk, scope=scope).filter(state=SheetState.READ))
    unseen = [sheet for sheet in sheets if not any(column["field"] for column in sheet.columns)]
    with _opened(held, scope, progress) as look:
        if unseen:
            anew = look.at_some(unseen)
            store_recognised_anew(delivery=held.pk, found=anew, by=by, at=progress.at)
            return {"recognised": len(anew)}
        counts = look.through(sheets, day_of(at))
    store_trial(delivery=held.pk, counts=counts, by=by, at=progress.at)
    return {"accepted": sum(each.accepted for each in counts.values())}


def _held(delivery: str, scope: Scope) -> Delivery:
    held = delivery_by_key(key=UUID(delivery), scope=scope)
    if held is None:
        raise JobRefused(_GONE)
    return held


@contextmanager
def _opened(held: Delivery, scope: Scope, progress: Progress) -> Iterator[Look]:
    """Open the files; what cannot be done with them is said to people."""
    progress.tell("打开文件", 0.0)
    files = {file.name: file.pk for file in files_of(delivery=held.pk, scope=scope)}
    try:
        with opened_delivery(delivery=held.pk) as opened:
            yield Look(held.pk, opened, files, progress)
    except (ContentDestroyed, MappingUnreadable) as problem:
        raise JobRefused(str(problem)) from problem
