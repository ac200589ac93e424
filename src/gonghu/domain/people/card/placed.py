"""Items of the dictionary that have a place already (已有去处的采集项目): names, numbers, telephones, an address."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.people.card.fields import Values
from gonghu.domain.people.card.placing import facts_since, put_value
from gonghu.domain.people.item_fields import ETHNIC_GROUP, REGISTERED_ADDRESS
from gonghu.domain.people.models import Address, Carer, Child, IdentityNumber, Kinship, Person, Phone
from gonghu.domain.people.numbering import (
    NumberDisagrees,
    NumberWrong,
    bearer_of,
    give,
    read_number,
    refuse_other_than_file,
    tell_by_number,
)
from gonghu.domain.people.spelling import spelt
from gonghu.domain.people.terms import AddressKind, NumberKind, PhoneKind
from gonghu.domain.people.writing import copy_to_file

_WHY: Final = "items of a file that stand in tables of their own"
_FORMER_NAME: Final = "former_name"
_PARENTS: Final = {"father": "51", "mother": "52"}
_CARER: Final = "carer"
_OF_PERSON: Final = {_FORMER_NAME: "former_name", ETHNIC_GROUP: "ethnic_group"}
_KINDS: Final = (NumberKind.CITIZEN, NumberKind.PERMIT, NumberKind.FOREIGNER)
_NUMBERS: Final = ("father_number", "mother_number", "carer_number")
PLACED: Final = frozenset(
    {*_OF_PERSON, REGISTERED_ADDRESS, *_NUMBERS, *(f"{who}_{what}" for who in _PARENTS for what in ("name", "phone"))}
)


def add_placed(children: list[UUID], names: Iterable[str], found: Mapping[UUID, Values], on: date) -> None:
    """Put what stands in the tables into values."""
    asked = PLACED & frozenset(names)
    for child in children if asked else ():
        found[child] |= {name: value for name, value in _Place(child, on).values(asked).items() if name in asked}


def without_place(child: UUID, values: Mapping[str, str], on: date) -> list[str]:
    """Name what cannot be written: nobody is there whose it could be, or the number is somebody else's or none."""
    return [name for name in sorted(PLACED & values.keys()) if not _fits(_Place(child, on), name, values)]


def whose_name_waits(accepted: Iterable[str], met: Collection[str]) -> list[str]:
    """Name what is said of somebody whose name met another one: it may not be the person on file."""
    return [name for name in accepted if name in PLACED and f"{name.partition('_')[0]}_name" in met]


def keep_placed(child: Child, values: Mapping[str, str], on: date, evidence: str) -> None:
    """Write what has a place into it; names first, so that there is somebody to bear a number."""
    wanted = {name: values[name] for name in sorted(PLACED & values.keys(), key=_turn)}
    for name, value in wanted.items():
        who, _dot, what = name.partition("_")
        if name in _OF_PERSON:
            person = Person.objects.everywhere(_WHY).select_for_update(of=("self",)).get(pk=child.pk)
            setattr(person, _OF_PERSON[name], value)
            person.save(update_fields=[_OF_PERSON[name]])
        elif name == REGISTERED_ADDRESS:
            _keep_address(child, value, on, evidence)
        elif what == "name":
            _keep_name(child, who, value, wanted.get(f"{who}_number", ""), on, evidence)
        elif person_there := _Place(child.pk, on).somebody(who):
            _keep_of(person_there, what, value, on, evidence)


