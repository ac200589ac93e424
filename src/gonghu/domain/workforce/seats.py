"""
Who sits on which seat (席位): the charge that was given for a division, else the post of that role right there.

A seat whose post nobody holds counts as empty: what lies there goes to the level above.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.domain.access.colleagues import Colleague, colleagues, posts_in_area
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.workforce.models import Charge
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.foundation.intervals import holding_on
from gonghu.standards.division_code import LENGTH, Level

KIND_OF: Final = {kind.role: kind for kind in ChargeKind}


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of an area that are taken on a day (在岗席位), by kind and division."""

    taken: dict[tuple[ChargeKind, str], Colleague]

    def answering(self, code: str) -> Colleague | None:
        """Give who answers for a place: the nearest of director, supervisor and commissioner that is there."""
        for kind in ChargeKind:
            found = self.taken.get((kind, code[: kind.level].ljust(LENGTH, "0")))
            if found:
                return found
        return None


def seats_in(*, area: Area, on: date, kinds: Iterable[ChargeKind] = tuple(ChargeKind)) -> Seats:
    """Give the seats of an area that are taken on a day, in three or four statements however large it is."""
    asked = list(kinds)
    roles = [kind.role for kind in asked]
    here = {each.post: each for each in posts_in_area(area=area, roles=roles, on=on)}
    charges = list(
        Charge.objects.everywhere("who answers for which place")
        .filter(holding_on(on), area.filter(), kind__in=asked)
        .values_list("kind", "division_code", "post_id")
    )
    away = {post for _kind, _code, post in charges if post not in here}
    known = {**here, **colleagues(posts=away, on=on)}
    taken = {(KIND_OF[each.role], each.division_code): each for each in _one_each(here.values()).values() if each.name}
    for kind, code, post in charges:
        if post in known and known[post].name:
            taken[ChargeKind(kind), code] = known[post]
    return Seats(taken)


def area_around(codes: Iterable[str]) -> Area:
    """Give the smallest area of a district or more that holds all of some places, with those who answer above them."""
    asked = sorted(codes)
    shared = {asked[0][:level] for level in Level if level <= Level.COUNTY and asked[0][:level] == asked[-1][:level]}
    return Area(max(shared, key=len, default=""))


def _one_each(posts: Iterable[Colleague]) -> dict[tuple[Role, str], Colleague]:
    """Keep one post for each role and division, one that is held if there is one."""
    found: dict[tuple[Role, str], Colleague] = {}
    for each in posts:
        key = (each.role, each.division_code)
        if key not in found or not found[key].name:
            found[key] = each
    return found
