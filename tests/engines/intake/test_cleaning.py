"""Cells come out clean, and SQL makes of them what the plain functions of the standards make."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gonghu.engines.intake.cleaning import amounts, dates, sql_text
from gonghu.engines.intake.header_words import HeaderWords, fold
from gonghu.engines.intake.loading import load
from gonghu.engines.intake.profiles import CodeMap, Field, FieldType, Profile
from gonghu.engines.intake.progress import Unwatched
from gonghu.engines.intake.roster_tables import create_accounts
from gonghu.engines.intake.sheet_rows import Placed, SheetRows
from gonghu.engines.intake.sheet_table import SheetTable
from gonghu.engines.intake.tracing import Statements
from gonghu.standards import citizen_number
from gonghu.standards.chinese_name import clean_name
from gonghu.standards.money import NotAnAmount, parse_yuan

SEX = CodeMap({"男": "1", "女": "2"})


@cache
def scratch() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def cleaned(kind: FieldType, cells: Sequence[str | None], *, few: bool = False) -> list[Any]:
    """Clean cells as a column of a sheet whose every row has a name."""
    return cleaned_and_warned(kind, cells, few=few)[0]


def cleaned_and_warned(
    kind: FieldType, cells: Sequence[str | None], *, few: bool = False
) -> tuple[list[Any], list[tuple[Any, ...]]]:
    fields = (Field("name", "姓名", FieldType.NAME), Field("it", "它", kind, codes=SEX))
    profile = Profile("trial", "试", "某局", "", fields, ("name",), (), HeaderWords({}))
    placed = (Placed(fields[0], "c0", 1), Placed(fields[1], "c1", 2, ("男",)))
    rows = SheetRows(profile, 1, 1, placed, (0, 1), (), few=few)
    extra = ", it_key, it_state" if kind == FieldType.CITIZEN_ID else ""
    connection = scratch()
    create_accounts(connection)
    connection.execute("DROP TABLE IF EXISTS roster_trial").fetchall()
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE given AS SELECT '王小明' AS c0, unnest(?::VARCHAR[]) AS c1", [list(cells)]
    ).fetchall()
    load(Statements(connection), rows, SheetTable("", "", (), lambda _: "SELECT c0, c1 FROM given", 2), Unwatched())
    found = connection.execute(f"SELECT row_no, it{extra} FROM roster_trial ORDER BY row_no").fetchall()
    warned = connection.execute("SELECT row_no, field, value FROM intake_warning ORDER BY 1").fetchall()
    assert [row[0] for row in found] == list(range(1, len(cells) + 1))
    return [row[1] if len(row) == 2 else row[1:] for row in found], warned


digits = st.text("0123456789", min_size=17, max_size=17)
valid_numbers = st.builds(
    lambda area, day, sequence: (
        (seventeen := f"{area}{day:%Y%m%d}{sequence:03d}") + citizen_number.check_character(seventeen)
    ),
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
)
typed_numbers = st.one_of(
    valid_numbers,
    valid_numbers.map(str.lower),
    valid_numbers.map(lambda number: f"'{number}"),
    valid_numbers.map(lambda number: f" {number[:6]} {number[6:14]} {number[14:]} "),
    valid_numbers.map(lambda number: number.translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)})),
    valid_numbers.map(lambda number: number[:6] + number[8:17]),
    valid_numbers.map(lambda number: number[:5] + str((int(number[5]) + 1) % 10) + number[6:]),
    digits.flatmap(lambda seventeen: st.sampled_from("0123456789Xx").map(lambda last: seventeen + last)),
    st.text("0123456789Xx '-　０１Ｘ", max_size=24),
    st.text("0123456789XeE+_.-x ", min_size=18, max_size=18),
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(typed_numbers, min_size=1, max_size=60))
@example(["110105194912310021", "11010519491231002X", "440524188001010014", "810000199408230021"])
@example(["120112200002290018", "120112190002290018", "120112200013010018", "000000000000000000"])
def test_a_number_has_the_key_the_standard_gives_it(cells: list[str]) -> None:
    keys = [key for _, key, _ in cleaned(FieldType.CITIZEN_ID, cells)]
    assert keys == [citizen_number.key(cell) for cell in cells]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(typed_numbers, min_size=1, max_size=60))
def test_a_number_is_stored_as_the_standard_cleans_it(cells: list[str]) -> None:
    for cell, (text, key, state) in zip(cells, cleaned(FieldType.CITIZEN_ID, cells), strict=True):
        plain = citizen_number.clean(cell)
        if state in ("VALID", "WRONG"):
            assert text == plain
        assert (state == "VALID") == (key is not None)
        assert (state is None) == (text is None)
        if state == "WRONG":
            assert len(plain) in (17, 18, 19)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.20112E+17", ("120112", None, "DAMAGED")),
        ("1.2011219780408e+17", ("120112197804080", None, "DAMAGED")),
        ("1.2011219780408002e+17", ("120112197804080", None, "DAMAGED")),
        ("120112198511250000", ("120112198511250", None, "DAMAGED")),
        ("120112780408001.0", ("120112780408001", 12011219780408001, "VALID")),
        ("身份证：11010519491231002X", ("11010519491231002X", 11010519491231002, "VALID")),
        ("11010519491231002X（已核）", ("11010519491231002X", 11010519491231002, "VALID")),
        ("1101051949123１002x", ("11010519491231002X", 11010519491231002, "VALID")),
        ("E00008394", ("E00008394", None, "OTHER")),
        ("1234567890123456e2", ("1234567890123456E2", None, "WRONG")),
        ("0x0123456789abcdef", ("0X0123456789ABCDEF", None, "OTHER")),
        ("+11010519491231002", ("+11010519491231002", None, "OTHER")),
        ("h1234567(8)", ("H1234567(8)", None, "OTHER")),
        ("1201121990****0011", ("1201121990****0011", None, "WRONG")),
        ("12011219960626001", ("12011219960626001", None, "WRONG")),
        ("120112189605070000", ("120112189605070", None, "DAMAGED")),
        ("120112139612090000", ("120112139612090000", None, "WRONG")),
        ("无", (None, None, None)),
        ("/", (None, None, None)),
        ("不详", (None, None, None)),
        ("0", (None, None, None)),
        (" ", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_an_unusual_number_is_told_for_what_it_is(cell: str | None, expected: tuple[Any, ...]) -> None:
    assert cleaned(FieldType.CITIZEN_ID, [cell]) == [expected]


han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
names = st.one_of(
    st.text(han, min_size=1, max_size=5),
    st.text(st.sampled_from("王李張陳葉劉歐陽国國已核名无未知重·.（）() 　\u200bAaＡ1１"), min_size=1, max_size=9),
    st.builds(
        lambda name, tail: name + tail, st.text(han, min_size=2, max_size=3), st.sampled_from(["（已核）", "1", "*"])
    ),
    st.sampled_from(
        ["买买提.吐尔逊", "NGUYEN  THI HOA", "王  芳", "不详", "无名氏", "（已核）张三", "张三李四王五赵六"]
    ),
)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(names, min_size=1, max_size=80))
def test_a_name_is_cleaned_as_the_standard_cleans_it(cells: list[str]) -> None:
    assert cleaned(FieldType.NAME, cells) == [clean_name(cell) for cell in cells]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.from_regex("[人張名A①]?[0-9]{1,4}[0-9AXZ人]{0,3}", fullmatch=True), min_size=1, max_size=60))
@example(["人0000001", "120112201904160023", "0", "1人", "12人", "張3", "A1", "①2"])
def test_figures_in_place_of_a_name_stay_what_the_standard_leaves(cells: list[str]) -> None:
    assert cleaned(FieldType.NAME, cells) == [clean_name(cell) for cell in cells]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 12, 31)), min_size=1, max_size=30))
def test_a_date_is_the_same_in_every_style(days: list[date]) -> None:
    assert cleaned(FieldType.DATE, [style(day) for style in STYLES for day in days]) == days * len(STYLES)


STYLES: list[Callable[[date], str]] = [
    date.isoformat,
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y.%m.%d}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f" {day:%Y年%m月%d日} ",
    lambda day: f"{day} 00:00:00",
    lambda day: f"{day:%Y-%m-%d} 13:45",
    lambda day: f"{day:%Y/%m/%d %H:%M}",
    lambda day: f"{day.year}－{day.month}－{day.day}",
]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.lists(st.dates(date(1927, 5, 19), date(2099, 12, 31)), min_size=1, max_size=30))
def test_the_day_numbers_of_a_spreadsheet_are_dates(days: list[date]) -> None:
    numbers = [(day - date(1899, 12, 30)).days for day in days]
    assert cleaned(FieldType.DATE, [str(number) for number in numbers]) == days
    assert cleaned(FieldType.DATE, [f"{number}.0" for number in numbers]) == days


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("二〇二六年十一月一日", date(2026, 11, 1)),
        ("二○二五年二月二十八日", date(2025, 2, 28)),
        ("1985年12月", date(1985, 12, 1)),
        ("2019.07", date(2019, 7, 1)),
        ("201907", date(2019, 7, 1)),
        ("10/31/2026", date(2026, 10, 31)),
        ("20260101.0", date(2026, 1, 1)),
        ("2026-02-30", None),
        ("20261301", None),
        ("1026-01-01", None),
        ("长期", None),
        ("不详", None),
        ("", None),
    ],
)
def test_an_unusual_date_is_read_or_left_empty(cell: str, expected: date | None) -> None:
    assert cleaned(FieldType.DATE, [cell]) == [expected]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.text("0123456789-/.年月日 十二〇", max_size=14), min_size=1, max_size=60))
def test_sql_and_python_read_the_same_dates(cells: list[str]) -> None:
    expected = [dates.read(cell) for cell in cells]
    assert [found and found.isoformat() for found in cleaned(FieldType.DATE, cells)] == expected


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.text("0123456789.,元￥¥万壹仟整 -", max_size=12), min_size=1, max_size=60))
@example(["1,060元", "1060.50", "壹仟零陆拾元整", "1.2万元", "3130.0", "0", "1060元/月"])
def test_money_is_what_the_standard_reads(cells: list[str]) -> None:
    found = cleaned(FieldType.MONEY, cells)
    for cell, fen in zip(cells, found, strict=True):
        with suppress(NotAnAmount):
            assert fen == parse_yuan(cell), cell


def test_an_account_number_is_no_amount() -> None:
    found, warned = cleaned_and_warned(FieldType.MONEY, ["6228480100000000001", "1e300", "1060"])
    assert found == [None, None, 106_000]
    assert [row_no for row_no, _, _ in warned] == [1, 2]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.lists(st.text("0123456789-年学度. ", max_size=12), min_size=1, max_size=60))
@example(["2026-2027学年", "2026年度", "2026.0", "26年", "202611", " 2026 ", "120261"])
def test_sql_and_python_read_the_same_years(cells: list[str]) -> None:
    expected = [int(year) if (year := amounts.read_year(cell)) else None for cell in cells]
    assert cleaned(FieldType.YEAR, cells) == expected


def test_a_year_is_the_first_of_a_school_year() -> None:
    cells = ["2026-2027学年", "2026年度", "2026.0", "26年", "202611", "无"]
    assert cleaned(FieldType.YEAR, cells) == [2026, 2026, 2026, 2026, 2026, None]


def test_a_division_code_is_padded_to_twelve_digits() -> None:
    cells = ["120112103012", "120112", "120112103", "120112103012.0", "'120112103012", "津南区", "12011210301"]
    codes = ["120112103012", "120112000000", "120112103000", "120112103012", "120112103012", None, None]
    assert cleaned(FieldType.DIVISION, cells) == codes


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.text(st.sampled_from("王a1０Ａ \u200b\u3000'.0\t（）号"), max_size=8), min_size=1, max_size=60))
def test_text_is_trimmed_and_nothing_else(cells: list[str]) -> None:
    assert cleaned(FieldType.TEXT, cells) == [sql_text.read(cell) for cell in cells]


def test_text_keeps_its_brackets_and_loses_what_nobody_sees() -> None:
    cells = ["津公(失)字4251号", " 幸福村（一组） ", "\u200b北京\u200b", "'6222 0200 1234", "1060.0", ""]
    told = ["津公(失)字4251号", "幸福村（一组）", "北京", "622202001234", "1060", None]
    assert cleaned(FieldType.TEXT, cells) == told


def test_code_words_seen_late_are_read_as_well() -> None:
    assert cleaned(FieldType.CODE, ["男", "女", " 男 ", "女\u200b", "不认识", None]) == ["1", "2", "1", "2", None, None]


def test_an_unreadable_cell_leaves_a_warning_with_its_text() -> None:
    _, warned = cleaned_and_warned(FieldType.DATE, ["2026-01-01", "去年底", "", None])
    assert warned == [(2, "it", "去年底")]


def test_folding_is_the_same_for_every_width() -> None:
    assert fold(" Ａ\u200bｂ　男 ") == "AB男"


def test_a_day_number_is_not_taken_for_a_month() -> None:
    day = date(1899, 12, 30) + timedelta(days=20260)
    assert cleaned(FieldType.DATE, ["20260"]) == [day]


rough = st.text(st.sampled_from("0123456789Xx０１Ｘ-/.年月日号王李國（）'·,元 　\u200b"), max_size=19)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.lists(st.one_of(rough, typed_numbers, names), min_size=1, max_size=40))
@pytest.mark.parametrize("kind", list(FieldType))
def test_a_small_sheet_is_cleaned_as_a_large_one(kind: FieldType, cells: list[str]) -> None:
    assert cleaned_and_warned(kind, cells, few=True) == cleaned_and_warned(kind, cells)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.lists(st.text("0123456789.,人 -", max_size=10), min_size=1, max_size=60))
@example(["12", "1,200", "12.0", "-3", "12人", "3.5", "0012"])
def test_sql_and_python_read_the_same_whole_numbers(cells: list[str]) -> None:
    expected = [int(whole) if (whole := amounts.read_whole(cell)) else None for cell in cells]
    assert cleaned(FieldType.INTEGER, cells) == expected


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.lists(st.text("0123456789e. '", min_size=5, max_size=15), min_size=1, max_size=60))
@example(["120112103012", "0x1201121030", "1201121030e2", " 12011210301", "+12011210301", "012011210301"])
def test_sql_and_python_read_the_same_divisions(cells: list[str]) -> None:
    assert cleaned(FieldType.DIVISION, cells) == [amounts.read_division(cell) for cell in cells]


@settings(max_examples=10, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(["男", "女", " 男", "女 ", "男\u200b", "１", "2", "未知", ""]), min_size=1, max_size=60)
)
def test_code_words_are_what_folding_makes_of_them(cells: list[str]) -> None:
    assert cleaned(FieldType.CODE, cells) == [SEX.code_of(fold(cell)) for cell in cells]
