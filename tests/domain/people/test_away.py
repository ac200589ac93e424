"""Children whose parents are away: the plain queries for a few answer as the conditions for many do."""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from tests.children import child, kin

from gonghu.domain.people.models import CategoryAssignment, Child, Circumstance
from gonghu.domain.people.queries.away import known_away, left_behind, parents_away
from gonghu.domain.people.terms import Category, CircumstanceKind

pytestmark = pytest.mark.django_db
ON, AT = date(2026, 11, 20), datetime(2026, 11, 20, 9, tzinfo=UTC)
KINDS = (
    CircumstanceKind.AWAY_FOR_WORK, CircumstanceKind.AWAY_FOR_WORK, CircumstanceKind.LOST_CONTACT,
    CircumstanceKind.SEVERE_DISABILITY,
)  # fmt: skip
TIMES = ((-30, None), (-30, 0), (0, None), (-30, -1), (1, None))


def test_few_children_are_named_by_the_same_facts_as_many() -> None:
    dice, made = random.Random(3), [child(f"孩{number}") for number in range(40)]
    for of in made:
        for relation in dice.sample(("51", "52", "61"), dice.randrange(4)):
            died_on = ON if dice.random() < 0.1 else None
            relative = kin(of, "张三", relation, died_on=died_on)
            for kind in dice.sample(KINDS, dice.randrange(3)):
                Circumstance(person=relative, kind=kind, **held(dice)).save()
        if dice.random() < 0.2:
            CategoryAssignment(
                child=of, category=Category.LEFT_BEHIND, decided_at=AT, source_key=uuid4(), **held(dice)
            ).save()
    keys = [of.pk for of in made]
    condition = parents_away(from_on=ON, to_on=ON) | left_behind(from_on=ON, to_on=ON)
    many = set(Child.objects.everywhere("test").filter(condition).values_list("pk", flat=True))
    assert known_away(children=keys, on=ON) == many
    assert 0 < len(many) < len(made)
    assert known_away(children=keys[:5], on=ON) == many & set(keys[:5])


def held(dice: random.Random) -> dict[str, date | None]:
    begins, ends = dice.choice(TIMES)
    return {"from_on": ON + timedelta(begins), "to_on": None if ends is None else ON + timedelta(ends)}
