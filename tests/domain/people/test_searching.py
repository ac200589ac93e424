"""Children are found by whatever somebody remembers, within the scope, and by nothing else."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import number
from tests.domain.people.conftest import (
    AT,
    BORN,
    BY,
    CITY,
    NEXT_VILLAGE,
    ON,
    VILLAGE,
    XIQING_VILLAGE,
    employed,
    entered,
)

from gonghu.domain.access.scope import NOTHING
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.queries import divisions_within
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.facts import NumberFacts, PersonFacts
from gonghu.domain.people.models import Child
from gonghu.domain.people.opening.found import ChildFound
from gonghu.domain.people.operations import close_file, issue_number, merge_persons, open_files
from gonghu.domain.people.queries import (
    ChildrenWanted,
    child_places,
    children_in,
    keys_of_child,
    merges_of,
    names_of_children,
    naming,
    possible_duplicates,
    search_children,
)
from gonghu.domain.people.spelling import given, spelt
from gonghu.domain.people.terms import Category, ClosingReason, FileState
from gonghu.foundation.acting import SYSTEM
from gonghu.standards.division_code import Level

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [child.name for child in search_children(text=text, scope=CITY, on=ON)]


@pytest.mark.parametrize(
    "text", ["曾三丰", "曾", "三丰", "曾三", "zengsanfeng", "ZENG", "sanfeng", "zsf", " zeng sanfeng ", "曾 三丰"]
)
def test_a_child_is_found_by_its_name_or_given_name_or_their_sound(text: str) -> None:
    entered("曾三丰")
    entered("李四", sequence=3)
    assert found(text) == ["曾三丰"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("欧阳娜娜", "娜娜"),
        ("欧阳娜娜", "ouyang"),
        ("买买提·吐尔逊", "吐尔逊"),
        ("买买提·吐尔逊", "mmt"),
        ("JOHN SMITH", "smith"),
        ("JOHN SMITH", "John S"),
    ],
)
def test_compound_surnames_and_names_of_other_peoples_are_found_by_either_part(name: str, text: str) -> None:
    entered(name)
    assert found(text) == [name]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("张三丰", ("三丰", "sanfeng")),
        ("欧阳娜娜", ("娜娜", "nana")),
        ("买买提·吐尔逊", ("吐尔逊", "tuerxun")),
        ("JOHN SMITH", ("SMITH", "smith")),
        ("TOM", ("", "")),
    ],
)
def test_a_name_divides_into_what_families_and_parents_gave(name: str, parts: tuple[str, str]) -> None:
    assert given(name) == parts


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "王五", "feng", "丰三"])
def test_nothing_is_found_by_what_is_not_in_the_name(text: str) -> None:
    entered("曾三丰")
    assert found(text) == []


@pytest.mark.parametrize("last", [4, 6, 11, 17, 18])
def test_a_child_is_found_by_the_end_of_its_number(last: int) -> None:
    entered("张三丰", date(2015, 2, 11))
    entered("李四", date(2016, 2, 11))
    assert found(number(date(2015, 2, 11), 1)[-last:]) == ["张三丰"]
    assert found(number(date(2017, 2, 11), 1)[-last:]) == []


def test_a_check_letter_is_typed_in_either_case() -> None:
    born = next(day for each in range(99) if number(day := BORN + timedelta(each), 1).endswith("X"))
    entered("张三丰", born)
    assert found(number(born, 1)[-4:].lower()) == ["张三丰"]


def test_a_child_is_found_by_the_number_it_bore_before() -> None:
    child = entered()
    issue_number(child=child, person=child.pk, facts=NumberFacts(number(BORN, 5)), on=ON, **BY)
    assert found(number(BORN, 1)) == ["张三丰"]


def test_a_child_is_found_by_its_village() -> None:
    load_divisions(area=Area("120112"), by=SYSTEM, at=AT)
    villages = divisions_within(scope=Area("120112"), level=Level.VILLAGE, on=ON)
    names = Counter(villages.values_list("name", flat=True))
    here, there = [village for village in villages if names[village.name] == 1][:2]
    entered("张三丰", place=here.code)
    entered("李四", sequence=3, place=there.code)
    assert found(here.name) == ["张三丰"]
    assert found(there.name) == ["李四"]


def test_files_in_use_come_first() -> None:
    closed = entered("张一", sequence=1)
    close_file(child=closed, reason=ClosingReason.SETTLED, on=ON, **BY)
    entered("张二", sequence=3, place=NEXT_VILLAGE)
    assert found("张") == ["张二", "张一"]


def test_nobody_finds_a_child_out_of_scope() -> None:
    entered("张三丰")
    director = employed(Role.VILLAGE_DIRECTOR, NEXT_VILLAGE)
    for text in ("张三丰", "zsf", number(BORN, 1), number(BORN, 1)[-4:], number(BORN, 1)[-8:]):
        assert search_children(text=text, scope=director.scope, on=ON) == []
        assert search_children(text=text, scope=NOTHING, on=ON) == []


def test_names_by_the_thousand_agree_with_looking_at_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow reference looks at every child; few and many hits take different ways and agree."""
    rng = random.Random(2)
    names = [
        "".join(rng.choices("张王李欧阳", k=1) + rng.choices("三丰伟芳明", k=rng.choice([1, 2]))) for _ in range(80)
    ]
    places = [VILLAGE, NEXT_VILLAGE, XIQING_VILLAGE]
    open_files(
        found=[ChildFound(key, name, rng.choice(places), number(BORN, key)) for key, name in enumerate(names)], **BY
    )
    everybody = list(Child.objects.everywhere("test").order_by("division_code", "person_id"))
    for few in (1_000, 5):
        monkeypatch.setattr(naming, "FEW", few)
        for text in ["张", "三", "丰", "伟", "三丰", "zhang", "zw", "wei", "z", "欧", "王芳", "无"]:
            plain = [child.pk for child in everybody if _called(child, text)]
            asked = children_in(scope=CITY, filters=ChildrenWanted(text=text))
            assert [child.pk for child in asked] == plain, (few, text)


