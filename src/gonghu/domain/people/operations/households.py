"""Who lives in one household with a child (同住人员的登记)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.people.families import person_of_family
from gonghu.domain.people.models import Child, Household, HouseholdMember
from gonghu.domain.people.operations.living import refuse_unknown
from gonghu.domain.people.writing import held, put, record_file
from gonghu.foundation.acting import Actor
from gonghu.foundation.intervals import holding_on

_WRITTEN = "households of a file that is written in"


@transaction.atomic
def record_housemate(
    *, child: Child, person: UUID, relation: str, from_on: date, by: Actor, at: datetime, evidence: str = ""
) -> HouseholdMember:
    """
    Write down that somebody of a child's family is of its household from a day on (登记同住人员).

    ``relation`` is to the head of the household; the child's household is entered with its first member. Whoever was
    of another household leaves that the day before.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NotOfTheFamily: the person is not of the family
    :raises UnknownRelation: the relation is none of the standard
    :raises LaterFactThere: a later household is on file
    """
    current = held(child, by)
    whom = person_of_family(current, person)
    if relation:
        refuse_unknown(relation)
    household = _household_of(current, from_on)
    rows = HouseholdMember.objects.everywhere(_WRITTEN)
    if whom.pk != current.pk and not rows.filter(holding_on(from_on), person=current.pk, household=household).exists():
        put(rows.filter(person=current.pk), from_on, person=current.person, household=household, relation="")
    said = {"household": household, "relation": relation, "evidence": evidence}
    row = put(rows.filter(person=whom), from_on, person=whom, **said)
    record_file("record_housemate", current, by, at, {"person": str(whom.pk), "household": str(household.pk)})
    return row


def _household_of(child: Child, on: date) -> Household:
    """Give the household that the child is of on a day, or enter one."""
    rows = HouseholdMember.objects.everywhere(_WRITTEN).filter(holding_on(on), person=child.pk)
    member = rows.select_related("household").first()
    return member.household if member else Household.objects.create(division_code=child.division_code)
