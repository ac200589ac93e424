"""Relation to the head of the household, GB/T 4761-2008."""

import pytest

from gonghu.standards import relationship
from gonghu.standards.relationship import relationship_code, relationships


def test_the_standard_has_eighty_five_codes() -> None:
    assert len(relationships()) == 85
    assert relationships()["97"] == "其他亲属"


@pytest.mark.parametrize("code", relationships())
def test_every_code_is_read_from_its_own_name_and_from_itself(code: str) -> None:
    assert relationship_code(relationships()[code]) == code
    assert relationship_code(code) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("户主", "02"),
        ("配偶", "10"),
        ("妻子", "12"),
        ("子", "20"),
        ("长子", "22"),
        ("次子", "23"),
        ("三儿子", "24"),
        ("六子", "29"),
        ("女", "30"),
        ("长女", "32"),
        ("次女", "33"),
        ("二女儿", "33"),
        ("六女", "39"),
        ("养子", "27"),
        ("继女", "37"),
        ("父母", "50"),
        ("父亲", "51"),
        ("母", "52"),
        ("继父", "57"),
        ("孙子", "41"),
        ("孙女", "42"),
        ("外孙女", "44"),
        ("儿媳", "38"),
        ("女婿", "28"),
        ("爷爷", "61"),
        ("姥姥", "64"),
        ("哥哥", "71"),
        ("户主之妻", "12"),
        ("户主的父亲", "51"),
        ("与户主之子", "20"),
        ("其子", "20"),
        ("之女", "30"),
        (" 长　子 ", "22"),
        ("２０", "20"),
        ("2", "02"),
        ("20-子", "20"),
        ("02.户主", "02"),
        ("非亲属", "99"),
    ],
)
def test_everyday_words_of_registers_are_read(word: str, code: str) -> None:
    assert relationship_code(word) == code


@pytest.mark.parametrize("word", ["", "媳妇", "子女", "13", "邻居家", "与户主关系"])
def test_unknown_and_ambiguous_words_have_no_code(word: str) -> None:
    assert relationship_code(word) is None


def test_a_child_of_either_sex_gets_a_code_when_the_sex_is_known() -> None:
    assert relationship_code("子女", sex="1") == "20"
    assert relationship_code("子女", sex="2") == "30"
    assert relationship_code("孙子女", sex="2") == "42"
    assert relationship_code("子女", sex="0") is None


def test_the_groups_hold_only_codes_of_the_standard_and_do_not_overlap() -> None:
    groups = [
        relationship.SPOUSES,
        relationship.CHILDREN,
        relationship.CHILDREN_IN_LAW,
        relationship.GRANDCHILDREN,
        relationship.PARENTS,
        relationship.PARENTS_IN_LAW,
        relationship.GRANDPARENTS,
        relationship.SIBLINGS,
        relationship.NEPHEWS_AND_NIECES,
    ]
    together = [code for group in groups for code in group]
    assert set(together) <= set(relationships())
    assert len(together) == len(set(together))


def test_children_in_law_are_not_children() -> None:
    assert not relationship.CHILDREN & relationship.CHILDREN_IN_LAW
    assert relationship.STEP_OR_ADOPTED_CHILDREN <= relationship.CHILDREN
