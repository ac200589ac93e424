"""Numbers come, change and may be missing; one in force belongs to one person."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import number
from tests.domain.people.conftest import AT, BORN, BY, ON, VILLAGE, XIQING_VILLAGE, again, employed, entered

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role
from gonghu.domain.people.facts import NumberFacts, PersonCorrection, PersonFacts
from gonghu.domain.people.families import NotOfTheFamily
from gonghu.domain.people.models import Child, IdentityNumber, Person
from gonghu.domain.people.numbering import NumberTaken, NumberWrong, bearer_of, give
from gonghu.domain.people.operations import correct_person, issue_number, record_child, record_kin
from gonghu.domain.people.operations.persons import NameMissing
from gonghu.domain.people.terms import FileState, NumberKind, Sex, WithoutNumber

pytestmark = pytest.mark.django_db
LATER = ON + timedelta(days=30)


def numbers_of(person: Child) -> list[tuple[str, date, date | None]]:
    rows = IdentityNumber.objects.everywhere("test").filter(person=person.pk).order_by("from_on", "pk")
    return [(row.number, row.from_on, row.to_on) for row in rows]


def test_a_child_entered_by_hand_is_who_its_number_says() -> None:
    child = entered()
    assert (child.name, child.pinyin, child.sex, child.born_on) == ("张三丰", "zhangsanfeng", Sex.MALE, BORN)
    assert (child.state, child.person.without_number) == (FileState.ON_FILE, "")
    assert numbers_of(child) == [(number(BORN, 1), ON, None)]


def test_a_child_without_a_number_has_a_reason() -> None:
    facts = PersonFacts("小明", born_on=BORN, without_number=WithoutNumber.FOUNDLING)
    child = record_child(facts=facts, division_code=VILLAGE, **BY)
    assert (numbers_of(child), child.person.without_number) == ([], WithoutNumber.FOUNDLING)
    assert entered("小红", born=None).person.without_number == WithoutNumber.NOT_KNOWN


def test_a_foreign_child_bears_a_passport() -> None:
    facts = PersonFacts("John Smith", number="e 1234 5678", number_kind=NumberKind.PASSPORT, born_on=BORN)
    child = record_child(facts=facts, division_code=VILLAGE, **BY)
    assert [row[0] for row in numbers_of(child)] == ["E12345678"]
    bearer = bearer_of("E12345678")
    assert bearer
    assert bearer.pk == child.pk


@pytest.mark.parametrize("wrong", ["990101201502110012", "99010120150230001X", "123"])
def test_a_mistyped_number_is_refused(wrong: str) -> None:
    with pytest.raises(NumberWrong):
        record_child(facts=PersonFacts("小明", number=wrong), division_code=VILLAGE, **BY)
    assert not Person.objects.everywhere("test").exists()


def test_a_child_has_a_name() -> None:
    with pytest.raises(NameMissing):
        record_child(facts=PersonFacts("不详"), division_code=VILLAGE, **BY)


def test_twins_with_adjoining_numbers_are_two_children() -> None:
    one, other = entered("张大宝", sequence=1), entered("张二宝", sequence=3)
    assert one.pk != other.pk


def test_a_number_is_entered_for_one_child_only() -> None:
    entered()
    with pytest.raises(NumberTaken):
        entered("李四")


def test_a_parent_who_is_a_child_too_gets_a_file_of_its_own_and_keeps_the_key() -> None:
    baby, young = entered(), PersonFacts("小芳", number=number(date(2010, 5, 6), 2))
    kin = record_kin(child=baby, facts=young, relation="52", from_on=BORN, **BY)
    assert record_child(facts=young, division_code=VILLAGE, **BY).pk == kin.relative_id


def test_a_reissued_number_ends_the_one_before_and_both_find_the_child() -> None:
    child = entered()
    issue_number(child=child, person=child.pk, facts=NumberFacts(number(BORN, 5)), on=LATER, **BY)
    assert numbers_of(child) == [
        (number(BORN, 1), ON, LATER - timedelta(days=1)),
        (number(BORN, 5), LATER, None),
    ]


def test_a_number_given_up_by_one_may_be_borne_by_another() -> None:
    child = entered()
    issue_number(child=child, person=child.pk, facts=NumberFacts(number(BORN, 5)), on=LATER, **BY)
    other = entered("重号")
    assert numbers_of(other) == [(number(BORN, 1), ON, None)]


def test_the_database_refuses_one_number_in_force_twice() -> None:
    child, other = entered(), entered("李四", sequence=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityNumber.objects.create(person=other.person, kind="CITIZEN", number=number(BORN, 1), from_on=LATER)
    assert bearer_of(number(BORN, 1)) == child.person


def test_a_corrected_name_is_found_by_its_sound_and_the_old_one_is_kept() -> None:
    child = entered("张三风")
    correct_person(child=child, person=child.pk, said=PersonCorrection("曾三丰", is_renamed=True), **BY)
    now = again(child)
    assert (now.name, now.pinyin, now.person.name, now.person.former_name) == (
        "曾三丰", "zengsanfeng", "曾三丰", "张三风",
    )  # fmt: skip


def test_only_people_of_the_family_are_corrected_through_a_file() -> None:
    child, stranger = entered(), entered("别人", sequence=3)
    with pytest.raises(NotOfTheFamily):
        correct_person(child=child, person=stranger.pk, said=PersonCorrection("改名"), **BY)


def test_files_are_opened_only_where_one_keeps_them() -> None:
    with pytest.raises(NotPermitted):
        record_child(facts=PersonFacts("小明"), division_code=XIQING_VILLAGE, by=employed(Role.TOWN_SUPERVISOR), at=AT)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=12))
def test_whoever_gets_which_number_when_each_in_force_has_one_bearer(steps: list[tuple[int, int]]) -> None:
    """The slow reference: a dictionary of who bears what now."""
    with transaction.atomic():
        people = [Person.objects.create(name=f"人{each}", division_code=VILLAGE) for each in range(4)]
        bears: dict[int, int] = {}
        for day, (who, sequence) in enumerate(steps):
            bearer = next((person for person, held in bears.items() if held == sequence), None)
            try:
                give(people[who], number(BORN, sequence), NumberKind.CITIZEN, ON + timedelta(days=day))
            except NumberTaken:
                assert bearer not in (None, who)
            else:
                assert bearer in (None, who)
                bears[who] = sequence
        for sequence in range(1, 5):
            bearer = next((person for person, held in bears.items() if held == sequence), None)
            found = bearer_of(number(BORN, sequence))
            assert (found.pk if found else None) == (people[bearer].pk if bearer is not None else None)
        transaction.set_rollback(True)
