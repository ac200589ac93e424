"""Names and numbers on pages that are passed around."""

import pytest

from gonghu.engines.reporting.masking import masked_name, masked_number


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("张小明", "张**"),
        ("欧阳修明", "欧阳**"),
        ("古丽·买买提", "古**"),
        ("Anna", "A**"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_name_keeps_its_surname_and_hides_its_length(name: str | None, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("120112201502300013", "120112********0013"),
        ("12011220150230001X", "120112********001X"),
        ("120112150230001", "120112*****0001"),
        ("E12345678", "E*******8"),
        ("E1", "E**1"),
        (None, ""),
    ],
)
def test_a_number_keeps_county_and_last_four(number: str | None, masked: str) -> None:
    assert masked_number(number) == masked
