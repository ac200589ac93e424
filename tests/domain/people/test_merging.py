"""Two persons found to be one, and parted again: everything goes back."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from tests.builders import number
from tests.domain.people.conftest import AT, BORN, BY, NEXT_VILLAGE, ON, VILLAGE, account, again, employed, entered

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role
from gonghu.domain.people import models as people
from gonghu.domain.people.facts import CareFacts, Decision, PersonFacts, SchoolFacts
from gonghu.domain.people.merged_tables import columns_moved
from gonghu.domain.people.models import (
    CategoryAssignment,
    Child,
    IdentityNumber,
    Kinship,
    MergedReference,
    Person,
    PersonMerge,
)
from gonghu.domain.people.opening.found import ChildFound
from gonghu.domain.people.operations import (
    assess_risk,
    assign_category,
    close_file,
    merge_persons,
    open_files,
    record_kin,
    record_schooling,
    reopen_file,
    set_carer,
    split_persons,
)
from gonghu.domain.people.operations.files import FileStaysClosed
from gonghu.domain.people.operations.merging import MergeOnTop, MergeUndone, NotMergeable
from gonghu.domain.people.terms import (
    CareKind,
    Category,
    ClosingReason,
    FileState,
    RiskLevel,
    SchoolStage,
    SchoolState,
)

pytestmark = pytest.mark.django_db

Tables = dict[str, list[tuple[Any, ...]]]


def merged(kept: Child, other: Child, minutes: int = 0) -> PersonMerge:
    at = AT + timedelta(minutes=minutes)
    return merge_persons(kept=kept.pk, merged=other.pk, reason="同一人", by=BY["by"], at=at)


def tables() -> Tables:
    """Read everything of the people but the merges themselves."""
    kept: list[type[models.Model]] = [
        getattr(people, name) for name in people.__all__ if name not in {"PersonMerge", "MergedReference"}
    ]
    return {model.__name__: sorted(model._base_manager.values_list(), key=repr) for model in kept}


def with_kin(child: Child, name: str, sequence: int, relation: str = "51") -> Kinship:
    facts = PersonFacts(name, number=number(date(1980, 1, 1), sequence))
    return record_kin(child=child, facts=facts, relation=relation, from_on=BORN, **BY)


def test_every_table_that_points_at_a_person_moves_or_says_why_it_stays() -> None:
    moved = {(model._meta.label, column) for target in (Person, Child) for model, column in columns_moved(target)}
    stays = {
        model._meta.label
        for model in apps.get_models()
        if (rule := getattr(model, "when_merged", None)) is not None and rule.stays
    }
    assert ("people.IdentityNumber", "person") in moved
    assert ("access.Consent", "child_key") in moved
    assert ("benefits.Grant", "child") in moved
    assert {"payments.PayrollLine", "payments.Payment", "ledger.HelpReceived", "people.PersonMerge"} <= stays
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for each in model._meta.concrete_fields
        if each.related_model in (Person, Child) and not each.primary_key
    }
    assert pointing <= {label for label, _ in moved} | stays
    assert not stays & {label for label, _ in moved}


def test_numbers_and_kin_go_together_and_the_other_file_is_closed() -> None:
    one, other = entered("张三丰", sequence=1), entered("张三峰", sequence=3)
    with_kin(other, "张大山", 1)
    merged(one, other)
    rows = IdentityNumber.objects.everywhere("test").filter(person=one.pk)
    assert {row.number for row in rows} == {number(BORN, 1), number(BORN, 3)}
    assert Kinship.objects.everywhere("test").get().person_id == one.pk
    closed = again(other)
    assert (closed.state, closed.closing_reason, closed.closed_on) == (FileState.CLOSED, ClosingReason.MERGED, ON)


def test_whoever_is_found_by_the_number_of_the_one_merged_is_the_one_kept() -> None:
    one, other = entered("张三丰", sequence=1), entered("张三峰", sequence=3)
    merged(one, other)
    found = ChildFound(1, "张三峰", VILLAGE, number=number(BORN, 3), born_on=BORN)
    assert open_files(found=[found], **BY).children == {1: one.pk}


def test_a_child_without_a_number_that_was_merged_is_found_as_the_one_kept() -> None:
    one, other = entered("无号", born=None), entered("无号", born=None)
    merged(one, other)
    assert open_files(found=[ChildFound(1, "无号", VILLAGE)], **BY).children == {1: one.pk}


def test_a_merged_file_is_not_taken_up_again_but_by_a_split() -> None:
    one, other = entered(sequence=1), entered(sequence=3)
    merge = merged(one, other)
    with pytest.raises(FileStaysClosed):
        reopen_file(child=other, reason="误", **BY)
    split_persons(merge=merge, **BY)
    assert again(other).state == FileState.ON_FILE
    with pytest.raises(MergeUndone):
        split_persons(merge=merge, **BY)


def test_what_was_changed_since_stays_and_is_counted() -> None:
    one, other = entered(sequence=1), entered(sequence=3)
    kin = with_kin(other, "张大山", 1)
    merge = merged(one, other)
    third = entered("别人", sequence=5)
    Kinship.objects.everywhere("test").filter(pk=kin.pk).update(person=third.pk)
    assert split_persons(merge=merge, **BY) == 1
    assert Kinship.objects.everywhere("test").get(pk=kin.pk).person_id == third.pk


def test_a_later_merge_is_undone_first() -> None:
    a, b, c, d = (entered(sequence=number) for number in (1, 3, 5, 7))
    first = merged(a, b)
    second = merged(a, c, 1)
    third = merged(d, a, 2)
    for below in (first, second):
        with pytest.raises(MergeOnTop):
            split_persons(merge=below, **BY)
    split_persons(merge=third, **BY)
    with pytest.raises(MergeOnTop):
        split_persons(merge=first, **BY)
    split_persons(merge=second, **BY)
    split_persons(merge=first, **BY)


def test_those_who_cannot_be_one_are_not_merged() -> None:
    one, other = entered(sequence=1), entered(sequence=3)
    father = with_kin(one, "张大山", 1).relative
    for kept, merged_one in ((one.pk, one.pk), (one.pk, father.pk), (father.pk, other.pk)):
        with pytest.raises(NotMergeable):
            merge_persons(kept=kept, merged=merged_one, reason="", **BY)
    merged(one, other)
    with pytest.raises(NotMergeable):
        merged(entered(sequence=5), other)


def test_two_files_with_one_category_at_one_time_are_not_merged() -> None:
    one, other = entered(sequence=1), entered(sequence=3)
    decision = Decision("民发〔2019〕62号", account("first").pk, account("second").pk)
    for child, category in ((one, Category.ORPHAN), (other, Category.DEFACTO)):
        assign_category(child=child, category=category, from_on=ON, decision=decision, **BY)
    with pytest.raises(NotMergeable):
        merged(one, other)


def test_a_recognised_child_keeps_its_category_in_the_file_it_goes_to() -> None:
    one, other = entered(sequence=1), entered(sequence=3)
    decision = Decision("民发〔2019〕62号", account("first").pk, account("second").pk)
    assign_category(child=other, category=Category.DEFACTO, from_on=ON, decision=decision, **BY)
    merge = merged(one, other)
    assert (again(one).category, again(one).state) == (Category.DEFACTO, FileState.RECOGNISED)
    assert (again(other).category, again(other).state) == ("", FileState.CLOSED)
    split_persons(merge=merge, **BY)
    assert (again(one).category, again(one).state) == ("", FileState.ON_FILE)
    assert (again(other).category, again(other).state) == (Category.DEFACTO, FileState.RECOGNISED)


def test_only_who_keeps_both_files_merges_them() -> None:
    one, other = entered(sequence=1), entered(sequence=3, place=NEXT_VILLAGE)
    director, supervisor = employed(Role.VILLAGE_DIRECTOR, VILLAGE), employed(Role.TOWN_SUPERVISOR, "120112100000")
    with pytest.raises(NotPermitted):
        merge_persons(kept=one.pk, merged=other.pk, reason="同一人", by=director, at=AT)
    merge = merge_persons(kept=one.pk, merged=other.pk, reason="同一人", by=supervisor, at=AT)
    with pytest.raises(NotPermitted):
        split_persons(merge=merge, by=director, at=AT)


@pytest.mark.parametrize("seed", range(5))
def test_after_any_merges_and_their_splits_everything_is_as_it_was(seed: int) -> None:
    rng = random.Random(seed)
    children = [
        entered(f"张{number}", sequence=number, place=rng.choice([VILLAGE, NEXT_VILLAGE])) for number in range(1, 7)
    ]
    decision = Decision("民发〔2019〕62号", account("first").pk, account("second").pk)
    for number_of, child in enumerate(children):
        with_kin(child, f"张父{number_of % 3}", 1 + number_of % 3)
        school = SchoolFacts(SchoolStage.PRIMARY, SchoolState.ENROLLED, f"第{number_of}小学")
        record_schooling(child=child, facts=school, from_on=ON, **BY)
        set_carer(child=child, facts=CareFacts(CareKind.GUARDIAN, name="祖父", relation="61"), from_on=ON, **BY)
        assess_risk(child=child, level=rng.choice(list(RiskLevel)), reasons="看到的", **BY)
        if rng.random() < 0.4:
            category = rng.choice([Category.SEVERE, Category.POOR, Category.MIGRANT])
            assign_category(child=child, category=category, from_on=ON, decision=decision, **BY)
        if rng.random() < 0.2:
            _close(child)
    before = tables()
    young = [child.pk for child in children]
    old = [person.pk for person in Person.objects.everywhere("test").exclude(pk__in=young)]
    done: list[PersonMerge] = []
    for step in range(16):
        if done and rng.random() < 0.3:
            split_persons(merge=done.pop(), **BY)
            continue
        kept, other = rng.choices(rng.choice([young, old]), k=2)
        if (merge := _try(kept, other, step)) is not None:
            done.append(merge)
    assert PersonMerge.objects.everywhere("test").exists()
    while done:
        assert split_persons(merge=done.pop(), **BY) == 0
    assert tables() == before


def _try(kept: UUID, other: UUID, step: int) -> PersonMerge | None:
    try:
        return merge_persons(kept=kept, merged=other, reason="试", by=BY["by"], at=AT + timedelta(minutes=step))
    except NotMergeable:
        return None


def _close(child: Child) -> None:
    if not CategoryAssignment.objects.everywhere("test").filter(child=child).exists():
        close_file(child=child, reason=ClosingReason.SETTLED, on=ON, **BY)


def test_no_value_is_listed_that_did_not_change() -> None:
    merged(entered(sequence=1), entered(sequence=3))
    assert not [row for row in MergedReference.objects.all() if row.before == row.after]
