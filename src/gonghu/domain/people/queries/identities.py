"""Names and numbers of many children at once (人员身份), for rosters that go to another department by law."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child, IdentityNumber
from gonghu.domain.people.terms import NumberKind

_AT_ONCE: Final = 2_000
_FIRST: Final = {kind: turn for turn, kind in enumerate(NumberKind)}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a child is, unmasked (人员身份); the number in force of the kind that comes first, if there is one."""

    child: UUID
    name: str
    sex: str
    born_on: date | None
    division_code: str
    number_kind: str
    number: str


def identities_of(*, children: Iterable[UUID], scope: Scope) -> dict[UUID, Identity]:
    """Give who those of some children are whom somebody may see unmasked, by key."""
    keys, found = list(children), dict[UUID, Identity]()
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        seen = list(Child.objects.visible_to(scope, Permission.UNMASK).filter(pk__in=part))
        numbers = _numbers([child.pk for child in seen])
        for child in seen:
            row = numbers.get(child.pk)
            found[child.pk] = Identity(
                child.pk,
                child.name,
                child.sex,
                child.born_on,
                child.division_code,
                str(NumberKind(row.kind).label) if row else "",
                row.number if row else "",
            )
    return found


def _numbers(children: list[UUID]) -> dict[UUID, IdentityNumber]:
    rows = IdentityNumber.objects.everywhere("numbers of children who are seen unmasked")
    held = rows.filter(person__in=children, to_on__isnull=True)
    ordered = sorted(held, key=lambda row: (_FIRST[NumberKind(row.kind)], row.from_on), reverse=True)
    return {row.person_id: row for row in ordered}
