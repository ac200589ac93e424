"""Writing a card (卡片的写入): what nobody else changed is written, all else waits for a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, Officer, day_of, is_system, reached_by
from gonghu.domain.access.terms import Permission, SealedKind
from gonghu.domain.people.card.fields import ADDRESSES, CardFieldName, card_field, sealed_kind, version_of
from gonghu.domain.people.card.items import ItemSource, stored, unseen_among
from gonghu.domain.people.card.keeping import UnableToKeep, keep
from gonghu.domain.people.card.placed import whose_name_waits
from gonghu.domain.people.card.reading import protected_among, values_of
from gonghu.domain.people.card.written import note_writings, only_known_since
from gonghu.domain.people.item_fields import PAY_ACCOUNT
from gonghu.domain.people.models import CardConflict, Carer, Child, Person
from gonghu.domain.people.writing import FileClosed, record_file
from gonghu.foundation.acting import Actor

_WHY: Final = "a card that is written"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two people wrote without knowing of each other (卡片冲突), as it was met."""

    key: UUID
    field: str
    brought: str
    stood: str


@dataclass(frozen=True, slots=True)
class Known:
    """
    What whoever writes a card knew of it beside the versions that were seen (写入人已知).

    ``records`` are those made earlier by the same: what they wrote since counts as seen. Items beyond the card have no
    version each, but a ``stamp`` together.
    """

    records: frozenset[UUID] = frozenset()
    stamp: str = ""


_NOTHING: Final = Known()


@transaction.atomic
def write_card(
    *,
    child: UUID,
    changes: Mapping[str, tuple[str, str]],
    source: UUID,
    by: Actor,
    at: datetime,
    on: date | None = None,
    evidence: str = "",
    known: Known = _NOTHING,
) -> list[Conflict]:
    """
    Write fields of a child's card, each with the version that was seen, and give those that met another value (写卡片).

    A value that stands there already is nothing to do. Of a conflict nothing is written: what stood there stays until
    somebody chooses. The same record written again changes nothing. Sealed items that met another value are not given.

    :raises NotPermitted: the actor records no visits to that child
    :raises FileClosed: the file is closed
    :raises CardFieldUnknown: a card has no such field
    :raises CardValueWrong: a field cannot hold that
    """
    current = held_child(child, by)
    wanted = {name: (card_field(name).checked(value), base) for name, (value, base) in changes.items()}
    stands = values_of([child], wanted, on=day_of(at))[child]
    hidden = _hidden(current, wanted, by)
    # How an account stands to the one in use is worked out anew each time: nobody said it.
    said_anew = [name for name in wanted if name != PAY_ACCOUNT]
    unseen = unseen_among(child, said_anew, known.stamp, known.records) | hidden
    items = frozenset(stored(wanted))
    accepted, met = {}, {}
    for name, (value, base) in wanted.items():
        if value == stands[name]:
            continue
        if name not in unseen and (name in items or _was_seen(child, name, base, stands[name], known.records)):
            accepted[name] = value
        else:
            met[name] = (value, base)
    for name in whose_name_waits(accepted, met):
        met[name] = wanted[name]
        del accepted[name]
    said = ItemSource(on or day_of(at), by, at, source, evidence)
    for name in _keep(current, accepted, said):
        met[name] = wanted[name]
    conflicts = [_conflict(current, name, value, base, stands, source, by, at) for name, (value, base) in met.items()]
    kept = {name: value for name, value in accepted.items() if name not in met}
    written = _changed(child, stands, kept, wanted, day_of(at))
    of_card = {name: value for name, value in written.items() if name not in items}
    note_writings(child=child, before=stands, after=of_card, source=source, by=by, at=at)
    detail = {"fields": _open(written), "conflicts": _open(met), "source": str(source)}
    record_file("write_card", current, by, at, detail)
    return [each for each in conflicts if _open([each.field])]


def held_child(child: UUID, by: Actor) -> Child:
    """
    Give a child's file, held until the transaction ends, to somebody who records visits there.

    :raises NotPermitted: the actor does not
    :raises FileClosed: the file is closed
    """
    rows = Child.objects.everywhere(_WHY)
    if not is_system(by):
        rows = Child.objects.visible_to(reached_by(by), Permission.RECORD_VISITS)
    found = rows.select_for_update(of=("self",)).filter(pk=child).first()
    if found is None:
        raise NotPermitted(f"{by.label} 对该儿童没有“{Permission.RECORD_VISITS.label}”权限")
    if found.closed_on:
        raise FileClosed(f"档案已于 {found.closed_on} 结案，请先重新启用再登记")
    # A carer of several children has one telephone: whoever writes about any of them waits here.
    carers = Carer.objects.everywhere(_WHY).filter(child=found, carer__isnull=False)
    keys = list(carers.values_list("carer", flat=True))
    list(Person.objects.everywhere(_WHY).select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    return found


def _was_seen(child: UUID, name: str, base: str, stands: str, known: frozenset[UUID]) -> bool:
    """Tell whether the writer knew what stands there; who saw no version saw that nothing stood there."""
    present = version_of(child=child, field=name, value=stands)
    seen = base or version_of(child=child, field=name, value="")
    if seen == present:
        return True
    return only_known_since(child=child, field=name, base=seen, stands=present, known=frozenset(known))


def _hidden(child: Child, names: Iterable[str], by: Actor) -> set[str]:
    """Name what the actor may not know, a protected address or a sealed item: it cannot have been seen."""
    if not isinstance(by, Officer):
        return set()
    code = child.division_code
    opens = by.scope.opens(SealedKind.PROTECTED_ADDRESS, code)
    found = {name for name in names if (kind := sealed_kind(name)) and not by.scope.opens(kind, code)}
    if not opens:
        found |= {
            name for name in ADDRESSES.keys() & set(names) if child.pk in protected_among([child.pk], ADDRESSES[name])
        }
    return found


def _open(names: Iterable[str]) -> list[str]:
    """Leave out the names of what is sealed."""
    return sorted(name for name in names if sealed_kind(name) is None)


def _keep(child: Child, accepted: Mapping[str, str], said: ItemSource) -> list[str]:
    """Write what may be written, and name the fields that found no place: a carer's phone where there is no carer."""
    try:
        keep(child, accepted, said)
    except UnableToKeep as unable:
        rest = {name: value for name, value in accepted.items() if name not in unable.fields}
        keep(child, rest, said)
        return list(unable.fields)
    return []


def _changed(
    child: UUID, stood: Mapping[str, str], written: Mapping[str, str], read: Iterable[str], on: date
) -> Mapping[str, str]:
    """Give what is different now: with another carer, what is said of the carer goes along."""
    if CardFieldName.CARER_NAME not in written:
        return written
    now = values_of([child], read, on=on)[child]
    return {name: value for name, value in now.items() if name in written or value != stood[name]}


def _conflict(
    child: Child, name: str, value: str, base: str, stands: Mapping[str, str], source: UUID, by: Actor, at: datetime
) -> Conflict:
    rows = CardConflict.objects.everywhere(_WHY)
    made = rows.filter(child=child, field=name, source=source).first()
    if made is None:
        made = CardConflict.objects.create(
            child=child, field=name, base=base[:40], brought=value, stood=stands[name], source=source,
            brought_by_id=by.account, brought_at=at,
        )  # fmt: skip
    return Conflict(made.pk, name, made.brought, made.stood)
