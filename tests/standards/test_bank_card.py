"""Bank card numbers, ISO/IEC 7812."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghu.standards.bank_card import Doubt, doubt, luhn_digit


@pytest.mark.parametrize(
    "number", ["4111111111111111", "4111 1111 1111 1111", "６２２２０２０２００００００００００８"]
)
def test_a_sound_number_raises_no_doubt(number: str) -> None:
    plain = "".join(number.split())
    assert doubt(plain[:-1] + luhn_digit("".join(str(int(d)) for d in plain[:-1]))) is None


def test_the_published_test_card_satisfies_luhn() -> None:
    assert luhn_digit("411111111111111") == "1"
    assert luhn_digit("7992739871") == "3"  # the textbook example of the algorithm


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("4111111111111112", Doubt.CHECK_DIGIT),
        ("0201234567", Doubt.LENGTH),
        ("6.22202E+18", Doubt.SPREADSHEET),
        ("无", Doubt.NOT_DIGITS),
        ("", Doubt.NOT_DIGITS),
    ],
)
def test_a_doubt_names_its_reason_and_is_never_an_error(number: str, expected: Doubt) -> None:
    assert doubt(number) == expected


@given(st.text("0123456789", min_size=15, max_size=18), st.data())
def test_every_single_wrong_digit_is_doubted(first: str, data: st.DataObject) -> None:
    number = first + luhn_digit(first)
    assert doubt(number) is None
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from("0123456789".replace(number[place], "")))
    assert doubt(number[:place] + wrong + number[place + 1 :]) == Doubt.CHECK_DIGIT
