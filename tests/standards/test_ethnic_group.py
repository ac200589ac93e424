"""Ethnic groups, GB/T 3304-1991."""

import pytest

from gonghu.standards.ethnic_group import ethnic_group_code, ethnic_groups


def test_there_are_fifty_six_groups_and_two_further_codes() -> None:
    assert len(ethnic_groups()) == 58
    assert sorted(ethnic_groups())[:56] == [f"{number:02d}" for number in range(1, 57)]


def test_the_letters_are_unique() -> None:
    letters = [group.letters for group in ethnic_groups().values() if group.letters]
    assert len(set(letters)) == 56


@pytest.mark.parametrize("code", ethnic_groups())
def test_every_group_is_read_from_name_code_and_letters(code: str) -> None:
    group = ethnic_groups()[code]
    assert ethnic_group_code(group.name) == code
    assert ethnic_group_code(code) == code
    assert not group.letters or ethnic_group_code(group.letters.lower()) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [("汉", "01"), ("维吾尔", "05"), ("维族", "05"), ("土家", "15"), ("土", "30"), ("1", "01"), ("未识别", "97")],
)
def test_short_and_older_spellings_are_read(word: str, code: str) -> None:
    assert ethnic_group_code(word) == code


@pytest.mark.parametrize("word", ["", "60", "00", "越南"])
def test_unknown_words_have_no_code(word: str) -> None:
    assert ethnic_group_code(word) is None
