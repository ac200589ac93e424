"""Where grants stand that others paid before (期初): written with their takeover, forgotten with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.models import Opening
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_AT_ONCE: Final = 500
_SOURCE_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Position:
    """Where one grant stands (期初余额): since when and through which month somebody else paid it."""

    grant: UUID
    since_month: date | None
    through_month: date
    told_fen: int | None
    source: str


@transaction.atomic
def open_positions(
    *, positions: Iterable[Position], source_key: UUID, division_code: str, by: Actor, at: datetime
) -> int:
    """
    Write down through which month somebody else paid grants (登记期初), and give how many; no money of ours moved.

    :raises NotPermitted: the actor confirms nothing in the county
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, division_code)
    rows = [_row(each, source_key) for each in positions]
    Opening.objects.bulk_create(rows, batch_size=_AT_ONCE)
    _record("open_positions", source_key, division_code, len(rows), by, at)
    return len(rows)


@transaction.atomic
def forget_positions(*, source_key: UUID, division_code: str, by: Actor, at: datetime) -> int:
    """
    Forget the positions that came with a takeover (撤回期初), and give how many.

    :raises NotPermitted: the actor confirms nothing in the county
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, division_code)
    count, _ = Opening.objects.filter(source_key=source_key).delete()
    _record("forget_positions", source_key, division_code, count, by, at)
    return count


def _row(each: Position, source_key: UUID) -> Opening:
    since = min(each.since_month, each.through_month) if each.since_month else None
    return Opening(
        grant_id=each.grant,
        since_month=since,
        through_month=each.through_month,
        told_fen=each.told_fen,
        source_key=source_key,
        source=each.source[:_SOURCE_LENGTH],
    )


def _record(verb: str, source_key: UUID, division_code: str, count: int, by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb=f"ledger.{verb}", subject_kind="takeover", subject_key=str(source_key),
        detail={"grants": count}, district=division_code[:6],
    )  # fmt: skip
