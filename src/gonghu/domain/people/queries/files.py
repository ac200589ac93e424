"""One child's file (儿童档案), with everything for the one page that shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gonghu.domain.access.scope import Scope, told_to
from gonghu.domain.access.terms import Permission, SealedKind
from gonghu.domain.people.models import (
    Address,
    Carer,
    CategoryAssignment,
    Child,
    FormerPlace,
    HealthRecord,
    IdentityNumber,
    Person,
    Phone,
    RiskAssessment,
    Schooling,
)
from gonghu.domain.people.queries.family import CircumstanceTold, Family, circumstances_told, family_of, is_shown
from gonghu.domain.people.terms import SEALED_CATEGORIES, SEALED_HEALTH, Category, HealthKind
from gonghu.standards.masking import masked_name, masked_number, masked_phone

_WHY: Final = "the file of a child that somebody sees"


class NoSuchFile(LookupError):
    """There is no file of that child, or none that somebody sees."""


@dataclass(frozen=True, slots=True)
class NumberTold:
    """A number of the child (证件号码), masked unless the whole was asked for."""

    kind: str
    number: str
    from_on: date
    to_on: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class AddressTold:
    """An address of the child as it may be told (住址); a protected one is a sealed fact."""

    kind: str
    division_code: str
    detail: str
    is_protected: bool
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class CategoryTold:
    """A category the child is or was in, as it may be told (类别认定)."""

    key: UUID
    category: str
    name: str
    basis: str
    evidence: str
    first_by: UUID | None
    second_by: UUID | None
    decided_at: datetime
    from_on: date
    to_on: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class ChildFile:
    """Everything in a child's file that somebody may be told (儿童档案)."""

    child: Child
    name: str
    former_name: str
    ethnic_group: str
    without_number: str
    died_on: date | None
    unmasked: bool
    numbers: tuple[NumberTold, ...]
    phones: tuple[str, ...]
    addresses: tuple[AddressTold, ...]
    family: Family
    circumstances: tuple[CircumstanceTold, ...]
    carers: tuple[Carer, ...]
    carer_names: dict[UUID, str]
    schooling: tuple[Schooling, ...]
    health: tuple[HealthRecord, ...]
    categories: tuple[CategoryTold, ...]
    risks: tuple[RiskAssessment, ...]
    former_places: tuple[FormerPlace, ...]
    as_of: date

    @property
    def carer(self) -> Carer | None:
        """Who looks after the child on the day of the file, until a day to come or until further notice."""
        return next((each for each in self.carers if each.holds_on(self.as_of)), None)


def child_file(*, child: UUID, scope: Scope, on: date, unmasked: bool = False) -> ChildFile:
    """
    Give a child's file, masked; unmasked only to whoever may see that child unmasked.

    :raises NoSuchFile: there is none that somebody sees, or none to be seen unmasked
    """
    permission = Permission.UNMASK if unmasked else None
    found = Child.objects.visible_to(scope, permission).filter(pk=child).select_related("person").first()
    if found is None:
        raise NoSuchFile(str(child))
    carers = tuple(Carer.objects.everywhere(_WHY).filter(child=child).select_related("carer").order_by("-from_on"))
    return ChildFile(
        child=found,
        name=_name(found.person, unmasked),
        former_name=found.person.former_name if unmasked else masked_name(found.person.former_name),
        ethnic_group=found.person.ethnic_group,
        without_number=found.person.without_number,
        died_on=found.person.died_on,
        unmasked=unmasked,
        numbers=_numbers(child, unmasked),
        phones=_phones(child, unmasked),
        addresses=_addresses(found, scope, unmasked),
        family=family_of(child=found, scope=scope, on=on, unmasked=unmasked),
        circumstances=circumstances_told(child=found, people=[child], scope=scope).get(child, ()),
        carers=carers,
        carer_names={carer.pk: _name(carer.carer, unmasked) for carer in carers if is_shown(carer.carer, found, scope)},
        schooling=tuple(Schooling.objects.everywhere(_WHY).filter(person=child).order_by("-from_on")),
        health=_health(found, scope),
        categories=_categories(found, scope),
        risks=tuple(RiskAssessment.objects.everywhere(_WHY).filter(child=child).order_by("-assessed_at")),
        former_places=tuple(FormerPlace.objects.everywhere(_WHY).filter(child=child).order_by("-from_on")),
        as_of=on,
    )


