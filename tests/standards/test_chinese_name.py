"""Chinese personal names made comparable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghu.standards import chinese_name
from gonghu.standards.chinese_name import (
    NAME_DOT,
    NAME_DOTS,
    PRIVATE_USE,
    SIMPLIFIED,
    VARIANTS,
    ZERO_WIDTH,
    clean_name,
    is_han,
    read_name,
    simplify,
    variant_key,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
NAMES = st.text(HAN, min_size=2, max_size=4).filter(lambda name: name not in chinese_name.PLACEHOLDERS)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张三", "张三"),
        (" 张 三 ", "张三"),
        ("王　芳", "王芳"),
        ("\u200b王\ufeff芳\u2060", "王芳"),
        ("\u202d王芳\u202c", "王芳"),
        ("張國華", "张国华"),
        ("王小來", "王小来"),
        ("劉麗", "刘丽"),
        ("张三（已核）", "张三"),
        ("张三(已核)", "张三"),
        ("张三 (已核) ", "张三"),
        ("张三【迁出】（已核）", "张三"),
        ("张三（曾用名：李四）", "张三"),
        ("张三（曾用名", "张三"),
        ("张三已核", "张三"),
        ("张三曾用名李四", "张三"),
        ("张三*", "张三"),
        ("李国强2", "李国强"),
        ("3.王五", "王五"),
        ("（新）赵六", "赵六"),
        ("【赵六】", "赵六"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提‧吐尔逊", "买买提·吐尔逊"),
        ("买买提 ● 吐尔逊", "买买提·吐尔逊"),
        ("买买提-吐尔逊", "买买提·吐尔逊"),
        ("阿依古丽·买买提（曾用名：阿依)", "阿依古丽·买买提"),
        ("Nguyen  Van a", "NGUYEN VAN A"),
        ("Ｊ．Ｓｍｉｔｈ", "J.SMITH"),
        ("刘\ue863", "刘䶮"),
        ("凉子", "凉子"),  # a compatibility ideograph
    ],
)
def test_a_name_is_brought_to_one_form(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    "typed", ["", "  ", "无", "不详", "/", "-", "——", "无名氏", "null", "#N/A", "（无）", "\ufeff"]
)
def test_a_cell_that_names_nobody_is_no_name(typed: str) -> None:
    assert clean_name(typed) is None


@pytest.mark.parametrize(
    "name", ["李乾", "於梅", "甯静", "张昇", "王喆", "刘堃", "徵羽", "𠮷田", "王㛃", "王𬱖", "龙䶮"]
)
def test_rare_characters_that_are_correct_today_are_kept(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize("name", ["张**", "王*芳", "王某某"])
def test_a_masked_name_is_not_taken_for_a_minority_name(name: str) -> None:
    assert clean_name(name) == name


def test_the_former_name_and_the_notes_are_kept_apart() -> None:
    reading = read_name("张三（曾用名：李四）（已核）")
    assert reading.name == "张三"
    assert reading.former_names == ("李四",)
    assert reading.notes == ("曾用名:李四", "已核")


def test_several_former_names_are_all_read() -> None:
    assert read_name("张三(曾用名李四,小名：狗蛋)").former_names == ("李四", "狗蛋")


@given(NAMES)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    once = clean_name(name)
    assert once is not None
    assert clean_name(once) == once


@given(NAMES, st.sampled_from(ZERO_WIDTH + " \u3000\t"), st.integers(0, 4))
def test_invisible_characters_make_no_difference(name: str, mark: str, place: int) -> None:
    assert clean_name(name[:place] + mark + name[place:]) == clean_name(name)


@given(NAMES, st.sampled_from(["（已核）", "(已核)", "【女】", "（曾用名：某人）", "[待查]", "*", "2"]))
def test_a_trailing_note_makes_no_difference(name: str, note: str) -> None:
    assert clean_name(name + note) == clean_name(name)


@given(NAMES, NAMES, st.sampled_from(NAME_DOTS))
def test_all_dots_are_one_dot(first: str, second: str, dot: str) -> None:
    assert clean_name(first + dot + second) == clean_name(first + NAME_DOT + second)


@given(st.text())
def test_any_text_is_read_without_error_and_a_name_is_never_empty(text: str) -> None:
    name = clean_name(text)
    assert name is None or name == name.strip() != ""


def test_the_table_of_traditional_characters_is_wide_and_needs_one_step() -> None:
    assert len(SIMPLIFIED) > 2_500
    assert not set(SIMPLIFIED.values()) & set(SIMPLIFIED)
    assert all(len(key) == len(value) == 1 for key, value in SIMPLIFIED.items())


@pytest.mark.parametrize(
    ("old", "new"), [("國", "国"), ("劉", "刘"), ("鍾", "钟"), ("餘", "余"), ("後", "后"), ("葉", "叶")]
)
def test_common_surnames_are_simplified(old: str, new: str) -> None:
    assert simplify(old) == SIMPLIFIED[old] == new


def test_names_written_in_simplified_characters_stay() -> None:
    surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    assert simplify(surnames) == surnames


def test_variants_lead_to_usual_characters_in_one_step() -> None:
    assert not set(VARIANTS.values()) & set(VARIANTS)
    assert not set(VARIANTS) & set(SIMPLIFIED)
    assert all(is_han(value) and SIMPLIFIED.get(value) is None for value in VARIANTS.values())


def test_variants_share_a_key_and_other_names_do_not() -> None:
    assert variant_key("李堃") == variant_key("李坤")
    assert variant_key("买买提·吐尔逊") == variant_key("买买提吐尔逊")
    assert variant_key("李坤") != variant_key("李昆")


def test_private_use_characters_of_old_exports_become_real_ones() -> None:
    assert len(PRIVATE_USE) == 80
    assert all(unicodedata.category(key) == "Co" for key in PRIVATE_USE)
    assert all(unicodedata.category(value) in {"Lo", "So"} for value in PRIVATE_USE.values())
