"""Who came of age after having been recognised (成年的在册儿童): what is given to them begins where childhood ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.ages import birthday
from gonghu.domain.people.models import CategoryAssignment
from gonghu.domain.people.terms import ADULT_AGE, Category, ClosingReason

_GONE: Final = (ClosingReason.DIED, ClosingReason.ADOPTED, ClosingReason.MERGED, ClosingReason.NOT_IN_NEED)


@dataclass(frozen=True, slots=True)
class GrownUp:
    """Somebody who came of age, and what they had been recognised as by then (成年前认定)."""

    child: UUID
    division_code: str
    category: str


def grown_up_after_recognition(
    *, categories: Collection[Category], area: Area, scope: Scope, on: date
) -> list[GrownUp]:
    """
    List who is of age on a day and was recognised as one of some categories before, of those whom somebody sees.

    Who died, was adopted, or is in another file is left out; a file that was closed at eighteen is not.
    """
    rows = CategoryAssignment.objects.visible_to(scope).filter(category__in=sorted(categories))
    rows = rows.filter(child__born_on__isnull=False, child__person__died_on__isnull=True)
    rows = rows.filter(area.filter("child__division_code"), child__born_on__lt=date(on.year - ADULT_AGE + 1, 1, 1))
    found: dict[UUID, GrownUp] = {}
    for row in rows.exclude(child__closing_reason__in=_GONE).select_related("child"):
        of_age = birthday(row.child.born_on, ADULT_AGE) if row.child.born_on else on
        if row.from_on < of_age <= on:
            found[row.child_id] = GrownUp(row.child_id, row.child.division_code, row.category)
    return sorted(found.values(), key=lambda each: (each.division_code, each.child))