def assignment_of(*, child: UUID, assignment: UUID, scope: Scope) -> CategoryAssignment | None:
    """Give one recognition of a child that somebody sees."""
    return CategoryAssignment.objects.visible_to(scope).filter(pk=assignment, child=child).first()


def may_unmask(*, child: UUID, scope: Scope) -> bool:
    """Tell whether somebody may see a child unmasked."""
    return Child.objects.visible_to(scope, Permission.UNMASK).filter(pk=child).exists()


def _name(person: Person | None, unmasked: bool) -> str:
    if person is None:
        return ""
    return person.name if unmasked else masked_name(person.name)


def _numbers(child: UUID, unmasked: bool) -> tuple[NumberTold, ...]:
    rows = IdentityNumber.objects.everywhere(_WHY).filter(person=child).order_by("-from_on")
    return tuple(
        NumberTold(
            str(row.get_kind_display()),
            row.number if unmasked else masked_number(row.number),
            row.from_on,
            row.to_on,
            row.end_reason,
        )
        for row in rows
    )


def _phones(child: UUID, unmasked: bool) -> tuple[str, ...]:
    rows = Phone.objects.everywhere(_WHY).filter(person=child, to_on__isnull=True)
    return tuple(row.number if unmasked else masked_phone(row.number) for row in rows)


def _addresses(child: Child, scope: Scope, unmasked: bool) -> tuple[AddressTold, ...]:
    rows = Address.objects.everywhere(_WHY).filter(person=child.pk).order_by("-from_on")
    return tuple(_address(row, child, scope, unmasked) for row in rows)


def _address(row: Address, child: Child, scope: Scope, unmasked: bool) -> AddressTold:
    detail = row.detail if unmasked else "****"
    told = detail
    if row.is_protected:
        kind = SealedKind.PROTECTED_ADDRESS
        told = told_to(scope=scope, kind=kind, value=detail, division_code=child.division_code)
    place = row.division_code if told == detail else ""
    return AddressTold(str(row.get_kind_display()), place, told, row.is_protected, row.from_on, row.to_on)


def _health(child: Child, scope: Scope) -> tuple[HealthRecord, ...]:
    """Leave out what may not be told: of one sealed kind alone, any word would say which it is."""
    rows = HealthRecord.objects.everywhere(_WHY).filter(person=child.pk).order_by("-from_on")
    hidden = {kind for kind, of in SEALED_HEALTH.items() if not scope.opens(of, child.division_code)}
    return tuple(row for row in rows if HealthKind(row.kind) not in hidden)


def _categories(child: Child, scope: Scope) -> tuple[CategoryTold, ...]:
    rows = CategoryAssignment.objects.everywhere(_WHY).filter(child=child.pk).order_by("-from_on")
    return tuple(_category(row, child, scope) for row in rows)


def _category(row: CategoryAssignment, child: Child, scope: Scope) -> CategoryTold:
    """Tell a sealed category as the wider one it belongs to, without what it rests on."""
    category = Category(row.category)
    kind = SEALED_CATEGORIES.get(category)
    is_hidden = kind is not None and not scope.opens(kind, child.division_code)
    if is_hidden:
        category = Category.DIFFICULT
    return CategoryTold(
        row.pk,
        category.value,
        str(category.label),
        "" if is_hidden else row.basis,
        "" if is_hidden else row.evidence,
        row.first_by_id,
        row.second_by_id,
        row.decided_at,
        row.from_on,
        row.to_on,
        "" if is_hidden else row.end_reason,
    )
