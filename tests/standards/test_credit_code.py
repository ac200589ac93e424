"""Unified social credit code, GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghu.standards import credit_code
from gonghu.standards.credit_code import ALPHABET, NotACreditCode

EXAMPLE = "91350100M000100Y43"


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    head = "".join(draw(st.lists(st.sampled_from(ALPHABET), min_size=2, max_size=2)))
    division = f"{draw(st.integers(110000, 659999))}"
    organisation = "".join(draw(st.lists(st.sampled_from(ALPHABET), min_size=8, max_size=8)))
    organisation += credit_code.organisation_check_character(organisation)
    first_seventeen = head + division + organisation
    return first_seventeen + credit_code.check_character(first_seventeen)


def test_the_example_of_the_standard_is_taken_apart() -> None:
    parsed = credit_code.parse("91350100-m000100y43")
    assert parsed.text == EXAMPLE
    assert (parsed.authority, parsed.organisation_kind, parsed.division) == ("9", "1", "350100")
    assert parsed.organisation_code == "M000100Y4"
    assert parsed.organisation_code_agrees


@pytest.mark.parametrize("typed", ["91350100M000100Y44", "91350100M000100Y4", "I1350100M000100Y43", ""])
def test_another_text_is_refused(typed: str) -> None:
    assert not credit_code.is_valid(typed)
    with pytest.raises(NotACreditCode):
        credit_code.parse(typed)


@given(credit_codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_detected(code: str, place: int, wrong: str) -> None:
    typed = code[:place] + wrong + code[place + 1 :]
    assert credit_code.is_valid(typed) == (typed == code)


@given(credit_codes(), st.integers(0, 16))
def test_every_swap_of_neighbours_is_detected(code: str, i: int) -> None:
    typed = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
    assert credit_code.is_valid(typed) == (typed == code)
