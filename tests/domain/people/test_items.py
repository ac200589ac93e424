"""Items of the dictionary in a file: different ones merge, the same one is asked about, and nothing is forgotten."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import children
from tests.builders import number
from tests.domain.people.conftest import AT, BORN, BY, JINNAN, ON, VILLAGE, again, employed, entered

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.card import (
    CardValueWrong,
    Known,
    NoCarerOnFile,
    card_fields,
    conflicts_in,
    resolve_conflict,
    stamp_of,
    standing,
    version_of,
    write_card,
)
from gonghu.domain.people.card.placed import PLACED
from gonghu.domain.people.card.reading import values_of
from gonghu.domain.people.item_fields import item_fields
from gonghu.domain.people.models import Child, IdentityNumber, Kinship, RecordedItem
from gonghu.domain.people.operations import merge_persons, split_persons
from gonghu.domain.people.operations.items import ItemChanged, ReasonMissing, correct_item, item_version
from gonghu.domain.people.queries.items import items_told
from gonghu.domain.people.terms import ConflictChoice

SEES = frozenset({Permission.SEE_CHILDREN, Permission.UNMASK, Permission.RECORD_VISITS, Permission.EDIT_CHILDREN})
TOWN = Scope((Reach(Area("120112"), SEES),))
pytestmark = pytest.mark.django_db


def write(child: Child, said: dict[str, str], stamp: str = "", source: UUID | None = None, **more: Any) -> list[str]:
    changes = {name: (value, "") for name, value in said.items()}
    words = {**BY, "evidence": "走访", **more}
    known = Known(stamp=stamp)
    return [
        each.field
        for each in write_card(child=child.pk, changes=changes, source=source or uuid4(), known=known, **words)
    ]


def stands(child: Child, *names: str) -> list[str]:
    values = values_of([child.pk], names, on=timezone.localdate())[child.pk]
    return [values[name] for name in names]


def told(child: Child, scope: Scope = TOWN, *, unmasked: bool = False) -> dict[str, str]:
    groups = items_told(child=child, scope=scope, unmasked=unmasked)
    return {each.field.name: each.words for group in groups for each in group.now}


def seen_now(child: Child) -> str:
    return stamp_of(again(child))


def test_no_item_has_the_name_of_a_field_of_the_card_and_those_with_a_place_have_one() -> None:
    assert card_fields().keys().isdisjoint(item_fields())
    assert {name for name, item in item_fields().items() if item.has_place} == PLACED


def test_every_item_is_kept_and_read_back_in_words_with_its_days_and_its_visit() -> None:
    child, source = children.child(), uuid4()
    assert (
        write(
            child,
            {"housing": "UNSAFE", "poor": "EDGE LOW_INCOME", "height": "128.50", "tutor": "王秀兰"},
            source=source,
        )
        == []
    )
    assert told(child) == {"tutor": "王**", "poor": "低保边缘、低保", "housing": "危房", "height": "128.5"}
    assert told(child, unmasked=True)["tutor"] == "王秀兰"
    (group,) = [each for each in items_told(child=child, scope=TOWN) if each.group.name == "household"]
    assert {(row.from_on, row.to_on, row.source, row.evidence) for row in group.now} == {(ON, None, source, "走访")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("housing", "CASTLE"),
        ("height", "高"),
        ("paid_from", "2026-13"),
        ("assets", "车" * 501),
        ("poor", "EDGE RICH"),
        ("father_reported_on", "昨天"),
        ("ethnic_group", "汗族"),
    ],
)
def test_what_an_item_cannot_hold_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(CardValueWrong, match=item_fields()[name].label):
        write(children.child(), {name: value})


def test_who_saw_the_last_value_writes_the_next_and_the_first_stays_in_the_history() -> None:
    child = children.child()
    write(child, {"height": "120"})
    assert write(child, {"height": "128"}, seen_now(child)) == []
    (group,) = items_told(child=child, scope=TOWN)
    assert ([row.words for row in group.now], [row.words for row in group.before]) == (["128"], ["120"])


def test_two_forms_that_did_not_know_of_each_other_merge_by_item_and_ask_about_the_same() -> None:
    child = children.child()
    before = seen_now(child)
    write(child, {"housing": "OWN", "income": "8000"}, before)
    assert write(child, {"housing": "RENTED", "blood": "A"}, before) == ["housing"]
    assert stands(child, "housing", "income", "blood") == ["OWN", "8000", "A"]
    (conflict,) = conflicts_in(scope=TOWN)
    boss = employed(Role.DISTRICT_OFFICER, JINNAN)
    (_value, seen) = standing(conflict=conflict, scope=boss.scope, on=timezone.localdate()) or ("", "")
    resolve_conflict(conflict=conflict.pk, choice=ConflictChoice.BROUGHT, seen=seen, by=boss, at=AT)
    assert stands(child, "housing") == ["RENTED"]


def test_the_desk_corrects_an_item_with_a_reason_and_knows_when_another_was_quicker() -> None:
    child, boss = children.child(), employed(Role.DISTRICT_OFFICER, JINNAN)
    write(child, {"housing": "OWN"})
    words: dict[str, Any] = {"child": child, "item": "housing", "on": ON, "by": boss, "at": AT}
    seen = item_version(child=child.pk, item="housing", on=timezone.localdate())
    with pytest.raises(ReasonMissing):
        correct_item(value="UNSAFE", seen=seen, reason=" ", **words)
    correct_item(value="UNSAFE", seen=seen, reason="村里来电", **words)
    with pytest.raises(ItemChanged):
        correct_item(value="RENTED", seen=seen, reason="又改", **words)
    (group,) = items_told(child=child, scope=TOWN)
    assert [(row.words, row.reason) for row in (*group.now, *group.before)] == [("危房", "村里来电"), ("自有", "")]
    assert write(child, {"housing": "OWN"}) == ["housing"]


def test_a_sealed_item_is_told_to_few_and_neither_is_what_met_it() -> None:
    child, director = children.child(), employed(Role.VILLAGE_DIRECTOR, VILLAGE)
    knows = Scope((Reach(Area("120112"), SEES | {Permission.SEE_SEALED_ADOPTION}),))
    write(child, {"adoption": "ADOPTED"})
    assert (told(child), told(child, knows)) == ({}, {"adoption": "已被收养"})
    assert write(child, {"adoption": "NO_NEED"}, seen_now(child), by=director) == []
    assert (stands(child, "adoption"), conflicts_in(scope=TOWN).count()) == (["ADOPTED"], 0)
    assert [each.brought for each in conflicts_in(scope=knows)] == ["NO_NEED"]
    with pytest.raises(NotPermitted):
        correct_item(child=child, item="adoption", value="", seen="", on=ON, reason="不知道", by=director, at=AT)


def test_whatever_is_said_of_the_account_is_for_those_who_see_money() -> None:
    child = children.child()
    write(child, {"pay_account": "NONE"})
    assert write(child, {"pay_account": "SAME"}) == []
    sees = Scope((Reach(Area("120112"), SEES | {Permission.SEE_MONEY}),))
    assert (told(child), told(child, sees)) == ({}, {"pay_account": "与在用的收款账户一致"})


def test_names_numbers_and_telephones_of_parents_go_to_their_places_once() -> None:
    child, of_father = children.child(), number(BORN.replace(year=1985), 3)
    said = {"father_name": "张大山", "father_number": of_father, "father_phone": "13812345678", "ethnic_group": "回"}
    assert write(child, {**said, "registered_address": "幸福里3号", "former_name": "张小山"}) == []
    kin = Kinship.objects.everywhere("test").get(person=child.pk, relation="51").relative
    assert IdentityNumber.objects.everywhere("test").get(person=kin).number == of_father
    assert stands(child, *said) == ["张大山", of_father, "13812345678", "03"]
    assert not RecordedItem.objects.everywhere("test").exists()
    assert write(child, {"father_name": "张二山", "father_number": of_father}) == ["father_name"]


def test_what_is_said_of_another_person_than_the_one_on_file_waits_with_the_name() -> None:
    child, old, new = children.child(), number(BORN.replace(year=1955), 4), number(BORN.replace(year=1985), 6)
    write(child, {"father_name": "张大山", "carer_name": "王秀兰", "carer_relation": "62", "carer_number": old})
    said = {"father_name": "李四海", "father_number": new, "father_phone": "13812345678"}
    assert sorted(write(child, said)) == sorted(said)
    assert stands(child, *said) == ["张大山", "", ""]
    seen = version_of(child=child.pk, field="carer_name", value="王秀兰")
    changes = {"carer_name": ("赵小妹", seen), "carer_number": (stands_number(entered("李四", sequence=5)), "")}
    met = write_card(child=child.pk, changes=changes, source=uuid4(), **BY)
    assert ([each.field for each in met], stands(child, "carer_number")) == (["carer_number"], [""])


def test_a_number_that_is_somebody_elses_or_has_nobody_to_bear_it_waits() -> None:
    child, other = children.child(), entered("李四", sequence=5)
    taken = stands_number(other)
    assert write(child, {"mother_number": taken}) == ["mother_number"]
    assert sorted(write(child, {"mother_name": "王芳", "mother_number": taken})) == ["mother_number"]
    (conflict, *_rest) = conflicts_in(scope=TOWN)
    boss = employed(Role.DISTRICT_OFFICER, JINNAN)
    (_value, seen) = standing(conflict=conflict, scope=boss.scope, on=timezone.localdate()) or ("", "")
    with pytest.raises(NoCarerOnFile):
        resolve_conflict(conflict=conflict.pk, choice=ConflictChoice.BROUGHT, seen=seen, by=boss, at=AT)


def stands_number(child: Child) -> str:
    return IdentityNumber.objects.everywhere("test").get(person=child.pk).number


def test_items_go_along_when_files_are_merged_and_back_when_they_are_parted() -> None:
    kept, merged = entered("张三丰"), entered("张三峰", sequence=2)
    write(kept, {"housing": "OWN", "blood": "A"})
    write(merged, {"housing": "RENTED", "income": "9000"})
    old = seen_now(merged)
    merge = merge_persons(kept=kept.pk, merged=merged.pk, reason="同一人", **BY)
    assert stands(kept, "blood", "income") == ["A", "9000"]
    assert write(kept, {"income": "7000"}, seen_now(kept)) == ["income"]
    assert write(kept, {"blood": "O"}, old) == ["blood"]
    split_persons(merge=merge, **BY)
    assert (stands(kept, "housing", "blood"), stands(merged, "housing", "income")) == (["OWN", "A"], ["RENTED", "9000"])


@dataclass
class Writer:
    """A telephone: how much was known of the file when it was last told, and what was typed since."""

    stamp: str = ""
    saw: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


NAMES = ("housing", "blood", "term")
VALUES = {"housing": ["OWN", "RENTED"], "blood": ["A", "B"], "term": ["FIRST", "SECOND"]}
ACTS = st.tuples(
    st.integers(0, 2), st.sampled_from(["pull", "type", "type", "push"]), st.sampled_from(NAMES), st.integers(0, 1)
)


@settings(max_examples=15, deadline=None)
@given(acts=st.lists(ACTS, min_size=5, max_size=30))
def test_writers_in_any_order_merge_by_item_and_never_overwrite_what_they_did_not_see(
    acts: list[tuple[int, str, str, int]],
) -> None:
    child = children.child()
    now: dict[str, str] = {}
    changed: dict[str, int] = {}
    writers, pulled, pushes = [Writer() for _ in range(3)], [0, 0, 0], 0
    for who, act, name, which in acts:
        writer = writers[who]
        if act == "pull":
            writer.stamp, pulled[who] = seen_now(child), pushes
        elif act == "type":
            writer.typed[name] = VALUES[name][which]
        elif writer.typed:
            differs = {each: said for each, said in writer.typed.items() if said != now.get(each)}
            expected = sorted(each for each in differs if changed.get(each, 0) > pulled[who])
            assert sorted(write(child, writer.typed, writer.stamp)) == expected
            written = {each: said for each, said in differs.items() if each not in expected}
            pushes += bool(written)
            changed |= dict.fromkeys(written, pushes)
            now |= written
            writer.typed = {}
    assert stands(child, *NAMES) == [now.get(name, "") for name in NAMES]
