"""Sex codes, GB/T 2261.1-2003."""

import pytest

from gonghu.standards.sex import SEXES, sex_code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("男", "1"),
        ("女", "2"),
        ("男性", "1"),
        (" 女 性 ", "2"),
        ("１", "1"),
        ("2", "2"),
        ("1-男", "1"),
        ("2.女性", "2"),
        ("f", "2"),
        ("未说明的性别", "9"),
    ],
)
def test_sexes_are_read_as_registers_write_them(word: str, code: str) -> None:
    assert sex_code(word) == code


@pytest.mark.parametrize("word", ["", "3", "男女", "1-女", "不男"])
def test_anything_else_has_no_code(word: str) -> None:
    assert sex_code(word) is None


@pytest.mark.parametrize("code", SEXES)
def test_every_name_of_the_standard_is_read(code: str) -> None:
    assert sex_code(SEXES[code]) == code
