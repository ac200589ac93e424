"""A child's family (家庭): who belongs to it, what each is to the child, and what may be told of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope, told_to
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.models import (
    Child,
    Circumstance,
    HouseholdMember,
    IdentityNumber,
    Kinship,
    Person,
    Phone,
)
from gonghu.domain.people.terms import CircumstanceKind
from gonghu.foundation.intervals import holding_on
from gonghu.foundation.labels import Label
from gonghu.standards.masking import masked_name, masked_number, masked_phone
from gonghu.standards.relationship import PARENTS, relationships
from gonghu.standards.sex import FEMALE, MALE

_WHY: Final = "family of a child whose file somebody sees"
_MOST: Final = 60
_SAME_HOUSEHOLD: Final = Label("同户人员")
# What the parents of a parent are to the child, by what the parent is and by the sex of the grandparent (GB/T 4761).
_GRANDPARENT: Final = {("51", MALE): "61", ("51", FEMALE): "62", ("52", MALE): "63", ("52", FEMALE): "64"}
_SIBLING: Final = {(True, MALE): "71", (False, MALE): "73", (True, FEMALE): "75", (False, FEMALE): "77"}


@dataclass(frozen=True, slots=True)
class CircumstanceTold:
    """A circumstance of somebody as it may be told (可告知的情形); ``kind`` is empty where it may not."""

    key: UUID
    kind: str
    words: str
    basis: str
    note: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class FamilyPerson:
    """Somebody of a child's family (家庭成员), masked unless the whole was asked for."""

    key: UUID
    name: str
    sex: str
    born_on: date | None
    died_on: date | None
    relation: str
    relation_name: str
    number: str
    phones: tuple[str, ...]
    lives_with: bool
    circumstances: tuple[CircumstanceTold, ...]

    @property
    def is_parent(self) -> bool:
        """Tell whether it is one of the child's parents."""
        return self.relation in PARENTS


@dataclass(frozen=True, slots=True)
class KinTie:
    """That ``relative`` is the father, mother … of ``person`` (亲属关系)."""

    person: UUID
    relative: UUID
    relation: str
    relation_name: str


@dataclass(frozen=True, slots=True)
class Family:
    """A child's family (家庭), the child itself left out of ``members``."""

    members: tuple[FamilyPerson, ...]
    ties: tuple[KinTie, ...]

    @property
    def parents(self) -> tuple[FamilyPerson, ...]:
        """The child's parents."""
        return tuple(member for member in self.members if member.is_parent)


def family_of(*, child: Child, scope: Scope, on: date, unmasked: bool = False) -> Family:
    """
    Give the family of a child that somebody sees: kin, siblings, grandparents, whoever is of the household.

    Relatives are shown wherever they live, for they stand in the child's file; what is sealed of them is told to those
    who may know it where the child is.
    """
    shown = _unsealed(child, scope)
    ties = _ties(child.pk, on, shown)
    together = _household(child.pk, on, shown)
    keys = ({tie.person_id for tie in ties} | {tie.relative_id for tie in ties} | together) - {child.pk}
    people = {person.pk: person for person in Person.objects.everywhere(_WHY).filter(pk__in=keys)[:_MOST]}
    relations = dict.fromkeys(together, ("", _SAME_HOUSEHOLD)) | _relations(child, ties, people)
    told = circumstances_told(child=child, people=[*people, child.pk], scope=scope)
    numbers, phones = _numbers(people), _phones(people)
    members = [
        FamilyPerson(
            key=key,
            name=person.name if unmasked else masked_name(person.name),
            sex=person.sex,
            born_on=person.born_on,
            died_on=person.died_on,
            relation=relations.get(key, ("", ""))[0],
            relation_name=relations.get(key, ("", ""))[1],
            number=numbers.get(key, "") if unmasked else masked_number(numbers.get(key)),
            phones=tuple(phone if unmasked else masked_phone(phone) for phone in phones.get(key, ())),
            lives_with=key in together,
            circumstances=told.get(key, ()),
        )
        for key, person in people.items()
    ]
    members.sort(key=lambda member: (not member.is_parent, member.relation or "99", member.born_on or date.max))
    told_ties = tuple(KinTie(tie.person_id, tie.relative_id, tie.relation, tie.relation_name) for tie in ties)
    return Family(tuple(members), told_ties)


