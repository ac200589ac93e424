"""Money in fen, and amounts in capitals after 银发〔1997〕393号."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gonghu.standards.money import (
    LARGEST_FEN,
    NotAnAmount,
    format_rounded,
    format_yuan,
    parse_yuan,
    read_capitals,
    write_capitals,
)

AMOUNTS = st.integers(-LARGEST_FEN, LARGEST_FEN) | st.integers(-10_000_000, 10_000_000)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1060", 106_000),
        ("1,060.50", 106_050),
        ("1,060.50元", 106_050),
        ("￥1060.5", 106_050),
        ("¥ 1 060", 106_000),
        ("人民币600元整", 60_000),
        ("1.2万", 1_200_000),
        ("18.5万元", 18_500_000),
        ("1.5亿元", 15_000_000_000),
        ("３００", 30_000),
        ("(300.00)", -30_000),
        ("-300", -30_000),
        ("−300", -30_000),
        ("1060.0", 106_000),
        (".5", 50),
        ("0", 0),
        ("壹仟零陆拾元伍角整", 106_050),
        ("五百元", 50_000),
        ("十五元", 1_500),
        ("三千五百元", 350_000),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed", ["", "无", "元", "整", "1.005", "1,06", "1.2.3", "--5", "一二三元", "NaN", "1e3", "12月", "1" * 30]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_yuan(typed)


# The first five are the examples of the regulation's annex (its optional 零 and 整 aside).
@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (140_950, "人民币壹仟肆佰零玖元伍角整"),
        (600_714, "人民币陆仟零柒元壹角肆分"),
        (168_032, "人民币壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "人民币壹拾万柒仟元伍角叁分"),
        (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角整"),
        (1_000_000, "人民币壹万元整"),
        (1_000_100, "人民币壹万零壹元整"),
        (2_000_050_000, "人民币贰仟万零伍佰元整"),
        (10**14, "人民币壹万亿元整"),
        (10**10 + 100, "人民币壹亿零壹元整"),
        (-1_050, "人民币负壹拾元伍角整"),
    ],
)
def test_capitals_follow_the_regulation(fen: int, capitals: str) -> None:
    assert write_capitals(fen) == capitals


@given(AMOUNTS)
@example(LARGEST_FEN)
def test_capitals_are_read_back_as_the_same_amount(fen: int) -> None:
    assert read_capitals(write_capitals(fen)) == fen
    assert parse_yuan(write_capitals(fen)) == fen


@given(AMOUNTS, st.booleans())
def test_a_printed_amount_is_read_back_as_the_same_amount(fen: int, grouped: bool) -> None:
    assert parse_yuan(format_yuan(fen, grouped=grouped)) == fen


@given(AMOUNTS)
def test_two_amounts_never_share_their_capitals_with_a_doubled_zero(fen: int) -> None:
    assert "零零" not in write_capitals(fen)


def test_an_amount_beyond_the_largest_is_refused() -> None:
    with pytest.raises(NotAnAmount):
        write_capitals(LARGEST_FEN + 1)


@pytest.mark.parametrize(
    ("fen", "published"),
    [
        (600_00 * 308, "18.5万"),
        (0, "0"),
        (9_999_00, "9999"),
        (9_999_50, "1万"),
        (10_049_99, "1万"),
        (10_500_00, "1.1万"),
        (100_000_000_00, "1亿"),
        (-184_800_00, "-18.5万"),
    ],
)
def test_a_published_sum_is_rounded_to_one_place(fen: int, published: str) -> None:
    assert format_rounded(fen) == published
