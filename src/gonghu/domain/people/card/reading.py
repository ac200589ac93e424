"""Cards of many children at once (卡片的读取), one statement for each table they are written in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission, SealedKind
from gonghu.domain.people.card.fields import NOTES, CardFieldName, Values, card_fields, versions_of
from gonghu.domain.people.card.items import add_items, stored
from gonghu.domain.people.card.placed import PLACED, add_placed
from gonghu.domain.people.models import Address, CardNote, Carer, Child, Phone, Schooling
from gonghu.domain.people.terms import AddressKind, PhoneKind
from gonghu.foundation.encryption import Keyring, current_keyring
from gonghu.foundation.intervals import holding_on

_WHY: Final = "the card of a child that somebody sees"
_PHONES: Final = {PhoneKind.OWN: CardFieldName.PHONE, PhoneKind.FAMILY: CardFieldName.FAMILY_PHONE}
_SCHOOLING: Final = (
    CardFieldName.SCHOOL_STAGE, CardFieldName.SCHOOL_STATE, CardFieldName.SCHOOL, CardFieldName.SCHOOL_CLASS,
)  # fmt: skip
_CARE: Final = (
    CardFieldName.CARE_KIND, CardFieldName.CARER_RELATION, CardFieldName.CARER_NAME, CardFieldName.CARER_PHONE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one child (儿童卡片): value and version of each field; one that may not be told is not on it."""

    child: UUID
    fields: Mapping[str, tuple[str, str]]

    def value(self, field: str) -> str:
        """Give the value of a field, empty where there is none."""
        return self.fields.get(field, ("", ""))[0]

    def version(self, field: str) -> str:
        """Give the version of a field, empty where it may not be told."""
        return self.fields.get(field, ("", ""))[1]


def card_of(*, children: Iterable[UUID], scope: Scope, on: date) -> dict[UUID, Card]:
    """
    Give the cards of those of some children whom somebody sees, as of a day.

    Names, phones and addresses are whole where that may be seen, else masked; a version is of the whole value always.
    Where a protected address may not be told, it is left out (受保护地址).
    """
    asked = list(children)
    seen = list(Child.objects.visible_to(scope).filter(pk__in=asked).values_list("person_id", "division_code"))
    whole = set(Child.objects.visible_to(scope, Permission.UNMASK).filter(pk__in=asked).values_list("pk", flat=True))
    values = values_of([key for key, _code in seen], on=on)
    secret = protected_among(values)
    keyring = current_keyring()
    cards: dict[UUID, Card] = {}
    for key, code in seen:
        hidden = key in secret and not scope.opens(SealedKind.PROTECTED_ADDRESS, code)
        cards[key] = _card(key, values[key], keyring, masked=key not in whole, without_address=hidden)
    return cards


def values_of(children: list[UUID], fields: Iterable[str] = CardFieldName, *, on: date) -> dict[UUID, Values]:
    """
    Give the whole values of the cards of children, and of items beyond them, for those who write them.

    Of tables that hold none of the ``fields`` nothing is read, as if nothing stood there. Who looks after a child until
    a day that is known beforehand does so until then.
    """
    asked = frozenset(fields)
    items = [*stored(asked), *(PLACED & asked)]
    found: dict[UUID, Values] = {key: dict.fromkeys([*card_fields(), *items], "") for key in children}
    for held, add in _TABLES:
        if held & asked:
            add(children, found)
    if asked & frozenset(_CARE):
        _add_carers(children, found, on)
    if items:
        add_items(children, items, found)
        add_placed(children, items, found, on)
    return found


def protected_among(children: Iterable[UUID], kind: AddressKind = AddressKind.LIVING) -> set[UUID]:
    """Tell whose present address is protected."""
    rows = Address.objects.everywhere(_WHY).filter(
        person__in=list(children), kind=kind, is_protected=True, to_on__isnull=True
    )
    return set(rows.values_list("person_id", flat=True))


def _add_phones(children: list[UUID], found: dict[UUID, Values]) -> None:
    rows = Phone.objects.everywhere(_WHY).filter(person__in=children, kind__in=_PHONES)
    for each in _present(rows).only("person", "kind", "number"):
        found[each.person_id][_PHONES[each.kind]] = each.number


def _add_addresses(children: list[UUID], found: dict[UUID, Values]) -> None:
    rows = Address.objects.everywhere(_WHY).filter(person__in=children, kind=AddressKind.LIVING)
    for each in _present(rows).only("person", "detail"):
        found[each.person_id][CardFieldName.LIVING_ADDRESS] = each.detail


def _add_schools(children: list[UUID], found: dict[UUID, Values]) -> None:
    rows = Schooling.objects.everywhere(_WHY).filter(person__in=children)
    for person, *said in _present(rows).values_list("person", "stage", "state", "school", "form"):
        found[person] |= zip(_SCHOOLING, said, strict=True)


def _add_notes(children: list[UUID], found: dict[UUID, Values]) -> None:
    rows = CardNote.objects.everywhere(_WHY).filter(child__in=children, field__in=NOTES)
    for each in _present(rows).only("child", "field", "words"):
        found[each.child_id][each.field] = each.words


def _add_carers(children: list[UUID], found: dict[UUID, Values], on: date) -> None:
    rows: QuerySet[Any] = Carer.objects.everywhere(_WHY).filter(holding_on(on), child__in=children)
    present = rows.order_by("from_on", "pk")
    carers = {child: said for child, *said in present.values_list("child", "carer", "kind", "relation", "carer__name")}
    people = {carer for carer, *_said in carers.values() if carer}
    phones = Phone.objects.everywhere(_WHY).filter(person__in=people, kind=PhoneKind.OWN)
    numbers = {each.person_id: each.number for each in _present(phones).only("person", "number")}
    for child, (carer, kind, relation, name) in carers.items():
        found[child] |= zip(_CARE, (kind, relation, name or "", numbers.get(carer, "")), strict=True)


_TABLES: Final[Sequence[tuple[frozenset[str], Callable[[list[UUID], dict[UUID, Values]], None]]]] = (
    (frozenset(_PHONES.values()), _add_phones),
    (frozenset({CardFieldName.LIVING_ADDRESS}), _add_addresses),
    (frozenset(_SCHOOLING), _add_schools),
    (NOTES, _add_notes),
)
"""Which fields stand in which table, and what reads them."""


def _present(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what holds until further notice, the last one coming last: that is the one that stays in a table of them."""
    return rows.filter(to_on__isnull=True).order_by("from_on", "pk")


def _card(child: UUID, values: Values, keyring: Keyring, *, masked: bool, without_address: bool) -> Card:
    versions = versions_of(child=child, values=values, keyring=keyring)
    told = {
        name: (field.hidden(values[name]) if masked else values[name], versions[name])
        for name, field in card_fields().items()
        if not (without_address and name == CardFieldName.LIVING_ADDRESS)
    }
    return Card(child, told)
