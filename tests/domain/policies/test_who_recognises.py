"""With the roles as they are shipped, two people of a district recognise every category there is."""

from datetime import datetime

import pytest
from django.utils import timezone
from tests.benefits import TOWN, acting
from tests.children import child

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import CategoryAssignment
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category
from gonghu.domain.policies.operations import Proposal
from gonghu.domain.policies.queries import recognition_by_key
from gonghu.usecases.recognise_child import approve, propose

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())


def test_two_people_of_a_district_propose_and_review_every_category() -> None:
    first, second = acting("first", Role.CHILD_COMMISSIONER), acting("second", Role.DISTRICT_OFFICER)
    town = acting("town", Role.TOWN_SUPERVISOR, TOWN)
    for category in Category:
        one = child(f"张{category.label}"[:10])
        proposal = Proposal(
            child=one.pk, division_code=one.division_code, category=category, opinion="查验属实", document="文件"
        )
        made = propose(proposal=proposal, by=first, at=AT)
        # Both know what they sign; the town does not know what is sealed.
        assert recognition_by_key(key=made.pk, scope=first.scope)
        assert recognition_by_key(key=made.pk, scope=second.scope)
        assert bool(recognition_by_key(key=made.pk, scope=town.scope)) == (category not in SEALED_CATEGORIES)
        # The same person does not do both, whatever the category.
        with pytest.raises(NotPermitted):
            approve(recognition=made.pk, opinion="同意", by=first, at=AT)
        approve(recognition=made.pk, opinion="同意", by=second, at=AT)
    held = CategoryAssignment.objects.everywhere("test").values_list("category", flat=True)
    assert sorted(held) == sorted(Category)
