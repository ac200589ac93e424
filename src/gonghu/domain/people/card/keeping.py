"""Where each field of a card is written (卡片各项的存放): into the tables that hold it anyway, with their history."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.people.card.fields import NOTES, CardFieldName
from gonghu.domain.people.card.items import ItemSource, keep_items, stored
from gonghu.domain.people.card.placed import keep_placed, without_place
from gonghu.domain.people.card.placing import end_on, facts_since, present_one, put_from
from gonghu.domain.people.families import family_keys
from gonghu.domain.people.models import Address, CardNote, Carer, Child, Kinship, Person, Phone, Schooling
from gonghu.domain.people.spelling import spelt
from gonghu.domain.people.terms import AddressKind, CareKind, PhoneKind, SchoolStage, SchoolState

_WHY: Final = "a card that is written"
_SCHOOL: Final = {
    CardFieldName.SCHOOL_STAGE: "stage",
    CardFieldName.SCHOOL_STATE: "state",
    CardFieldName.SCHOOL: "school",
    CardFieldName.SCHOOL_CLASS: "form",
}
_CARE: Final = frozenset({CardFieldName.CARE_KIND, CardFieldName.CARER_NAME, CardFieldName.CARER_RELATION})
_OWN_PHONES: Final = {CardFieldName.PHONE: PhoneKind.OWN, CardFieldName.FAMILY_PHONE: PhoneKind.FAMILY}


class UnableToKeep(ValueError):
    """Some fields have no place to be written in."""

    def __init__(self, fields: Iterable[str]) -> None:
        self.fields = tuple(fields)
        super().__init__("、".join(self.fields))


def keep(child: Child, values: Mapping[str, str], said: ItemSource) -> None:
    """
    Write values of a card and of items beyond it from a day on; what stood there before ends the day before.

    :raises UnableToKeep: there is nobody whose phone or number it could be; nothing was written then
    """
    on, evidence = said.on, said.evidence
    _refuse_without_place(child, values, on)
    for name, kind in _OWN_PHONES.items():
        if name in values:
            _keep_phone(child.pk, kind, values[name], on, evidence)
    if CardFieldName.LIVING_ADDRESS in values:
        _keep_address(child, values[CardFieldName.LIVING_ADDRESS], on, evidence)
    school = {_SCHOOL[CardFieldName(name)]: value for name, value in values.items() if name in _SCHOOL}
    if school:
        _keep_school(child, school, on, evidence)
    if _CARE & set(values):
        _keep_carer(child, values, on, evidence)
    if CardFieldName.CARER_PHONE in values:
        carer = _carer_now(child, on)
        if carer and carer.carer:
            _keep_phone(carer.carer.pk, PhoneKind.OWN, values[CardFieldName.CARER_PHONE], on, evidence)
    notes = {name: value for name, value in values.items() if name in NOTES}
    if notes:
        _keep_notes(child, notes, on)
    keep_placed(child, values, on, evidence)
    keep_items(child, {name: values[name] for name in stored(values)}, said)


def _refuse_without_place(child: Child, values: Mapping[str, str], on: date) -> None:
    unable = without_place(child.pk, values, on)
    if CardFieldName.CARER_PHONE in values and not values.get(CardFieldName.CARER_NAME):
        carer = _carer_now(child, on)
        if carer is None or carer.carer is None:
            unable.append(CardFieldName.CARER_PHONE)
    if unable:
        raise UnableToKeep(unable)


def _keep_notes(child: Child, notes: Mapping[str, str], on: date) -> None:
    rows = CardNote.objects.everywhere(_WHY).filter(child=child, field__in=list(notes))
    known = list(facts_since(rows, on))
    for name, value in notes.items():
        put_from([each for each in known if each.field == name], CardNote, on, child=child, field=name, words=value)


def _keep_phone(person: UUID, kind: PhoneKind, number: str, on: date, evidence: str) -> None:
    rows = Phone.objects.everywhere(_WHY).filter(person=person, kind=kind)
    if number:
        put_from(facts_since(rows, on), Phone, on, person_id=person, kind=kind, number=number, evidence=evidence)
    else:
        end_on(rows, on)


def _keep_address(child: Child, detail: str, on: date, evidence: str) -> None:
    rows = Address.objects.everywhere(_WHY).filter(person=child.pk, kind=AddressKind.LIVING)
    if not detail:
        end_on(rows, on)
        return
    known = list(facts_since(rows, on))
    last = present_one(known)
    put_from(
        known, Address, on, person_id=child.pk, kind=AddressKind.LIVING, division_code=child.division_code,
        detail=detail, is_protected=bool(last and last.is_protected), evidence=evidence,
    )  # fmt: skip


def _keep_school(child: Child, said: Mapping[str, str], on: date, evidence: str) -> None:
    known = list(facts_since(Schooling.objects.everywhere(_WHY).filter(person=child.pk), on))
    last = present_one(known)
    before = {name: getattr(last, name) for name in ("stage", "state", "school", "form", "boards")} if last else {}
    usual = {"stage": SchoolStage.NONE, "state": SchoolState.ENROLLED}
    put_from(known, Schooling, on, person_id=child.pk, **{**usual, **before, **said}, evidence=evidence)


def _keep_carer(child: Child, values: Mapping[str, str], on: date, evidence: str) -> None:
    known = list(facts_since(Carer.objects.everywhere(_WHY).filter(child=child).select_related("carer"), on))
    # Who looks after a child until a day to come does so until then.
    last = known[0] if known else None
    # What somebody is to the child does not pass on to who comes after; of nobody named it is said of who is now.
    same = last is not None and (CardFieldName.CARER_NAME not in values or last.carer is None)
    relation = values.get(CardFieldName.CARER_RELATION, last.relation if last and same else "")
    kind = values.get(CardFieldName.CARE_KIND, last.kind if last else CareKind.GUARDIAN)
    carer = last.carer if last else None
    if CardFieldName.CARER_NAME in values:
        carer = _somebody(child, values[CardFieldName.CARER_NAME], relation, on)
    to_on = last.to_on if last and carer == last.carer and kind == last.kind else None
    said = {"carer": carer, "kind": kind, "relation": relation, "to_on": to_on, "evidence": evidence}
    put_from(known, Carer, max(on, last.from_on) if last else on, child=child, **said)


def _somebody(child: Child, name: str, relation: str, on: date) -> Person | None:
    """Give whoever of the family bears a name, or somebody new who is kin if the relation is said."""
    if not name:
        return None
    family = Person.objects.everywhere(_WHY).filter(pk__in=family_keys(child.pk), name=name, died_on__isnull=True)
    known = family.exclude(pk=child.pk).order_by("pk").first()
    if known:
        return known
    pinyin, initials = spelt(name)
    person = Person(name=name, pinyin=pinyin, initials=initials, division_code=child.division_code)
    person.save()
    if relation:
        Kinship.objects.create(person_id=child.pk, relative=person, relation=relation, from_on=on)
    return person


def _carer_now(child: Child, on: date) -> Carer | None:
    rows = Carer.objects.everywhere(_WHY).filter(child=child).select_related("carer")
    return facts_since(rows, on).first()
