"""
Records on their way from a telephone to the file (记录同步): each lands as it came, whatever is made of it.

A batch is one transaction and each record a savepoint in it: either the whole batch is acknowledged and stored, or
nothing is, and one bad record spoils no other. The telephone may send anything any number of times. Of a few records
the answer says what became of them; many are safe when it comes, and worked out right afterwards.
"""

import logging
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import OperationalError, transaction

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer
from gonghu.domain.access.operations import meet_device
from gonghu.domain.people.card import card_field, conflicts_in
from gonghu.domain.questionnaires.models import FormVersion, Submission, SubmissionFile
from gonghu.domain.questionnaires.operations import (
    judge_submissions,
    keep_submissions,
    receive_part,
    receive_submissions,
)
from gonghu.domain.questionnaires.operations.judging import SubmissionsJudged
from gonghu.domain.questionnaires.operations.parts import PartOutOfPlace
from gonghu.domain.questionnaires.operations.receiving import Receipt
from gonghu.domain.questionnaires.queries import form_version, forms_for, unkept_files
from gonghu.domain.questionnaires.terms import Arrived, FileState, Standing
from gonghu.foundation.labels import TextChoices
from gonghu.usecases.take_form import take_or_leave
from gonghu.usecases.take_records import put_off

_LOG: Final = logging.getLogger("gonghu.field")
_NOT_KEPT: Final = "系统收不下这份记录，请在设置里导出救援文件，交给督导员"
_DIFFERENT: Final = "这个编号下已有内容不同的记录，请联系督导员"
_TURN: Final = Lock()
_LONGEST_WAIT_FOR_A_TURN: Final = 1.0


