"""Pinyin of names and surnames, GB/T 28039-2011."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from gonghu.standards.pinyin import (
    OTHER_READINGS,
    PINYIN,
    SURNAME_PINYIN,
    homophone_key,
    initials,
    near_homophone_key,
    passport_spelling,
    readings,
    sound_alike,
    syllables,
)
from gonghu.standards.surname import compound_surnames, split_name

NAMES = st.text(st.sampled_from(sorted(PINYIN)), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("曾华", "zeng hua"),
        ("单雄信", "shan xiong xin"),
        ("仇英", "qiu ying"),
        ("解晓东", "xie xiao dong"),
        ("查良镛", "zha liang yong"),
        ("朴树", "piao shu"),
        ("区楚良", "ou chu liang"),
        ("任盈盈", "ren ying ying"),
        ("华罗庚", "hua luo geng"),
        ("翟天", "zhai tian"),
        ("盖叫天", "ge jiao tian"),
        ("缪荃孙", "miao quan sun"),
        ("乐毅", "yue yi"),
        ("员半千", "yun ban qian"),
        ("繁钦", "po qin"),
        ("冼星海", "xian xing hai"),
        ("宓子贱", "mi zi jian"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("长孙无忌", "zhang sun wu ji"),
        ("澹台灭明", "tan tai mie ming"),
        ("单于丹阳", "chan yu dan yang"),
        ("欧阳修", "ou yang xiu"),
        ("李曾", "li ceng"),  # only as a surname is it zeng
        ("张单", "zhang dan"),
        ("吕女", "lv nv"),
        ("买买提·吐尔逊", "mai mai ti tu er xun"),
        ("曾·单", "ceng dan"),  # before a dot there is no surname
        ("NGUYEN VAN A", "nguyen van a"),
        ("", ""),
    ],
)
def test_names_are_spelt_with_the_surname_as_a_surname(name: str, key: str) -> None:
    assert homophone_key(name) == key


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王芳", ("王", "芳")),
        ("欧阳修", ("欧阳", "修")),
        ("欧阳", ("欧", "阳")),
        ("欧阳娜娜", ("欧阳", "娜娜")),
        ("司马", ("司", "马")),
        ("买买提·吐尔逊", ("", "买买提·吐尔逊")),
        ("JOHN", ("", "JOHN")),
        ("𠮷田", ("𠮷", "田")),
        ("", ("", "")),
    ],
)
def test_a_name_divides_after_its_surname(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


def test_every_compound_surname_in_the_reading_table_is_known() -> None:
    assert {surname for surname in SURNAME_PINYIN if len(surname) > 1} <= compound_surnames()
    assert all(len(reading.split()) == len(surname) for surname, reading in SURNAME_PINYIN.items())


def test_the_table_knows_every_character_pypinyin_knows() -> None:
    assert len(PINYIN) > 41_000
    assert all(reading.isascii() and reading.isalpha() and reading.islower() for reading in PINYIN.values())


@pytest.mark.parametrize("character", "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜绿女略")
def test_the_table_agrees_with_pypinyin(character: str) -> None:
    assert PINYIN[character] == pinyin(character, style=Style.NORMAL)[0][0]


def test_other_readings_are_different_readings() -> None:
    assert all(PINYIN[character] not in more.split() for character, more in OTHER_READINGS.items())
    assert "yue" in OTHER_READINGS["乐"].split()


def test_initials_are_the_first_letters() -> None:
    assert initials("尉迟恭") == "ycg"
    assert initials("曾华") == "zh"


def test_names_of_nearly_the_same_sound_share_a_key() -> None:
    assert near_homophone_key("陈琳") == near_homophone_key("程玲")
    assert near_homophone_key("牛兰") == near_homophone_key("刘南")
    assert near_homophone_key("张三") != near_homophone_key("李三")


def test_polyphonic_characters_sound_alike_in_any_reading() -> None:
    assert sound_alike("覃芳", "谭芳")
    assert sound_alike("覃芳", "秦芳")
    assert sound_alike("王茜", "王西")
    assert not sound_alike("王芳", "王华")
    assert not sound_alike("王芳", "王芳芳")


def test_passports_write_lyu_for_lv() -> None:
    assert passport_spelling("吕绿") == "LYU LYU"
    assert passport_spelling("略女") == "LYUE NYU"
    assert passport_spelling("诸葛亮") == "ZHUGE LIANG"
    assert passport_spelling("曾小华") == "ZENG XIAOHUA"


@given(NAMES)
def test_there_is_a_syllable_and_a_set_of_readings_for_every_character(name: str) -> None:
    spelt = syllables(name)
    assert len(spelt) == len(name) == len(readings(name))
    assert all(usual in known for usual, known in zip(spelt, readings(name), strict=True))


@given(NAMES)
def test_a_name_sounds_like_itself(name: str) -> None:
    assert sound_alike(name, name)