def _called(child: Child, text: str) -> bool:
    pinyin, initials = spelt(child.name)
    return any(part.startswith(text) for part in (child.name, pinyin, initials, *given(child.name)))


def test_conditions_hold_together() -> None:
    for sequence, (name, born, place) in enumerate(
        [
            ("张大", date(2010, 11, 2), VILLAGE),
            ("张小", date(2010, 11, 3), VILLAGE),
            ("李大", date(2010, 11, 2), VILLAGE),
            ("张远", date(2010, 11, 2), XIQING_VILLAGE),
        ]
    ):
        entered(name, born, 2 * sequence + 1, place)
    wanted = ChildrenWanted(
        area=Area("120112"), text="张", age_from=16, on=ON, sex="1", states=frozenset({FileState.ON_FILE})
    )
    assert [child.name for child in children_in(scope=CITY, filters=wanted)] == ["张大"]
    assert not children_in(scope=CITY, filters=ChildrenWanted(category=Category.ORPHAN)).exists()


def test_a_list_looks_at_one_table_once() -> None:
    entered()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        list(children_in(scope=CITY))
    assert len(asked) == 1
    assert "JOIN" not in asked[0]["sql"]


def test_whoever_is_about_to_be_entered_twice_is_shown() -> None:
    child = entered("张三丰")
    close_file(child=child, reason=ClosingReason.SETTLED, on=ON, **BY)
    for facts in (
        PersonFacts("别名", number=number(BORN, 1)),
        PersonFacts("张三丰", born_on=BORN),
        PersonFacts("章三峰", born_on=BORN),
    ):
        assert possible_duplicates(facts=facts, scope=CITY) == [child]
    for facts in (PersonFacts("张三丰", born_on=BORN + timedelta(1)), PersonFacts("李四", number=number(BORN, 3))):
        assert possible_duplicates(facts=facts, scope=CITY) == []


def test_a_child_has_the_keys_of_all_that_were_merged_into_it() -> None:
    one, two, three = (entered(sequence=each) for each in (1, 3, 5))
    merge_persons(kept=two.pk, merged=three.pk, reason="同一人", **BY)
    merge_persons(kept=one.pk, merged=two.pk, reason="同一人", **BY)
    assert keys_of_child(child=one.pk, scope=CITY) == {one.pk, two.pk, three.pk}
    assert keys_of_child(child=one.pk, scope=NOTHING) == frozenset()
    assert [merge.merged_id for merge in merges_of(people=[one.pk], scope=CITY)] == [two.pk]


def test_names_and_places_are_given_of_those_in_scope_only() -> None:
    here, there = entered(), entered("李四", sequence=3, place=XIQING_VILLAGE)
    district = employed(Role.DISTRICT_OFFICER)
    both = [here.pk, there.pk]
    assert names_of_children(children=both, scope=district.scope) == {here.pk: "张三丰"}
    assert child_places(children=both, scope=district.scope) == {here.pk: VILLAGE}
