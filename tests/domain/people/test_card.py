"""A child's card: what one writer saw is written, what another wrote meanwhile is kept and asked about."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import children
from tests.domain.people.conftest import AT, BY, JINNAN, VILLAGE, XIQING_VILLAGE, employed

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.card import (
    CardChanged,
    CardFieldUnknown,
    CardValueWrong,
    ConflictSettled,
    card_fields,
    card_of,
    conflicts_in,
    resolve_conflict,
    write_card,
)
from gonghu.domain.people.card.fields import CardFieldName
from gonghu.domain.people.models import Address, Carer, Child, Phone
from gonghu.domain.people.queries import child_file
from gonghu.domain.people.queries.facts import facts_told
from gonghu.domain.people.terms import AddressKind, ConflictChoice, FactKind

SEES = frozenset({Permission.SEE_CHILDREN, Permission.UNMASK, Permission.RECORD_VISITS})
TOWN = Scope((Reach(Area("120112"), SEES),))
# Fields that stand each by itself; what is said of a carer goes with the carer.
FREE = ("phone", "family_phone", "living_address", "school", "school_class", "subsidy_card_holder", "health_note")
ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def card(child: Child) -> dict[str, tuple[str, str]]:
    return dict(card_of(children=[child.pk], scope=TOWN, on=timezone.localdate())[child.pk].fields)


def write(child: Child, changes: dict[str, tuple[str, str]], source: UUID | None = None) -> list[str]:
    found = write_card(child=child.pk, changes=changes, source=source or uuid4(), **BY)
    return [each.field for each in found]


def test_the_names_of_the_fields_are_those_of_the_program_in_the_order_of_the_pack() -> None:
    assert set(card_fields()) == set(CardFieldName)


def test_a_card_tells_what_the_tables_of_a_file_say() -> None:
    shown = card(children.whole_file())
    assert {name: value for name, (value, _version) in shown.items() if value} == {
        "living_address": "幸福里3号", "care_kind": "ENTRUSTED", "carer_name": "张老栓", "carer_relation": "61",
        "carer_phone": "13812345678", "school_stage": "PRIMARY", "school_state": "ENROLLED",
        "school": "咸水沽第一小学", "school_class": "五年级二班",
    }  # fmt: skip


def test_a_card_is_masked_to_who_may_not_see_it_whole_and_its_versions_are_the_same() -> None:
    child = children.whole_file()
    few = Scope((Reach(Area("120112"), SEES - {Permission.UNMASK}),))
    masked = card_of(children=[child.pk], scope=few, on=timezone.localdate())[child.pk]
    assert (masked.value("carer_name"), masked.value("carer_phone")) == ("张**", "138****5678")
    assert masked.value("living_address") == "****"
    assert masked.version("carer_phone") == card(child)["carer_phone"][1]


def test_a_card_is_out_of_scope_with_its_child() -> None:
    child = children.child()
    elsewhere = employed(Role.VILLAGE_DIRECTOR, XIQING_VILLAGE)
    assert card_of(children=[child.pk], scope=elsewhere.scope, on=timezone.localdate()) == {}
    with pytest.raises(NotPermitted):
        write_card(child=child.pk, changes={"phone": ("13900000000", "")}, source=uuid4(), by=elsewhere, at=AT)


def test_every_field_is_written_where_it_belongs_and_read_back() -> None:
    child = children.child()
    before = card(child)
    said = {
        "phone": "13900000001", "family_phone": "022-28390001", "living_address": "幸福里8号", "care_kind": "ENTRUSTED",
        "carer_name": "王秀兰", "carer_relation": "62", "carer_phone": "13700000002", "father_whereabouts": "广东务工",
        "mother_whereabouts": "不详", "school_stage": "PRIMARY", "school_state": "ENROLLED", "school": "一小",
        "school_class": "三（2）班", "subsidy_card_holder": "奶奶", "health_note": "对青霉素过敏",
    }  # fmt: skip
    assert said.keys() == card_fields().keys()
    assert write(child, {name: (value, before[name][1]) for name, value in said.items()}) == []
    assert {name: value for name, (value, _version) in card(child).items()} == said


def test_what_stands_there_already_is_no_conflict_whatever_was_seen() -> None:
    child = children.whole_file()
    assert write(child, {"carer_phone": ("13812345678", "of long ago")}) == []
    assert not conflicts_in(scope=TOWN).exists()


def test_what_another_wrote_meanwhile_stays_and_the_other_fields_go_through() -> None:
    child = children.child()
    seen = card(child)
    write(child, {"phone": ("13900000001", seen["phone"][1])})
    met = write(child, {"phone": ("13900000002", seen["phone"][1]), "school": ("一小", seen["school"][1])})
    assert met == ["phone"]
    assert (card(child)["phone"][0], card(child)["school"][0]) == ("13900000001", "一小")
    (conflict,) = conflicts_in(scope=TOWN)
    assert (conflict.stood, conflict.brought) == ("13900000001", "13900000002")


def test_the_same_record_again_makes_no_second_conflict() -> None:
    child, source = children.child(), uuid4()
    write(child, {"phone": ("13900000001", card(child)["phone"][1])})
    for _again in range(2):
        assert write(child, {"phone": ("13900000002", "old")}, source) == ["phone"]
    assert conflicts_in(scope=TOWN).count() == 1


def test_a_carers_phone_without_a_carer_waits_for_a_person() -> None:
    child = children.child()
    assert write(child, {"carer_phone": ("13700000002", card(child)["carer_phone"][1])}) == ["carer_phone"]


def test_who_cares_for_a_child_until_a_day_does_so_until_that_day_is_over() -> None:
    child = children.whole_file()
    last = timezone.localdate() + timedelta(days=30)
    Carer.objects.everywhere("test").filter(child=child).update(to_on=last)
    assert write(child, {"carer_phone": ("13900000009", card(child)["carer_phone"][1])}) == []
    for on, carer, is_over in ((last, "张老栓", False), (last + ONE_DAY, "", True)):
        fields = card_of(children=[child.pk], scope=TOWN, on=on)[child.pk]
        assert (fields.value("carer_name"), fields.value("carer_phone")) == (carer, "13900000009" if carer else "")
        held = child_file(child=child.pk, scope=TOWN, on=on).carer
        assert (held is None) == is_over
        (told,) = [each for each in facts_told(child=child, scope=TOWN, on=on) if each.kind == FactKind.CARER]
        assert told.is_over(on) == is_over
    # What else is said of the same care leaves its last day alone; another carer comes until further notice.
    assert write(child, {"carer_relation": ("62", card(child)["carer_relation"][1])}) == []
    assert set(Carer.objects.everywhere("test").filter(child=child).values_list("relation", "to_on")) >= {("62", last)}
    assert write(child, {"carer_name": ("李婶", card(child)["carer_name"][1])}) == []
    open_ended = Carer.objects.everywhere("test").filter(child=child, to_on=None)
    assert list(open_ended.values_list("carer__name", flat=True)) == ["李婶"]


def test_a_protected_address_is_not_told_and_not_written_over() -> None:
    child = children.child()
    home = {"division_code": VILLAGE, "detail": "新区1号", "is_protected": True, "from_on": AT.date()}
    Address(person=child.person, kind=AddressKind.LIVING, **home).save()
    director = employed(Role.VILLAGE_DIRECTOR, VILLAGE)
    mine = card_of(children=[child.pk], scope=director.scope, on=timezone.localdate())[child.pk]
    assert "living_address" not in mine.fields
    found = write_card(child=child.pk, changes={"living_address": ("老街2号", "")}, source=uuid4(), by=director, at=AT)
    assert [each.field for each in found] == ["living_address"]


def test_what_a_field_cannot_hold_is_refused() -> None:
    child = children.child()
    with pytest.raises(CardValueWrong):
        write(child, {"care_kind": ("MAYBE", "")})
    with pytest.raises(CardFieldUnknown):
        write(child, {"shoe_size": ("36", "")})


def test_somebody_chooses_and_both_values_stay_on_file() -> None:
    child = children.child()
    write(child, {"phone": ("13900000001", card(child)["phone"][1])})
    write(child, {"phone": ("13900000002", "old")})
    (conflict,) = conflicts_in(scope=TOWN)
    boss = employed(Role.DISTRICT_OFFICER, JINNAN)
    chosen: dict[str, Any] = {
        "conflict": conflict.pk,
        "choice": ConflictChoice.BROUGHT,
        "by": boss,
        "at": AT + timedelta(days=1),
    }
    with pytest.raises(CardChanged):
        resolve_conflict(**chosen, seen="old")
    seen = card(child)["phone"][1]
    resolve_conflict(**chosen, seen=seen)
    assert card(child)["phone"][0] == "13900000002"
    numbers = {each.number for each in Phone.objects.everywhere("test").filter(person=child.pk)}
    assert numbers == {"13900000001", "13900000002"}
    with pytest.raises(ConflictSettled):
        resolve_conflict(**chosen, seen=seen)


@dataclass
class Writer:
    """A phone: what was seen last, and what was typed since."""

    seen: dict[str, tuple[str, str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


ACTS = st.tuples(
    st.integers(0, 2), st.sampled_from(["pull", "type", "type", "push", "push twice"]), st.sampled_from(FREE),
    st.sampled_from(["甲", "乙", "丙"]),
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(acts=st.lists(ACTS, min_size=5, max_size=30))
def test_three_writers_in_any_order_never_overwrite_what_they_did_not_see(
    acts: list[tuple[int, str, str, str]],
) -> None:
    child = children.child()
    stands = dict.fromkeys(FREE, "")
    writers = [Writer(seen=card(child)) for _ in range(3)]
    asked: list[tuple[str, str, str]] = []
    for number, act, name, value in acts:
        writer = writers[number]
        if act == "pull":
            writer.seen = card(child)
        elif act == "type":
            writer.typed[name] = value
        elif writer.typed:
            source, changes = uuid4(), {each: (said, writer.seen[each][1]) for each, said in writer.typed.items()}
            met = []
            for each, said in writer.typed.items():
                if said == stands[each]:
                    continue
                if writer.seen[each][0] == stands[each]:
                    stands[each] = said
                else:
                    met.append(each)
                    asked.append((each, said, stands[each]))
            assert sorted(write(child, changes, source)) == sorted(met)
            if act == "push twice":
                # The answer was lost: what was written stands already, what was asked is asked once.
                assert set(write(child, changes, source)) <= set(met)
            writer.typed = {}
    assert {name: card(child)[name][0] for name in FREE} == stands
    conflicts = [(each.field, each.brought, each.stood) for each in conflicts_in(scope=TOWN).filter(child=child)]
    assert sorted(conflicts) == sorted(asked)
