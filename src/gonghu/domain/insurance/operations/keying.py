"""The list of what is to be keyed into the national system (待录入清单)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.models import KeyingItem
from gonghu.domain.insurance.terms import KeyingKind
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_AT_ONCE: Final = 500
_SHORTEST: Final = 2


class NotKeyed(ValueError):
    """It was keyed in already, or was not, or the day lies ahead."""


@dataclass(frozen=True, slots=True)
class KeyingWanted:
    """One thing that has to be keyed in (拟录入事项), known by what it arose from."""

    child: UUID
    division_code: str
    category: str
    kind: KeyingKind
    source_kind: str
    source_key: UUID
    arose_on: date
    grant: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def list_for_keying(*, wanted: Iterable[KeyingWanted], by: Actor, at: datetime) -> int:
    """
    Put on the list what is not there yet, and say how many (列入待录入清单).

    :raises NotPermitted: the actor manages no insurance and keying in one of the places
    """
    asked = {(each.source_kind, each.source_key, each.kind.value): each for each in wanted}
    known = _known({source_key for _kind, source_key, _what in asked})
    new = [each for source, each in asked.items() if source not in known]
    for code in sorted({each.division_code for each in new}):
        authorise(by, Permission.MANAGE_INSURANCE, code)
    if not new:
        return 0
    KeyingItem.objects.bulk_create(map(_item, new), batch_size=_AT_ONCE)
    record(
        by=by, at=at, verb="insurance.list_for_keying", subject_kind="keying_list", subject_key=new[0].source_kind,
        detail={"items": len(new)}, district=new[0].division_code[:6],
    )  # fmt: skip
    return len(new)


@transaction.atomic
def key_in(*, items: Iterable[UUID], on: date, by: Actor, at: datetime) -> int:
    """
    Note that an officer has keyed these into the national system on a day (登记已录入); say how many.

    :raises NotPermitted: the actor keys nothing in there, or is no person
    :raises NotKeyed: one was keyed in already, or the day lies ahead
    """
    if by.account is None:
        raise NotPermitted("录入须由人登记")
    if on > day_of(at):
        raise NotKeyed("录入日期不能晚于今天")
    found = _held(items, by)
    for each in found:
        if each.keyed_on is not None:
            raise NotKeyed("所选事项中有已经登记录入的，请刷新页面后再选")
        each.keyed_on, each.keyed_by_id, each.keyed_label = on, by.account, by.label[:100]
    return _saved(found, "insurance.key_in", by, at, {"on": on.isoformat()})


@transaction.atomic
def undo_keying(*, item: UUID, reason: str, by: Actor, at: datetime) -> KeyingItem:
    """
    Take back that something was keyed in (撤销录入登记).

    :raises NotPermitted: the actor keys nothing in there
    :raises NotKeyed: it was not keyed in, or why is not said
    """
    (found,) = _held([item], by)
    if found.keyed_on is None:
        raise NotKeyed("这一项还没有登记录入")
    if len(reason.strip()) < _SHORTEST:
        raise NotKeyed("请写明撤销的原因")
    found.keyed_on, found.keyed_by_id, found.keyed_label = None, None, ""
    _saved([found], "insurance.undo_keying", by, at, {"reason": reason.strip()})
    return found


def _known(sources: set[UUID]) -> set[tuple[str, UUID, str]]:
    rows, keys = KeyingItem.objects.everywhere("what is on the list already"), sorted(sources)
    found: set[tuple[str, UUID, str]] = set()
    for start in range(0, len(keys), _AT_ONCE):
        part = rows.filter(source_key__in=keys[start : start + _AT_ONCE])
        found.update(part.values_list("source_kind", "source_key", "kind"))
    return found


def _item(each: KeyingWanted) -> KeyingItem:
    return KeyingItem(
        child_id=each.child,
        grant_id=each.grant,
        division_code=each.division_code,
        category=each.category,
        kind=each.kind,
        source_kind=each.source_kind,
        source_key=each.source_key,
        facts=dict(each.facts),
        arose_on=each.arose_on,
    )


def _held(items: Iterable[UUID], by: Actor) -> list[KeyingItem]:
    rows = KeyingItem.objects.everywhere("items that are keyed in").select_for_update()
    found = list(rows.filter(pk__in=list(items)).order_by("pk"))
    for code in sorted({each.division_code for each in found}):
        authorise(by, Permission.MANAGE_INSURANCE, code)
    return found


def _saved(found: list[KeyingItem], verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> int:
    if not found:
        return 0
    rows = KeyingItem.objects.everywhere("items that are keyed in")
    rows.bulk_update(found, ["keyed_on", "keyed_by", "keyed_label"], batch_size=_AT_ONCE)
    record(
        by=by, at=at, verb=verb, subject_kind="keying_item", subject_key=str(found[0].pk),
        detail={**detail, "items": [str(each.pk) for each in found]}, district=found[0].division_code[:6],
    )  # fmt: skip
    return len(found)
