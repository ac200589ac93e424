"""Who belongs to a child's family (家庭成员范围): the child, its kin, theirs one step on, whoever looks after it."""

from uuid import UUID

from django.db.models import Q

from gonghu.domain.people.models import Carer, Child, HouseholdMember, Kinship, Person

_WHY = "the family of a child that is seen"


class NotOfTheFamily(ValueError):
    """Somebody is neither the child nor of its family."""


def kinships_of(child: UUID) -> list[Kinship]:
    """List the kinships of a child and of its kin, the child's own first."""
    rows = Kinship.objects.everywhere(_WHY).select_related("person", "relative")
    own = list(rows.filter(Q(person=child) | Q(relative=child)).order_by("relation", "from_on", "pk"))
    near = {each for row in own for each in (row.person_id, row.relative_id)} - {child}
    between = rows.filter(Q(person__in=near) | Q(relative__in=near)).exclude(pk__in=[row.pk for row in own])
    return own + list(between.order_by("relation", "from_on", "pk"))


def family_keys(child: UUID) -> set[UUID]:
    """Give the keys of everybody of a child's family."""
    found = {each for row in kinships_of(child) for each in (row.person_id, row.relative_id)}
    carers = Carer.objects.everywhere(_WHY).filter(child=child, carer__isnull=False)
    members = HouseholdMember.objects.everywhere(_WHY)
    homes = members.filter(person=child, to_on__isnull=True).values("household")
    housemates = members.filter(household__in=homes, to_on__isnull=True)
    return {
        child,
        *found,
        *(key for key in carers.values_list("carer", flat=True) if key),
        *housemates.values_list("person", flat=True),
    }


def person_of_family(child: Child, person: UUID) -> Person:
    """
    Give somebody of a child's family, held until the transaction ends.

    :raises NotOfTheFamily: the person is not
    """
    if person not in family_keys(child.pk):
        raise NotOfTheFamily("该人员不是该儿童或其家庭成员，请先登记亲属关系")
    return Person.objects.everywhere(_WHY).select_for_update(of=("self",)).get(pk=person)
