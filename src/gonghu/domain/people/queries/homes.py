"""Where children live (儿童住处), one home for each household; what is protected is not told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.people.models import Address, Child
from gonghu.domain.people.queries.households import households_of
from gonghu.domain.people.terms import AddressKind
from gonghu.foundation.intervals import holding_on

_WHY: Final = "where children that are seen live"


@dataclass(frozen=True, slots=True)
class Home:
    """Where the children of one household live (住处); ``detail`` is empty where none is on file or may be told."""

    household: UUID
    division_code: str
    detail: str
    is_protected: bool
    names: tuple[str, ...]


def homes_of(*, children: Iterable[Child], scope: Scope, on: date) -> list[Home]:
    """Give the homes of children that somebody sees, in their order; a child without a household is one by itself."""
    keys = [child.pk for child in children]
    seen = list(Child.objects.visible_to(scope).filter(pk__in=keys).order_by("division_code", "pk"))
    households = households_of(children=keys, scope=scope, on=on)
    living = _living([child.pk for child in seen], on)
    found: dict[tuple[UUID, str], list[Child]] = {}
    for child in seen:
        found.setdefault((households.get(child.pk, child.pk), child.division_code), []).append(child)
    return [
        _home(key, code, members, [living[each.pk] for each in members if each.pk in living])
        for (key, code), members in found.items()
    ]


def protected_children(*, children: Iterable[UUID], scope: Scope, on: date) -> frozenset[UUID]:
    """Name those of some children of whom an address is protected."""
    seen = Child.objects.visible_to(scope).filter(pk__in=list(children)).values("pk")
    rows = Address.objects.everywhere(_WHY).filter(holding_on(on), person__in=seen, is_protected=True)
    return frozenset(rows.values_list("person_id", flat=True))


def _living(children: list[UUID], on: date) -> dict[UUID, Address]:
    rows = Address.objects.everywhere(_WHY).filter(holding_on(on), person__in=children, kind=AddressKind.LIVING)
    return {row.person_id: row for row in rows.order_by("from_on")}


def _home(key: UUID, code: str, members: list[Child], addresses: list[Address]) -> Home:
    is_protected = any(row.is_protected for row in addresses)
    detail = "" if is_protected else next((row.detail for row in addresses), "")
    return Home(key, code, detail, is_protected, tuple(child.name for child in members))
