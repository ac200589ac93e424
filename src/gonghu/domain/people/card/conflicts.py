"""Choosing between two values of a card (卡片冲突的处理); both stay on file."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gonghu.domain.access.officer import NotPermitted, day_of, reached_by
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission, SealedKind
from gonghu.domain.people.card.fields import ADDRESSES, card_field, card_fields, sealed_kind, version_of
from gonghu.domain.people.card.items import ItemSource, stored
from gonghu.domain.people.card.keeping import UnableToKeep, keep
from gonghu.domain.people.card.reading import card_of, values_of
from gonghu.domain.people.card.written import note_writings
from gonghu.domain.people.item_fields import item_fields
from gonghu.domain.people.models import Address, CardConflict, Child
from gonghu.domain.people.scoping import FileQuerySet, told_where
from gonghu.domain.people.terms import ConflictChoice
from gonghu.domain.people.writing import held, record_file
from gonghu.foundation.acting import Actor

_WHY: Final = "whether an address that a conflict is about is protected"
_EVIDENCE: Final = "冲突处理"


class CardChanged(ValueError):
    """The field was changed since it was looked at."""


class NoCarerOnFile(ValueError):
    """What is said of a carer has no carer to be written at."""


class ConflictSettled(ValueError):
    """Somebody chose already."""


def conflicts_in(*, scope: Scope, open_only: bool = True) -> FileQuerySet[CardConflict]:
    """
    Give the conflicts of cards of the children somebody sees, the one that waits longest first.

    Those of a protected address that may not be told are left out, settled or not.
    """
    found = _told(scope).select_related("child", "brought_by")
    return (found.filter(choice="") if open_only else found).order_by("brought_at", "uuid")


def conflict_by_key(*, key: UUID, scope: Scope) -> CardConflict | None:
    """Give one conflict that somebody sees; none of a protected address that may not be told."""
    return _told(scope).select_related("child").filter(pk=key).first()


@transaction.atomic
def resolve_conflict(
    *, conflict: UUID, choice: ConflictChoice, seen: str, by: Actor, at: datetime, value: str = ""
) -> CardConflict:
    """
    Choose what the card says from now on (处理冲突): what stands there, what the record brought, or something else.

    ``seen`` is the version of the field that the chooser looked at.

    :raises NotPermitted: the actor sees no such conflict, or keeps no files there
    :raises FileClosed: the file is closed
    :raises ConflictSettled: somebody chose already
    :raises CardChanged: the field was changed since
    :raises CardValueWrong: the field cannot hold the value
    :raises NoCarerOnFile: it is said of a carer, and there is none
    """
    rows = CardConflict.objects.visible_to(reached_by(by), Permission.EDIT_CHILDREN).select_related("child")
    found = rows.select_for_update(of=("self",)).filter(pk=conflict).first()
    if found is None:
        raise NotPermitted(f"{by.label} 不能处理这条冲突")
    child = held(found.child, by)
    if not found.is_open:
        raise ConflictSettled("这条冲突已有人处理")
    values = values_of([child.pk], [found.field], on=day_of(at))[child.pk]
    stands = values[found.field]
    if seen != version_of(child=child.pk, field=found.field, value=stands):
        raise CardChanged("这一项刚刚又有人改过，请看过现在的内容再选")
    wanted = {ConflictChoice.STOOD: stands, ConflictChoice.BROUGHT: found.brought}.get(choice, value)
    kept = card_field(found.field).checked(wanted)
    if kept != stands:
        _keep(child, found.field, kept, by, at)
    if kept != stands and not stored([found.field]):
        note_writings(child=child.pk, before=values, after={found.field: kept}, source=None, by=by, at=at)
    found.choice, found.chosen_by_id, found.chosen_at = choice, by.account, at
    found.save(update_fields=["choice", "chosen_by", "chosen_at"])
    told = "" if sealed_kind(found.field) else found.field
    record_file("resolve_conflict", child, by, at, {"field": told, "choice": choice.value})
    return found


def standing(*, conflict: CardConflict, scope: Scope, on: date) -> tuple[str, str] | None:
    """Give what stands in the field of a conflict with its version, masked where it is; none if it may not be told."""
    name, child = conflict.field, conflict.child
    if name in card_fields():
        card = card_of(children=[child.pk], scope=scope, on=on).get(child.pk)
        return card.fields.get(name) if card else None
    value = values_of([child.pk], [name], on=on)[child.pk][name]
    shown = value if scope.allows(Permission.UNMASK, child.division_code) else card_field(name).hidden(value)
    return shown, version_of(child=child.pk, field=name, value=value)


def _told(scope: Scope) -> FileQuerySet[CardConflict]:
    """Keep out what is sealed, and what was or is said of an address that is protected, or was when it was said."""
    hidden = Q(pk__in=[])
    for name, kind in ADDRESSES.items():
        protected = Address.objects.everywhere(_WHY).filter(person=OuterRef("child_id"), kind=kind, is_protected=True)
        at_stake = Q(Exists(protected.filter(to_on__isnull=True))) | ~Q(choice="") & Q(Exists(protected))
        hidden |= Q(field=name) & at_stake
    told = told_where(scope, SealedKind.PROTECTED_ADDRESS, "child__division_code") | ~hidden
    for item in item_fields().values():
        if item.sealed:
            told &= told_where(scope, item.sealed, "child__division_code") | ~Q(field=item.name)
    return CardConflict.objects.visible_to(scope).filter(told)


def _keep(child: Child, field: str, value: str, by: Actor, at: datetime) -> None:
    try:
        keep(child, {field: value}, ItemSource(day_of(at), by, at, evidence=_EVIDENCE))
    except UnableToKeep as unable:
        if field in item_fields():
            raise NoCarerOnFile(
                "这一项现在写不进档案：空着，没有登记这个人，或号码不对、是别人的。请先在“登记明细与历史”里登记"
            ) from unable
        raise NoCarerOnFile("档案里没有照护人，请先在档案中登记照护人，再处理这一项") from unable
