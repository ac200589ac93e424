"""What differs is shown, what is equal in a number stays hidden."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from gonghu.interfaces.desk.review.differences import Piece, number_differences, text_differences

DIGITS = st.text("0123456789X", min_size=15, max_size=18)


def plain(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_only_the_digits_that_part_two_numbers_are_shown() -> None:
    one, _ = number_differences("120112198503080013", "120112198508030013")
    assert plain(one) == "120112•••••3•80013"
    assert [piece.text for piece in one if piece.differs] == ["3", "8"]


def test_equal_numbers_show_county_and_tail_only() -> None:
    one, other = number_differences("120112198503080013", "120112198503080013")
    assert plain(one) == plain(other) == "120112••••••••0013"


def test_names_are_shown_whole_and_the_odd_character_marked() -> None:
    one, other = text_differences("张建国", "张建囯")
    assert [(piece.text, piece.differs) for piece in one] == [("张建", False), ("国", True)]
    assert [(piece.text, piece.differs) for piece in other] == [("张建", False), ("囯", True)]


def test_against_nothing_nothing_differs() -> None:
    one, other = number_differences("120112198503080013", "")
    assert plain(one) == "120112••••••••0013"
    assert other == ()


@given(DIGITS, DIGITS)
def test_a_number_keeps_its_length_and_hides_what_is_equal(one: str, other: str) -> None:
    for number, pieces in zip((one, other), number_differences(one, other), strict=True):
        assert len(plain(pieces)) == len(number)
        place = 0
        for piece in pieces:
            original = number[place : place + len(piece.text)]
            shown = [
                at for at, (seen, true) in enumerate(zip(piece.text, original, strict=True), place) if seen == true
            ]
            assert piece.differs or all(at < 6 or at >= len(number) - 4 for at in shown)
            place += len(piece.text)
