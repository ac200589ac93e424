"""Children on file who may be the one somebody is about to enter (疑似重复)."""

from typing import Final
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.facts import PersonFacts
from gonghu.domain.people.models import Child, IdentityNumber
from gonghu.domain.people.numbering import borne
from gonghu.domain.people.spelling import spelt
from gonghu.standards import citizen_number

_MOST: Final = 5


def possible_duplicates(*, facts: PersonFacts, scope: Scope) -> list[Child]:
    """
    Give files that somebody sees of who bears the number, or is called or sounds alike and was born the same day.

    Closed files count: a child that comes back has one already.
    """
    condition = Q(pk__in=[])
    if facts.number:
        valid = citizen_number.is_valid(facts.number)
        number = citizen_number.parse(facts.number).text if valid else facts.number
        bearers = IdentityNumber.objects.visible_to(scope).filter(borne(number))
        condition |= Q(person__in=bearers.values("person"))
    if facts.born_on:
        pinyin, _initials = spelt(facts.name.strip())
        condition |= Q(born_on=facts.born_on) & (Q(name=facts.name.strip()) | Q(pinyin=pinyin))
    return list(Child.objects.visible_to(scope).filter(condition).order_by("division_code", "person_id")[:_MOST])


def two_files(*, one: PersonFacts, other: PersonFacts, scope: Scope) -> tuple[UUID, UUID] | None:
    """Give two files that somebody keeps, if what is said of two persons leads to one each: they may be one child's."""
    kept = scope.holding(Permission.EDIT_CHILDREN)
    first, second = (possible_duplicates(facts=facts, scope=kept) for facts in (one, other))
    pairs = ((left.pk, right.pk) for left in first for right in second if left.pk != right.pk)
    return next(pairs, None)


def alike_children(*, child: Child, scope: Scope) -> list[Child]:
    """
    Give files that somebody keeps of who may be the same child as one on file: alike in name or sound, and in birth.

    Of a child without birth date, whoever is called so in the same village.
    """
    kept = Child.objects.visible_to(scope, Permission.EDIT_CHILDREN).exclude(pk=child.pk)
    alike = Q(name=child.name) | Q(pinyin=child.pinyin)
    near = Q(born_on=child.born_on) if child.born_on else Q(division_code=child.division_code)
    named = Q(name=child.name, division_code=child.division_code)
    found = kept.filter((alike & near) | named, person__merged_into__isnull=True)
    return list(found.order_by("division_code", "person_id")[:_MOST])
