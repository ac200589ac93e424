"""How a child lives: kin, carer, address, telephone, school, health, circumstances (生活情况的登记)."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.people.facts import (
    AddressFacts,
    CareFacts,
    CircumstanceFacts,
    HealthFacts,
    PersonFacts,
    PhoneFacts,
    SchoolFacts,
)
from gonghu.domain.people.families import person_of_family
from gonghu.domain.people.models import (
    Address,
    Carer,
    Child,
    Circumstance,
    HealthRecord,
    Kinship,
    Person,
    Phone,
    Schooling,
)
from gonghu.domain.people.numbering import bearer_of, give, read_number, tell_by_number
from gonghu.domain.people.spelling import spelt
from gonghu.domain.people.terms import SEALED_CIRCUMSTANCES, CareKind, HealthKind
from gonghu.domain.people.writing import held, put, record_file
from gonghu.foundation.acting import Actor
from gonghu.standards import division_code as division_codes
from gonghu.standards.relationship import relationships

_WRITTEN = "facts of a file that is written in"


class CarerMissing(ValueError):
    """Somebody looks after the child, but nobody is named."""


class UnknownRelation(ValueError):
    """No relation of GB/T 4761 has that code."""


@transaction.atomic
def record_kin(
    *, child: Child, facts: PersonFacts, relation: str, from_on: date, by: Actor, at: datetime, evidence: str = ""
) -> Kinship:
    """
    Enter a relative of a child (登记亲属); whoever bears the number already is taken.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NumberWrong: the number is mistyped
    :raises UnknownRelation: the relation is none of the standard
    """
    current = held(child, by)
    refuse_unknown(relation)
    relative = _known_or_new(facts, current.division_code, from_on)
    kin = Kinship.objects.create(
        person=current.person, relative=relative, relation=relation, evidence=evidence, from_on=from_on
    )
    record_file("record_kin", current, by, at, {"relative": str(relative.pk), "relation": relation})
    return kin


@transaction.atomic
def set_carer(*, child: Child, facts: CareFacts, from_on: date, by: Actor, at: datetime) -> Carer:
    """
    Write down who looks after a child from a day on (登记照护人); who did so before ends the day before.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises CarerMissing: nobody is named, and it is not that nobody looks after the child
    :raises NotOfTheFamily: the carer named by key is not of the family
    :raises LaterFactThere: a later carer is on file
    """
    current = held(child, by)
    carer = _carer(current, facts, from_on)
    rows = Carer.objects.everywhere(_WRITTEN).filter(child=current)
    said = {"kind": facts.kind, "relation": facts.relation, "note": facts.note.strip(), "evidence": facts.evidence}
    row = put(rows, from_on, child=current, carer=carer, **said)
    record_file("set_carer", current, by, at, {"carer": str(carer.pk) if carer else None, "kind": facts.kind.value})
    return row


@transaction.atomic
def set_address(*, child: Child, person: UUID, facts: AddressFacts, from_on: date, by: Actor, at: datetime) -> Address:
    """
    Write down where somebody of a child's family lives or is registered from a day on (登记住址).

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NotOfTheFamily: the person is not of the family
    :raises LaterFactThere: a later address of that kind is on file
    """
    current = held(child, by)
    whom = person_of_family(current, person)
    rows = Address.objects.everywhere(_WRITTEN).filter(person=whom, kind=facts.kind)
    said = asdict(facts) | {"division_code": division_codes.pad(facts.division_code), "detail": facts.detail.strip()}
    row = put(rows, from_on, person=whom, **said)
    record_file("set_address", current, by, at, {"address": str(row.pk)})
    return row


@transaction.atomic
def set_phone(*, child: Child, person: UUID, facts: PhoneFacts, from_on: date, by: Actor, at: datetime) -> Phone:
    """
    Write down on which telephone somebody of a child's family is reached from a day on (登记电话).

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NotOfTheFamily: the person is not of the family
    :raises LaterFactThere: a later telephone of that kind is on file
    """
    current = held(child, by)
    whom = person_of_family(current, person)
    rows = Phone.objects.everywhere(_WRITTEN).filter(person=whom, kind=facts.kind)
    said = asdict(facts) | {"number": facts.number.strip()}
    row = put(rows, from_on, person=whom, **said)
    record_file("set_phone", current, by, at, {"phone": str(row.pk)})
    return row


@transaction.atomic
def record_schooling(*, child: Child, facts: SchoolFacts, from_on: date, by: Actor, at: datetime) -> Schooling:
    """
    Write down how a child stands with the school from a day on (登记就学).

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises LaterFactThere: a later record is on file
    """
    current = held(child, by)
    rows = Schooling.objects.everywhere(_WRITTEN).filter(person=current.pk)
    row = put(rows, from_on, person=current.person, **asdict(facts))
    record_file("record_schooling", current, by, at, {"schooling": str(row.pk), "state": facts.state.value})
    return row


@transaction.atomic
def record_health(
    *,
    child: Child,
    person: UUID,
    facts: HealthFacts,
    from_on: date,
    by: Actor,
    at: datetime,
    instead_of: UUID | None = None,
) -> HealthRecord:
    """
    Write down the health of somebody of a child's family from a day on (登记健康情况); illnesses stand side by side.

    Of several illnesses the one that is written anew is named by its key.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NotOfTheFamily: the person is not of the family
    :raises LaterFactThere: a later record of that kind is on file
    """
    current = held(child, by)
    whom = person_of_family(current, person)
    rows = HealthRecord.objects.everywhere(_WRITTEN).filter(person=whom, kind=facts.kind)
    if facts.kind in {HealthKind.ILLNESS, HealthKind.OTHER}:
        rows = rows.filter(pk=instead_of) if instead_of else rows.filter(detail=facts.detail)
    row = put(rows, from_on, person=whom, **asdict(facts))
    record_file("record_health", current, by, at, {"health": str(row.pk)})
    return row


@transaction.atomic
def record_circumstance(
    *, child: Child, person: UUID, facts: CircumstanceFacts, by: Actor, at: datetime
) -> Circumstance:
    """
    Write down a circumstance of a child or of somebody of its family (登记情形): death, prison, lost contact …

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NotOfTheFamily: the person is not of the family
    :raises LaterFactThere: the same circumstance is on file from a later day
    """
    current = held(child, by)
    whom = person_of_family(current, person)
    rows = Circumstance.objects.everywhere(_WRITTEN).filter(person=whom, kind=facts.kind)
    said = asdict(facts)
    sealed = SEALED_CIRCUMSTANCES.get(facts.kind)
    row = put(rows, said.pop("from_on"), person=whom, sealed_kind=sealed.value if sealed else "", **said)
    record_file("record_circumstance", current, by, at, {"circumstance": str(row.pk)})
    return row


def _carer(child: Child, facts: CareFacts, from_on: date) -> Person | None:
    if facts.relation:
        refuse_unknown(facts.relation)
    if facts.carer:
        return person_of_family(child, facts.carer)
    if facts.name.strip():
        carer = _known_or_new(PersonFacts(facts.name), child.division_code, from_on)
        if facts.relation:
            Kinship.objects.create(person=child.person, relative=carer, relation=facts.relation, from_on=from_on)
        return carer
    if facts.kind not in {CareKind.NONE, CareKind.INSTITUTION}:
        raise CarerMissing("请选择或填写照护人；确实无人照护的，照护方式请选“无人照护”")
    return None


def refuse_unknown(relation: str) -> None:
    """
    Refuse a relation that the standard does not have.

    :raises UnknownRelation: GB/T 4761 has no such code
    """
    if relation not in relationships():
        raise UnknownRelation(f"没有代码为 {relation} 的关系")


def _known_or_new(facts: PersonFacts, division_code: str, on: date) -> Person:
    """Give who bears the number, or somebody new."""
    number, kind = read_number(facts.number, facts.number_kind) if facts.number else ("", facts.number_kind)
    bearer = bearer_of(number) if number else None
    if bearer:
        return bearer
    pinyin, initials = spelt(facts.name.strip())
    person = Person(
        name=facts.name.strip(), pinyin=pinyin, initials=initials, sex=facts.sex, born_on=facts.born_on,
        died_on=facts.died_on, division_code=division_code,
    )  # fmt: skip
    if number:
        tell_by_number(person, number, kind)
    person.save()
    if number:
        give(person, number, kind, on)
    return person
