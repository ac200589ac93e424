"""
Scope (可见范围): which rows somebody sees, worked out from posts, grants and emergencies before any query is made.

A reach is one reason to see something; its conditions all hold together. A scope is any number of reaches: what one
post may do does not spill into the area of another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.terms import VERIFIED, Permission, SealedKind
from gonghu.domain.divisions.terms import Area
from gonghu.standards.division_code import Level

NOWHERE: Final = Q(pk__in=[])
"""The condition that no row meets; Django knows it and asks the database nothing."""


@dataclass(frozen=True, slots=True)
class ScopedBy:
    """Which columns of a model a scope looks at (范围字段), and which permission shows its rows."""

    division: str = "division_code"
    child: str | None = None
    category: str | None = None
    permission: Permission = Permission.SEE_CHILDREN


@dataclass(frozen=True, slots=True)
class Reach:
    """
    Some permissions in an area (一项可见依据); of some categories or some children only, where these are said.

    ``categories`` and ``children`` are None where all are meant: an empty set reaches nothing.
    """

    area: Area
    permissions: frozenset[Permission]
    categories: frozenset[str] | None = None
    children: frozenset[UUID] | None = None

    @property
    def whole(self) -> bool:
        """Tell whether everything in the area is reached."""
        return self.categories is None and self.children is None

    @property
    def opens_seals(self) -> bool:
        """Tell whether the area is a district or more: nobody below opens what is sealed."""
        return self.whole and (self.area.level is None or self.area.level <= Level.COUNTY)

    def condition(self, by: ScopedBy) -> Q:
        """Give the condition on a model's rows; a model without the columns to check it is not reached."""
        found = self.area.filter(by.division)
        if self.children is not None:
            found &= Q(**{f"{by.child}__in": sorted(self.children)}) if by.child else NOWHERE
        if self.categories is not None:
            found &= Q(**{f"{by.category}__in": sorted(self.categories)}) if by.category else NOWHERE
        return found


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything somebody reaches at one moment (可见范围)."""

    reaches: tuple[Reach, ...] = ()

    def areas(self, permission: Permission) -> tuple[Area, ...]:
        """List the areas in which everything is reached with a permission, none within another, in order of code."""
        return tuple(_outermost(reach.area for reach in self._with(permission) if reach.whole))

    def ranges(self, permission: Permission) -> tuple[tuple[str, str], ...]:
        """Give the same as half-open ranges of twelve-digit codes, neighbours joined, for statements of one's own."""
        joined: list[tuple[str, str]] = []
        for area in self.areas(permission):
            low = joined.pop()[0] if joined and joined[-1][1] == area.low else area.low
            joined.append((low, area.high))
        return tuple(joined)

    def allows(self, permission: Permission, code: str) -> bool:
        """
        Tell whether a permission holds for everything in a division.

        :raises NotADivisionCode: the text is no code
        """
        asked = Area.of(code)
        return any(area.covers(asked) for area in self.areas(permission))

    def has(self, permission: Permission) -> bool:
        """Tell whether a permission holds anywhere."""
        return any(True for _ in self._with(permission))

    def holding(self, permission: Permission) -> "Scope":
        """Give the part of the scope in which a permission holds too: what somebody sees and may also take along."""
        return Scope(tuple(self._with(permission)))

    def opens(self, kind: SealedKind, code: str) -> bool:
        """
        Tell whether a sealed fact about somebody in a division may be told.

        :raises NotADivisionCode: the text is no code
        """
        return any(reach.opens_seals and reach.area.holds(code) for reach in self._with(kind.permission))

    def condition(self, by: ScopedBy, permission: Permission | None = None) -> Q:
        """Give the condition on a model's rows."""
        asked = permission or by.permission
        found = _within(self.ranges(asked), by.division)
        for reach in self._with(asked):
            if not reach.whole:
                found |= reach.condition(by)
        return found

    def _with(self, permission: Permission) -> Iterator[Reach]:
        return (reach for reach in self.reaches if permission in reach.permissions)


NOTHING: Final = Scope()
"""The scope of somebody without any post."""


def told_to(*, scope: Scope, kind: SealedKind, value: str | None, division_code: str) -> str:
    """
    Give a sealed fact about somebody to those who may know it, “情况已核实” to all others, nothing if there is none.

    :raises NotADivisionCode: the person's division is no code
    """
    if not value:
        return ""
    return value if scope.opens(kind, division_code) else VERIFIED


def _within(ranges: Sequence[tuple[str, str]], column: str) -> Q:
    """Give the condition that a column lies in one of some ranges, which are in order and apart."""
    found = NOWHERE
    for low, high in ranges:
        found |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    if len(ranges) > 1:
        # From the first to the last: a list in order of code then begins there in the index, and stops when it is full.
        found &= Q(**{f"{column}__gte": ranges[0][0], f"{column}__lt": ranges[-1][1]})
    return found


def _outermost(areas: Iterable[Area]) -> Iterator[Area]:
    """Leave out the areas within others; in order of prefix the outer one stands first."""
    last: Area | None = None
    for area in sorted(set(areas)):
        if last is None or not last.covers(area):
            last = area
            yield area
