"""Searching for a child by whatever somebody remembers (搜索儿童)."""

import re
from datetime import date
from typing import Final

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.queries import divisions_matching
from gonghu.domain.people.models import Child, IdentityNumber
from gonghu.domain.people.models.number import TAIL
from gonghu.domain.people.numbering import borne
from gonghu.domain.people.queries.lists import NOT_CLOSED
from gonghu.domain.people.queries.naming import named
from gonghu.standards import citizen_number
from gonghu.standards.division_code import Level

MOST: Final = 20
_ENDING: Final = re.compile(rf"[A-Z]{{0,3}}[0-9]{{{TAIL - 1},}}[0-9X]")
_MOST_VILLAGES: Final = 20
_MOST_OPENED: Final = 1_000


def search_children(*, text: str, scope: Scope, on: date, most: int = MOST) -> list[Child]:
    """
    Find children by name or given name, by their sound, the end of a number, a whole one, or village.

    Files in use come before closed ones.
    """
    words = "".join(text.split())
    if not words:
        return []
    seen = Child.objects.visible_to(scope)
    open_first = ("closed_on", "division_code", "person_id")
    by_number = _by_number(words, scope)
    if by_number is not None:
        return list(seen.filter(by_number).order_by(*open_first)[:most])
    called = named(text)
    found = list(seen.filter(called, state__in=sorted(NOT_CLOSED)).order_by("division_code", "person_id")[:most])
    if len(found) < most:
        known = [child.pk for child in found]
        more = seen.filter(called | _in_villages(words, scope, on)).exclude(pk__in=known)
        found += more.order_by("division_code", "person_id")[: most - len(found)]
    return found


def _by_number(words: str, scope: Scope) -> Q | None:
    """Give the condition on the number if the words are one, or the end of one; a longer end is compared in full."""
    numbers = IdentityNumber.objects.visible_to(scope)
    if citizen_number.is_valid(words):
        return Q(person__in=numbers.filter(borne(citizen_number.parse(words).text)).values("person"))
    ending = words.upper()
    if not _ENDING.fullmatch(ending):
        return None
    found = numbers.filter(tail_index=ending)
    if len(ending) == TAIL:
        return Q(person__in=found.values("person"))
    return Q(pk__in=[row.person_id for row in found[:_MOST_OPENED] if row.number.endswith(ending)])


def _in_villages(words: str, scope: Scope, on: date) -> Q:
    """Give the condition that a child lives in a village of that name."""
    found = Q(pk__in=[])
    if words.isdigit():
        return found
    for area in scope.areas(Permission.SEE_CHILDREN):
        for division in divisions_matching(text=words, scope=area, on=on, limit=_MOST_VILLAGES):
            if division.level == Level.VILLAGE:
                found |= Q(division_code=division.code)
    return found
