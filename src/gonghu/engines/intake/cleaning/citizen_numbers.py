"""
Citizen numbers in SQL (公民身份号码), GB 11643-1999; the plain reading is ``gonghu.standards.citizen_number``.

The check sum is folded, not added up: read as hexadecimal, sixteen digits lie side by side in one integer, and because
the weights are the powers of two modulo 11 (ISO 7064) four shifts and masks sum them all. That is a third of the time
of seventeen divisions. A layer of SQL is computed once, hence the steps.
"""

import re
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.standards.citizen_number import CHECK_CHARACTERS, EARLIEST_BIRTH_YEAR, clean

_EIGHTEEN: Final = literal("[1-9][0-9]{16}[0-9X]")
_FIFTEEN: Final = literal("[1-9][0-9]{14}")
_TYPED: Final = literal("[0-9A-Z]*[0-9][0-9A-Z]{4,}")
_SEPARATORS: Final = literal(r"[\s'`\x{22}\-_.,]")
# What a spreadsheet makes of a long number: 1.20112E+17 where it shows it, 1.2011219780408e+17 as the float itself.
_EXPONENT: Final = re.compile(r"([1-9])(?:\.([0-9]+))?E\+?(1[4-8])")
_DAMAGED: Final = literal("[1-9][0-9]*E1[4-8]")
_FLOAT_DIGITS: Final = 15
_SHOWN_DIGITS: Final = 10
_NOTED: Final = re.compile(r"(?:[\u4e00-\u9fff]+:?)?([0-9]{14,18}[0-9X])(?:[(\[【]?[\u4e00-\u9fff].*)?")
_NOBODY: Final = frozenset(
    [
        *("无", "暂无", "不详", "未知", "不明", "空", "缺", "无证", "没有", "待查", "待补", "待核", "未办理", "未提供"),
        *("无身份证", "无身份证号", "无证件", "未上户", "未办证", "尚未办理", "遗失", "同上"),
        *("NULL", "NONE", "NA", "N/A", "#N/A", "NAN", "/", "//", "\\", "?", "??", "*"),
    ]
)
"""What people type where there is no number."""


def plain(cell: str) -> str:
    """Test for eighteen places as they should be typed."""
    return f"regexp_full_match({cell}, {_EIGHTEEN})"


def bared(cell: str) -> str:
    """Return the cell in capitals, without what people put inside numbers."""
    whole = f"regexp_replace({cell}, '^([0-9]+)[.]0$', '\\1')"
    return f"upper(regexp_replace({whole}, {_SEPARATORS}, '', 'g'))"


def settled(bare: str) -> str:
    """Test whether a bared cell is a number of some sort that needs no reading."""
    return f"(regexp_full_match({bare}, {_TYPED}) AND NOT regexp_full_match({bare}, '[0-9]+E[0-9]+|0+'))"


def read(cell: str) -> str | None:
    """Read one unusual cell: full width, labels, notes, an exponent (“120112E17” is what is left of it)."""
    text = re.sub(r"^\s*([0-9]+)\.0\s*$", r"\1", cell)
    if exponent := _EXPONENT.fullmatch(re.sub(r"[\s'’]", "", text).upper()):
        return f"{_surviving(exponent[1] + (exponent[2] or ''))}E{exponent[3]}"
    text = clean(text)
    if noted := _NOTED.fullmatch(text):
        text = noted[1]
    return None if not text or text in _NOBODY or not text.strip("0") else text


def _surviving(mantissa: str) -> str:
    """A float holds fifteen digits even where zeros are not written; a shown number holds only what it shows."""
    return mantissa.ljust(_FLOAT_DIGITS, "0")[:_FLOAT_DIGITS] if len(mantissa) >= _SHOWN_DIGITS else mantissa


_MASKS: Final = ((4, 2, 0x0F0F0F0F0F0F0F0F), (8, 4, 0x00FF00FF00FF00FF), (16, 16, 0x0000FFFF0000FFFF))


