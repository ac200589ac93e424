"""Division codes, GB/T 2260 and the statistical code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghu.standards import division_code
from gonghu.standards.division_code import PROVINCES, Level, NotADivisionCode

VILLAGE = "120112103012"


@st.composite
def codes(draw: st.DrawFn) -> str:
    province = draw(st.sampled_from(sorted(PROVINCES)))
    digits = province + "".join(draw(st.text("0123456789", min_size=10, max_size=10)))
    return digits[: draw(st.sampled_from(list(Level)))].ljust(12, "0")


@pytest.mark.parametrize("short", ["12", "1201", "120112", "120112103", VILLAGE, " 120112 ", "１２０１１２"])
def test_every_length_is_padded_to_twelve_digits(short: str) -> None:
    padded = division_code.pad(short)
    assert len(padded) == 12
    assert padded.rstrip("0") == VILLAGE[: len(padded.rstrip("0"))]


@pytest.mark.parametrize("text", ["", "1", "12011", "1201121", "990000", "12011X", "1201121030123", "津南区"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(NotADivisionCode):
        division_code.pad(text)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("120000", Level.PROVINCE),
        ("360100", Level.PREFECTURE),
        ("120112", Level.COUNTY),
        ("120112103", Level.TOWNSHIP),
        (VILLAGE, Level.VILLAGE),
        ("110110", Level.COUNTY),
        ("500000", Level.PROVINCE),
    ],
)
def test_the_level_is_read_from_the_zeros(code: str, level: Level) -> None:
    assert division_code.level(code) == level


def test_a_village_lies_under_town_county_prefecture_and_province() -> None:
    above = ("120112103000", "120112000000", "120100000000", "120000000000")
    assert division_code.ancestors(VILLAGE) == above
    assert division_code.parent("120000") is None


def test_a_town_of_a_city_without_counties_lies_under_the_city() -> None:
    assert division_code.parent("441900003000") == "441900000000"


def test_a_district_covers_its_villages_and_not_its_neighbours() -> None:
    assert division_code.covers("120112", VILLAGE)
    assert division_code.covers("12", "120112")
    assert not division_code.covers("120113", VILLAGE)
    assert not division_code.covers(VILLAGE, "120112")


@given(codes(), codes())
def test_a_code_is_in_the_range_of_an_area_exactly_when_the_area_covers_it(area: str, code: str) -> None:
    low, high = division_code.code_range(area)
    assert (low <= code < high) == division_code.covers(area, code)


@given(codes())
def test_every_ancestor_covers_and_levels_rise(code: str) -> None:
    chain = (code, *division_code.ancestors(code))
    assert all(division_code.covers(above, code) for above in chain)
    levels = [division_code.level(step) for step in chain]
    assert levels == sorted(set(levels), reverse=True)
    assert levels[-1] == Level.PROVINCE


def test_classes_beginning_with_one_are_urban() -> None:
    assert {code for code in division_code.URBAN_RURAL if division_code.is_urban(code)} == {
        "111",
        "112",
        "121",
        "122",
        "123",
    }
    assert division_code.is_urban("999") is None


def test_development_zones_are_statistical_units() -> None:
    assert division_code.is_statistical_unit("120112401001")
    assert not division_code.is_statistical_unit(VILLAGE)
