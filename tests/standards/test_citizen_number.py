"""Citizen identification number, GB 11643-1999."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghu.standards import citizen_number
from gonghu.standards.citizen_number import NotACitizenNumber, NumberKind, check_character
from gonghu.standards.citizen_number_repair import Slip, repair_candidates

OFFICIAL_EXAMPLES = ["11010519491231002X", "440524188001010014"]
AREAS = ["110105", "120112", "120225", "360828", "440524", "659001", "810000", "830000", "931156"]


@st.composite
def citizen_numbers(draw: st.DrawFn) -> str:
    born_on = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    sequence = draw(st.integers(0, 999))
    first_seventeen = f"{draw(st.sampled_from(AREAS))}{born_on:%Y%m%d}{sequence:03d}"
    return first_seventeen + check_character(first_seventeen)


@pytest.mark.parametrize("number", OFFICIAL_EXAMPLES)
def test_the_examples_of_the_standard_are_valid(number: str) -> None:
    assert citizen_number.parse(number).text == number


def test_birth_date_sex_and_area_are_read_out_of_a_number() -> None:
    woman = citizen_number.parse("11010519491231002X")
    assert (woman.born_on, woman.sex, woman.area_code) == (date(1949, 12, 31), "2", "110105")
    assert citizen_number.parse("440524188001010014").sex == "1"


def test_a_first_generation_number_becomes_its_eighteen_place_form() -> None:
    assert citizen_number.parse("110105491231002").text == "11010519491231002X"
    assert citizen_number.key("110105491231002") == citizen_number.key("11010519491231002X")


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "'11010519491231002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231002Х",  # the Cyrillic letter
        "\u202a11010519491231002X\ufeff",
        "11010519491231002×",
    ],
)
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    assert citizen_number.parse(typed).text == "11010519491231002X"


@pytest.mark.parametrize(
    "typed",
    [
        "110105194912310021",  # wrong check character
        "110105194902300027",  # 30 February
        "110105194913010021",  # thirteenth month
        "110105170001010010",  # born in 1700
        "11010519491231002",  # one place short
        "011010519491231002",  # no area begins with 0
        "110105490231002",  # fifteen places, 31 February
        "E00008394",  # a passport
        "",
        "无",
        "１１０１０５19491231００２",
    ],
)
def test_what_is_not_a_number_is_refused(typed: str) -> None:
    assert not citizen_number.is_valid(typed)
    assert citizen_number.key(typed) is None
    with pytest.raises(NotACitizenNumber):
        citizen_number.parse(typed)


def test_an_abolished_division_does_not_make_a_number_wrong() -> None:
    first_seventeen = "12022519800101001"  # 蓟县, since 2016 蓟州区 120119
    assert citizen_number.is_valid(first_seventeen + check_character(first_seventeen))


@pytest.mark.parametrize(
    ("area", "kind"),
    [
        ("120112", NumberKind.CITIZEN),
        ("810000", NumberKind.PERMIT),
        ("820000", NumberKind.PERMIT),
        ("830000", NumberKind.PERMIT),
        ("931156", NumberKind.FOREIGNER),
    ],
)
def test_the_first_digits_tell_whose_number_it_is(area: str, kind: NumberKind) -> None:
    first_seventeen = f"{area}20100505001"
    assert citizen_number.parse(first_seventeen + check_character(first_seventeen)).kind == kind


def test_the_foreign_card_of_2004_has_letters_and_twelve_digits() -> None:
    assert citizen_number.is_foreign_card_of_2004("usa110055112233")
    assert not citizen_number.is_foreign_card_of_2004("E00008394")


@given(citizen_numbers())
def test_the_key_gives_the_number_back(number: str) -> None:
    key = citizen_number.key(number)
    assert key == int(number[:17])
    assert citizen_number.from_key(key) == number


@given(citizen_numbers(), st.data())
def test_every_wrong_digit_is_detected_and_the_true_number_is_a_candidate(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from([c for c in "0123456789" + "X" * (place == 17) if c != number[place]]))
    typed = number[:place] + wrong + number[place + 1 :]
    assert not citizen_number.is_valid(typed)
    assert number in [repair.number for repair in repair_candidates(typed)]


@given(citizen_numbers(), st.integers(0, 16))
def test_every_swap_of_neighbours_is_detected_and_the_true_number_is_a_candidate(number: str, i: int) -> None:
    typed = number[:i] + number[i + 1] + number[i] + number[i + 2 :]
    if typed != number:
        assert not citizen_number.is_valid(typed)
        assert number in [repair.number for repair in repair_candidates(typed)]


@given(citizen_numbers(), st.integers(0, 17))
def test_the_true_number_is_a_candidate_when_a_digit_is_missing(number: str, place: int) -> None:
    typed = number[:place] + number[place + 1 :]
    assert number in [repair.number for repair in repair_candidates(typed)]


@given(citizen_numbers(), st.integers(0, 17))
def test_the_true_number_is_a_candidate_when_a_digit_is_doubled(number: str, place: int) -> None:
    typed = number[: place + 1] + number[place:]
    assert number in [repair.number for repair in repair_candidates(typed)]


@given(citizen_numbers(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_the_true_number_is_a_candidate_when_a_digit_is_too_many(number: str, place: int, extra: str) -> None:
    typed = number[:place] + extra + number[place:]
    assert number in [repair.number for repair in repair_candidates(typed)]


@given(citizen_numbers(), st.integers(0, 16), st.sampled_from("OIl*?"))
def test_a_place_that_is_no_digit_is_the_only_one_replaced(number: str, place: int, mark: str) -> None:
    typed = number[:place] + mark + number[place + 1 :]
    repairs = repair_candidates(typed)
    assert number in [repair.number for repair in repairs]
    assert {repair.place for repair in repairs if repair.slip == Slip.WRONG_DIGIT} == {place + 1}


@given(st.text(alphabet="0123456789X", min_size=17, max_size=19))
def test_every_candidate_is_a_valid_number(typed: str) -> None:
    for repair in repair_candidates(typed):
        assert citizen_number.is_valid(repair.number)


def test_candidates_are_few_and_a_birth_date_leaves_fewer() -> None:
    typed = "120112197704230017"  # the true check character is 6
    candidates = repair_candidates(typed)
    assert 1 < len(candidates) <= 34
    known = repair_candidates(typed, born_on=date(1977, 4, 23), sex="1")
    assert "120112197704230016" in [repair.number for repair in known]
    assert len(known) < len(candidates)
    assert all(repair.number[6:14] == "19770423" for repair in known)


def test_a_valid_number_needs_no_repair() -> None:
    assert repair_candidates("11010519491231002X") == ()


def test_a_repair_says_what_slipped_and_where() -> None:
    first = repair_candidates("11010519491213002X")[0]
    assert (first.number, first.slip, first.place) == ("11010519491231002X", Slip.SWAPPED_NEIGHBOURS, 13)