def _fold(before: str, shift: int, weight: int, mask: int) -> str:
    """Add up neighbours of ``shift`` bits, the left one counting ``weight`` times."""
    return f"({before} & {mask}::UBIGINT) + {weight} * (({before} >> {shift}) & {mask}::UBIGINT)"


def long(text: str) -> str:
    """Return a cleaned number of eighteen places, or of fifteen with the century put in; NULL for any other."""
    return (
        f"CASE WHEN regexp_full_match({text}, {_EIGHTEEN}) THEN {text} "
        f"WHEN regexp_full_match({text}, {_FIFTEEN}) THEN left({text}, 6) || '19' || right({text}, 9) END"
    )


def steps(text: str, n: str) -> tuple[dict[str, str], ...]:
    """
    Return the columns to compute from a cleaned number and its <n>_long form, step by step.

    The last of them are <n>_key (seventeen digits if check character and birth date are right), <n>_state and <n>_left
    (the number, or of a damaged one the digits that are left).
    """
    (pairs, quads, octets) = _MASKS
    low, high = f"({n}_fold_8 & 4294967295::UBIGINT)", f"({n}_fold_8 >> 32)"
    leap = f"{n}_year % 4 = 0 AND ({n}_year % 100 <> 0 OR {n}_year % 400 = 0)"
    days = (
        f"CASE {n}_month WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 "
        f"WHEN 2 THEN CASE WHEN {leap} THEN 29 ELSE 28 END ELSE 31 END"
    )
    check = f"substr('{CHECK_CHARACTERS}', CAST({n}_remainder AS INTEGER) + 1, 1) = right({text}, 1)"
    return (
        {
            f"{n}_digits": f"CAST(left({n}_long, 17) AS BIGINT)",
            f"{n}_nibbles": f"CAST('0x' || left({n}_long, 16) AS UBIGINT)",
        },
        {
            f"{n}_fold_2": _fold(f"{n}_nibbles", *pairs),
            f"{n}_born": f"CAST({n}_digits // 1000 % 100000000 AS INTEGER)",
        },
        {
            f"{n}_fold_4": _fold(f"{n}_fold_2", *quads),
            f"{n}_year": f"{n}_born // 10000",
            f"{n}_month": f"{n}_born // 100 % 100",
            f"{n}_day": f"{n}_born % 100",
        },
        {f"{n}_fold_8": _fold(f"{n}_fold_4", *octets)},
        {
            f"{n}_remainder": f"(4 * ({low} + 256 * {high}) + 2 * ({n}_digits % 10)) % 11",
            f"{n}_real": f"{n}_year >= {EARLIEST_BIRTH_YEAR} AND {n}_month BETWEEN 1 AND 12 "
            f"AND {n}_day >= 1 AND ({n}_day <= 28 OR {n}_day <= {days})",
        },
        {f"{n}_key": f"CASE WHEN {n}_real AND ({check} OR length({text}) = 15) THEN {n}_digits END"},
        # A zeroed number still holds a real birth date; without one it is a mistyped number that ends in zeros.
        {
            f"{n}_damaged": f"CASE WHEN {n}_key IS NOT NULL THEN false "
            f"WHEN {n}_real AND right({text}, 3) = '000' THEN true ELSE regexp_full_match({text}, {_DAMAGED}) END"
        },
        {
            f"{n}_state": f"CASE WHEN {n}_key IS NOT NULL THEN 'VALID' WHEN {text} IS NULL THEN NULL "
            f"WHEN {n}_damaged THEN 'DAMAGED' WHEN length({text}) BETWEEN 17 AND 19 "
            f"AND regexp_matches({text}, '^[0-9][0-9][0-9][0-9]') THEN 'WRONG' ELSE 'OTHER' END",
            f"{n}_left": f"CASE WHEN {n}_key IS NOT NULL OR NOT {n}_damaged THEN {text} "
            f"WHEN contains({text}, 'E') THEN left({text}, strpos({text}, 'E') - 1) "
            f"ELSE left({text}, {_FLOAT_DIGITS}) END",
        },
    )