def _turn(name: str) -> tuple[bool, str]:
    return not name.endswith("_name"), name


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the items of one child stand (采集项目的去处)."""

    child: UUID
    on: date

    def values(self, asked: frozenset[str]) -> Values:
        """Give what stands there now."""
        person = Person.objects.everywhere(_WHY).get(pk=self.child)
        found = {name: getattr(person, column) for name, column in _OF_PERSON.items()}
        if REGISTERED_ADDRESS in asked:
            rows = Address.objects.everywhere(_WHY).filter(person=self.child, kind=AddressKind.REGISTERED)
            last = rows.filter(to_on__isnull=True).order_by("-from_on", "-pk").first()
            found[REGISTERED_ADDRESS] = last.detail if last else ""
        for who in (*_PARENTS, _CARER):
            if any(name.startswith(f"{who}_") for name in asked):
                found |= _told(who, self.somebody(who))
        return found

    def somebody(self, who: str) -> Person | None:
        """Give the parent or carer on file; not who was adopted away."""
        if who == _CARER:
            carers = Carer.objects.everywhere(_WHY).filter(child=self.child, carer__isnull=False)
            carer = facts_since(carers.select_related("carer"), self.on).first()
            return carer.carer if carer else None
        kin = Kinship.objects.everywhere(_WHY).filter(person=self.child, relation=_PARENTS[who], to_on__isnull=True)
        tie = kin.filter(relative__sealed_on__isnull=True).select_related("relative").order_by("-from_on", "-pk")
        found = tie.first()
        return found.relative if found else None


def _told(who: str, person: Person | None) -> Values:
    if person is None:
        return {}
    numbers = IdentityNumber.objects.everywhere(_WHY).filter(person=person, kind__in=_KINDS)
    phones = Phone.objects.everywhere(_WHY).filter(person=person, kind=PhoneKind.OWN, to_on__isnull=True)
    number = numbers.filter(to_on__isnull=True).order_by("-from_on").first()
    phone = phones.order_by("-from_on", "-pk").first()
    said = {"name": person.name, "number": number.number if number else "", "phone": phone.number if phone else ""}
    return {f"{who}_{what}": value for what, value in said.items()}


def _fits(place: _Place, name: str, values: Mapping[str, str]) -> bool:
    who, _dot, what = name.partition("_")
    if name in _OF_PERSON or name == REGISTERED_ADDRESS or what == "name":
        return bool(values[name])
    person, comes = place.somebody(who), values.get(f"{who}_name", "")
    if comes and person and person.name != comes:
        # Somebody else is named with it: nothing of who is on file speaks of that person.
        person = None
    if person is None and not comes:
        return False
    if what != "number":
        return bool(values[name])
    try:
        number, kind = read_number(values[name], NumberKind.CITIZEN)
        if person:
            refuse_other_than_file(person, number, kind)
    except (NumberWrong, NumberDisagrees):
        return False
    bearer = bearer_of(number)
    return bearer is None or bearer == person or (person is None and who in _PARENTS and bearer.name == comes)


def _keep_name(child: Child, who: str, name: str, number: str, on: date, evidence: str) -> None:
    person = _Place(child.pk, on).somebody(who)
    pinyin, initials = spelt(name)
    if person is None:
        person = bearer_of(read_number(number, NumberKind.CITIZEN)[0]) if number else None
        if person is None or person.name != name:
            person = Person(name=name, pinyin=pinyin, initials=initials, division_code=child.division_code)
            person.save()
        tie = {"person_id": child.pk, "relative": person, "relation": _PARENTS[who], "from_on": on}
        Kinship.objects.create(**tie, evidence=evidence)
        return
    person.name, person.pinyin, person.initials = name, pinyin, initials
    person.save(update_fields=["name", "pinyin", "initials"])
    copy_to_file(person)


def _keep_of(person: Person, what: str, value: str, on: date, evidence: str) -> None:
    if what == "phone":
        rows = Phone.objects.everywhere(_WHY).filter(person=person, kind=PhoneKind.OWN)
        put_value(rows, on, person=person, kind=PhoneKind.OWN, number=value, evidence=evidence)
        return
    number, kind = read_number(value, NumberKind.CITIZEN)
    give(person, number, kind, on, evidence)
    tell_by_number(person, number, kind)
    person.without_number = ""
    person.save()
    copy_to_file(person)


def _keep_address(child: Child, detail: str, on: date, evidence: str) -> None:
    rows = Address.objects.everywhere(_WHY).filter(person=child.pk, kind=AddressKind.REGISTERED)
    last = rows.filter(to_on__isnull=True).order_by("-from_on", "-pk").first()
    said = {"division_code": last.division_code if last else child.division_code, "detail": detail}
    put_value(
        rows, on, person_id=child.pk, kind=AddressKind.REGISTERED, evidence=evidence,
        is_protected=bool(last and last.is_protected), **said,
    )  # fmt: skip
