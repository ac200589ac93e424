"""Which household children belong to (儿童所在家庭户): families are counted by it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.people.models import Child, HouseholdMember
from gonghu.foundation.intervals import holding_on


def households_of(*, children: Iterable[UUID], scope: Scope | None, on: date) -> dict[UUID, UUID]:
    """
    Give the household of each of some children on a day; those of whom none is on file are absent.

    Without a scope it is the work of the system, which is nobody's look.
    """
    keys = list(children)
    if scope is not None:
        keys = list(Child.objects.visible_to(scope).filter(pk__in=keys).values_list("pk", flat=True))
    rows = HouseholdMember.objects.everywhere("which household a child is counted with").filter(
        holding_on(on), person__in=keys
    )
    return dict(rows.order_by("from_on", "uuid").values_list("person_id", "household_id"))
