"""An area is one range of codes, and a database cuts lists by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghu.domain.divisions.national_list import codes_above, level_of
from gonghu.domain.divisions.terms import Area
from gonghu.standards.division_code import PROVINCES, Level, NotADivisionCode, ancestors, level

WIDTHS = st.sampled_from([2, 4, 6, 9, 12])


@st.composite
def codes(draw: st.DrawFn) -> str:
    width = draw(WIDTHS)
    rest = draw(st.text("0123456789", min_size=width - 2, max_size=width - 2))
    return draw(st.sampled_from(sorted(PROVINCES))) + rest


@given(codes(), codes())
def test_a_code_lies_in_an_area_exactly_if_it_begins_like_it(area: str, code: str) -> None:
    assert Area.of(area).holds(code) == code.ljust(12, "0").startswith(Area.of(area).prefix)


@given(codes(), codes())
def test_an_area_covers_another_exactly_if_it_holds_its_first_code(one: str, other: str) -> None:
    wide, narrow = Area.of(one), Area.of(other)
    assert wide.covers(narrow) == (wide.low <= narrow.low and narrow.high <= wide.high)


@given(codes())
def test_the_whole_country_holds_every_code(code: str) -> None:
    country = Area.of("")
    assert country.holds(code)
    assert country.covers(Area.of(code))
    assert country.level is None


@given(codes())
def test_levels_and_ancestors_are_those_of_the_standard(code: str) -> None:
    padded = code.ljust(12, "0")
    assert level_of(padded) == level(padded)
    assert tuple(codes_above(padded)) == ancestors(padded)


def test_an_area_knows_its_bounds_and_level() -> None:
    jinnan = Area.of("120112000000")
    assert (jinnan.prefix, jinnan.low, jinnan.high) == ("120112", "120112000000", "120113000000")
    assert jinnan.level is Level.COUNTY


def test_the_last_town_of_a_county_ends_where_the_next_county_begins() -> None:
    assert Area.of("120112999").high == "120113000000"


@pytest.mark.parametrize("text", ["津南", "99", "120", "1201120000001"])
def test_what_is_no_code_is_no_area(text: str) -> None:
    with pytest.raises(NotADivisionCode):
        Area.of(text)
