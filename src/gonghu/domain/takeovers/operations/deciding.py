"""What came of a roll (接收结果): taken over by a second officer, dropped, or undone before anything was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import SamePerson, authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models import Decision
from gonghu.domain.benefits.writing import person_of, reason_of
from gonghu.domain.takeovers.models import Takeover, TakeoverRow
from gonghu.domain.takeovers.operations.keeping import held_takeover
from gonghu.domain.takeovers.terms import RowState, TakeoverState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import key_writer, update_rows

_WHY: Final = "the rows of a roll that is decided"


class NothingReady(ValueError):
    """No row of the roll can be taken over."""


@dataclass(frozen=True, slots=True)
class RowWritten:
    """What the confirmation wrote for one row (接收结果)."""

    row: UUID
    child: UUID
    division_code: str
    grant: UUID
    account: UUID | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What a takeover had written (撤销内容)."""

    takeover: Takeover
    children: tuple[UUID, ...]
    grants: tuple[UUID, ...]
    accounts: tuple[UUID, ...]


@transaction.atomic
def close_takeover(
    *, takeover: UUID, decision: Decision, rows: Sequence[RowWritten], opinion: str, by: Actor, at: datetime
) -> Takeover:
    """
    Write down that a roll was taken over (接收完成).

    :raises NotPermitted: the actor confirms nothing in the county
    :raises SamePerson: the actor read the roll
    :raises TakeoverDecided: it was decided
    :raises NothingReady: no row could be taken over
    :raises ReasonMissing: the opinion is missing
    """
    held = held_takeover(takeover, TakeoverState.READ)
    authorise(by, Permission.CONFIRM_APPLICATIONS, held.division_code)
    _refuse_own(held, by)
    if not rows:
        raise NothingReady("没有可以接收的行，请改好名册再上传")
    held.opinion, held.decision = reason_of(opinion), decision
    held.state, held.second_by_id, held.second_at = TakeoverState.CONFIRMED, person_of(by), at
    held.save()
    key = key_writer()
    update_rows(
        TakeoverRow,
        ["child_id", "division_code", "grant_id", "account_id"],
        [
            (key(row.row), key(row.child), row.division_code, key(row.grant), key(row.account) if row.account else None)
            for row in rows
        ],
    )
    _record("confirm", held, len(rows), by, at)
    return held


@transaction.atomic
def drop_takeover(*, takeover: UUID, opinion: str, by: Actor, at: datetime) -> Takeover:
    """
    Drop a roll that was read (作废); whoever read it may, too.

    :raises NotPermitted: the actor confirms nothing in the county
    :raises TakeoverDecided: it was decided
    :raises ReasonMissing: why is not said
    """
    held = held_takeover(takeover, TakeoverState.READ)
    authorise(by, Permission.CONFIRM_APPLICATIONS, held.division_code)
    held.opinion = reason_of(opinion)
    held.state, held.second_by_id, held.second_at = TakeoverState.DROPPED, person_of(by), at
    held.save()
    _record("drop", held, held.rows, by, at)
    return held


@transaction.atomic
def note_undone(*, takeover: UUID, reason: str, by: Actor, at: datetime) -> Undone:
    """
    Write down that a takeover is undone (撤销接收), and give what it had written; whoever calls takes that away.

    :raises NotPermitted: the actor confirms nothing in the county
    :raises TakeoverDecided: it was not confirmed
    :raises ReasonMissing: why is not said
    """
    held = held_takeover(takeover, TakeoverState.CONFIRMED)
    authorise(by, Permission.CONFIRM_APPLICATIONS, held.division_code)
    held.undone_because = reason_of(reason)
    held.state, held.undone_by_id, held.undone_at = TakeoverState.UNDONE, person_of(by), at
    held.save()
    rows = TakeoverRow.objects.everywhere(_WHY).filter(takeover=held, grant__isnull=False)
    written = list(rows.values_list("child_id", "grant_id", "account_id"))
    rows.update(child=None, grant=None, account=None, state=RowState.READY)
    _record("undo", held, len(written), by, at)
    return Undone(
        held,
        tuple(child for child, _, _ in written if child),
        tuple(grant for _, grant, _ in written if grant),
        tuple(account for _, _, account in written if account),
    )


def _refuse_own(held: Takeover, by: Actor) -> None:
    if by.account == held.first_by_id:
        raise SamePerson(f"{by.label} 上传的名册，须由另一人确认")


def _record(verb: str, takeover: Takeover, rows: int, by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb=f"takeovers.{verb}", subject_kind="takeover", subject_key=str(takeover.pk),
        detail={"rows": rows}, district=takeover.division_code[:6],
    )  # fmt: skip