def circumstances_told(
    *, child: Child, people: Iterable[UUID], scope: Scope
) -> dict[UUID, tuple[CircumstanceTold, ...]]:
    """Give the circumstances of people of a child's family, by person, the last first; sealed ones as may be told."""
    rows = Circumstance.objects.everywhere(_WHY).filter(person__in=list(people)).order_by("-from_on", "pk")
    found: dict[UUID, list[CircumstanceTold]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(_told(row, child.division_code, scope))
    return {person: tuple(told) for person, told in found.items()}


def _told(row: Circumstance, division_code: str, scope: Scope) -> CircumstanceTold:
    label = str(CircumstanceKind(row.kind).label)
    if not row.sealed_kind:
        return CircumstanceTold(row.pk, row.kind, label, row.basis, row.note, row.from_on, row.to_on)
    words = told_to(scope=scope, kind=SealedKind(row.sealed_kind), value=label, division_code=division_code)
    if words == label:
        return CircumstanceTold(row.pk, row.kind, label, row.basis, row.note, row.from_on, row.to_on)
    return CircumstanceTold(row.pk, "", words, "", "", row.from_on, None)


def _unsealed(child: Child, scope: Scope) -> dict[str, bool]:
    """Give the condition that leaves out who was adopted away, unless that may be told (民法典第一千一百一十条)."""
    return {} if scope.opens(SealedKind.ADOPTION, child.division_code) else {"person__sealed_on__isnull": True}


def is_shown(person: Person | None, child: Child, scope: Scope) -> bool:
    """Tell whether somebody of a child's family may be shown: not who was adopted away, unless that may be told."""
    return person is None or person.sealed_on is None or scope.opens(SealedKind.ADOPTION, child.division_code)


def _ties(child: UUID, on: date, shown: dict[str, bool]) -> list[Kinship]:
    """Give the ties of the child, of its elders, and of others who have the same parents."""
    relatives = {name.replace("person", "relative"): value for name, value in shown.items()}
    kept = Kinship.objects.everywhere(_WHY).filter(holding_on(on), **shown, **relatives)
    near = list(kept.filter(Q(person=child) | Q(relative=child))[:_MOST])
    elders = [tie.relative_id for tie in near if tie.person_id == child]
    parents = [tie.relative_id for tie in near if tie.person_id == child and tie.relation in PARENTS]
    further = list(kept.filter(Q(person__in=elders) | Q(relative__in=parents)).exclude(person=child)[:_MOST])
    return list({tie.pk: tie for tie in [*near, *further]}.values())


def _household(child: UUID, on: date, shown: dict[str, bool]) -> set[UUID]:
    """Give whoever is of the child's household that day."""
    members = HouseholdMember.objects.everywhere(_WHY).filter(holding_on(on), **shown)
    houses = members.filter(person=child).values("household")
    rows = members.filter(household__in=houses).exclude(person=child)
    return set(rows.values_list("person_id", flat=True)[:_MOST])


def _relations(child: Child, ties: list[Kinship], people: Mapping[UUID, Person]) -> dict[UUID, tuple[str, str]]:
    """Work out what everybody is to the child."""
    found = {tie.relative_id: tie.relation for tie in ties if tie.person_id == child.pk}
    for tie in ties:
        of, to = tie.person_id, tie.relative_id
        if to == child.pk and of not in found and of in people:
            found[of] = "20" if people[of].sex == MALE else "30"
        elif of in found and tie.relation in PARENTS and to in people and to not in found:
            found[to] = _GRANDPARENT.get((found[of], people[to].sex), "60")
        elif to in found and found[to] in PARENTS and of in people and of != child.pk and of not in found:
            found[of] = _sibling(child, people[of])
    return {key: (code, Label(relationships().get(code, ""))) for key, code in found.items()}


def _sibling(child: Child, other: Person) -> str:
    if child.born_on is None or other.born_on is None:
        return "70"
    return _SIBLING.get((other.born_on < child.born_on, other.sex), "70")


def _numbers(people: Mapping[UUID, Person]) -> dict[UUID, str]:
    rows = IdentityNumber.objects.everywhere(_WHY).filter(person__in=list(people), to_on__isnull=True)
    return {row.person_id: row.number for row in rows.order_by("from_on")}


def _phones(people: Mapping[UUID, Person]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in Phone.objects.everywhere(_WHY).filter(person__in=list(people), to_on__isnull=True):
        found.setdefault(row.person_id, []).append(row.number)
    return found