class RecordStanding(TextChoices):
    """What became of a record that a telephone sent (记录送达情况)."""

    STORED = "STORED", "已收下"
    HAD = "HAD", "早已收下"
    DIFFERENT = "DIFFERENT", "编号相同而内容不同"
    REFUSED = "REFUSED", "收不下"


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """
    What a telephone is told of one record (记录回执).

    It may forget one that is stored, of which no file is missing and none was refused.
    """

    uuid: UUID
    standing: RecordStanding
    state: str
    reasons: tuple[str, ...] = ()
    missing: tuple[tuple[str, int], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    conflicts: tuple[dict[str, str], ...] = ()


def receive_records(
    *, account: Account, device: UUID, records: Sequence[Arrived], by: Officer, at: datetime
) -> list[RecordAnswer]:
    """
    Take a batch of records from a telephone, in the order in which it made them (接收记录).

    :raises DeviceUnknown: the telephone is not registered for the account
    :raises DeviceSealed: it was sealed
    """
    arrived = sorted(records, key=lambda each: each.sequence)
    with _in_turn():
        return _taken(account, device, arrived, by, at)


def receive_file_part(*, submission: UUID, name: str, start: int, content: bytes, by: Officer, at: datetime) -> int:
    """
    Take a part of a file, and say how many bytes of it are here: the next part begins there (接收附件).

    :raises NoSuchFile: the account sent no such record, or it has no such file
    """
    try:
        file = receive_part(submission=submission, name=name, offset=start, content=content, by=by, at=at)
    except PartOutOfPlace as elsewhere:
        return elsewhere.have
    return file.have


def forms_to_fill(*, by: Officer) -> list[FormVersion]:
    """Give the forms that an officer fills in, each in the version for the place (可填问卷)."""
    return forms_for(posts=by.posts, scope=by.scope)


def blank_form(*, form: str, version: str, by: Officer) -> str | None:
    """Give an empty form as XForm; a version that was in use never changes (空白问卷)."""
    found = form_version(form_id=form, version=version, scope=by.scope)
    return found.xform if found else None


@contextmanager
def _in_turn() -> Iterator[None]:
    """
    Let the batches of one process of the server come in one by one, as far as none waits long for it (依次接收).

    The processor serves one thread at a time; a thread that holds the database must not share it with readers.
    """
    is_alone = _TURN.acquire(timeout=_LONGEST_WAIT_FOR_A_TURN)
    try:
        yield
    finally:
        if is_alone:
            _TURN.release()


def _taken(account: Account, device: UUID, arrived: Sequence[Arrived], by: Officer, at: datetime) -> list[RecordAnswer]:
    judged = _judged(arrived, by, at)
    with transaction.atomic():
        meet_device(account=account, device=device, by=by, at=at)
        receipts = _received(arrived, judged, by, at)
        fresh = [receipt.submission for receipt in receipts if receipt and receipt.standing is Standing.NEW]
        later = put_off(received=fresh, device=device, by=by, at=at)
        return [_answered(each, receipt, later, by, at) for each, receipt in zip(arrived, receipts, strict=True)]


def _judged(arrived: Sequence[Arrived], by: Officer, at: datetime) -> SubmissionsJudged | None:
    """Read records before the transaction; where that breaks, it is found out later whose fault it is."""
    try:
        return judge_submissions(arrived=arrived, by=by, at=at)
    except OperationalError:
        raise
    except Exception as problem:
        _LOG.warning("a batch of %d records is taken one by one: %s", len(arrived), type(problem).__name__)
        return None


def _received(
    arrived: Sequence[Arrived], judged: SubmissionsJudged | None, by: Officer, at: datetime
) -> list[Receipt | None]:
    """Keep records; none is given of one that cannot even be kept."""
    try:
        # They are a savepoint of the request, all together or else each by itself.
        if judged:
            return list(keep_submissions(judged=judged, by=by, at=at))
        return list(receive_submissions(arrived=arrived, by=by, at=at))
    except OperationalError:
        # The database is busy or gone: nothing of the batch is acknowledged, and it comes again.
        raise
    except Exception as problem:
        if len(arrived) > 1:
            return [receipt for each in arrived for receipt in _received([each], None, by, at)]
        # Where it broke, never what stood in it.
        places = "; ".join(f"{each.filename}:{each.lineno}" for each in traceback.extract_tb(problem.__traceback__))
        for each in arrived:
            _LOG.error("record %s could not be kept: %s at %s", each.uuid, type(problem).__name__, places)
        return [None]


def _answered(
    arrived: Arrived, receipt: Receipt | None, later: frozenset[UUID], by: Officer, at: datetime
) -> RecordAnswer:
    if receipt is None:
        return RecordAnswer(arrived.uuid, RecordStanding.REFUSED, "", (_NOT_KEPT,))
    if receipt.standing is Standing.DIFFERENT:
        # Whose the first is and what stands in it is nobody's business here.
        return RecordAnswer(arrived.uuid, RecordStanding.DIFFERENT, "", (_DIFFERENT,))
    kept = receipt.submission
    may_have_met = receipt.standing is Standing.HAD
    if receipt.standing is Standing.NEW and kept.pk not in later:
        accepted = take_or_leave(submission=kept, by=by, at=at)
        kept, may_have_met = accepted.submission, bool(accepted.conflicts)
    standing = RecordStanding.STORED if receipt.standing is Standing.NEW else RecordStanding.HAD
    files = _unkept(kept, by) if arrived.files else ()
    return RecordAnswer(
        kept.pk, standing, kept.state, tuple(kept.reasons),
        missing=tuple((each.name, each.have) for each in files if each.state == FileState.ARRIVING),
        refused=tuple((each.name, each.reason) for each in files if each.state == FileState.REFUSED),
        conflicts=_met(kept, by) if may_have_met else (),
    )  # fmt: skip


def _unkept(kept: Submission, by: Officer) -> Sequence[SubmissionFile]:
    if by.account is None:
        return ()
    return unkept_files(submission=kept.pk, account=by.account, scope=by.scope)


def _met(kept: Submission, by: Officer) -> tuple[dict[str, str], ...]:
    """Name the fields of the card that met another value, never a value: who filled the form in may not know it."""
    found = conflicts_in(scope=by.scope, open_only=False).filter(source=kept.pk)
    return tuple({"field": each.field, "label": card_field(each.field).label} for each in found)
