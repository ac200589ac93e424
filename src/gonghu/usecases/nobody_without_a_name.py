"""
No child without a named person (明确专人): where children live and nobody of the village, the town, or at all, answers.

In the village's place stands the supervisor of the town, then the commissioner; that is told, and so is nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gonghu.domain.access.colleagues import Colleague
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import children_by_village
from gonghu.domain.workforce.queries import people_answering_for


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A village with children and no director (无专人的村居), and who stands in."""

    division_code: str
    children: int
    stands_in: Colleague | None


@dataclass(frozen=True, slots=True)
class NamedPersons:
    """Whether every child of an area has a named person (明确专人情况)."""

    children: int
    by_director: int
    unnamed: tuple[Unnamed, ...]

    @property
    def with_stand_in(self) -> int:
        """How many children have somebody of the town or district in the director's place."""
        return sum(each.children for each in self.unnamed if each.stands_in)

    @property
    def with_nobody(self) -> int:
        """How many children have nobody at all."""
        return sum(each.children for each in self.unnamed if not each.stands_in)


def named_persons(*, scope: Scope, area: Area, on: date) -> NamedPersons:
    """Tell for an area how many children have a director, a stand-in, or nobody, and in which villages."""
    children = children_by_village(scope=scope, area=area)
    answering = people_answering_for(codes=children, scope=scope, on=on)
    unnamed = tuple(_unnamed(children, answering))
    total = sum(children.values())
    return NamedPersons(total, total - sum(each.children for each in unnamed), unnamed)


def _unnamed(children: dict[str, int], answering: dict[str, Colleague]) -> Iterator[Unnamed]:
    for code, count in children.items():
        found = answering.get(code)
        if found is None or found.role != Role.VILLAGE_DIRECTOR:
            yield Unnamed(code, count, found)
