"""
Citizen numbers in SQL (公民身份号码), GB 11643-1999; the plain reading is ``gonghu.standards.citizen_number``.

The check sum needs no digit taken out: the weights are powers of two modulo 11 (ISO 7064), and with v // 10^j for the
number without its last j digits, the sum of 2^j times the digits is v - 8 (v // 10 + 2 (v // 100) + 4 (v // 1000) …),
where -8 is 3 modulo 11. Whole numbers cost DuckDB next to nothing, cutting and casting text does; a layer of SQL is
computed once, hence the steps.
"""

import re
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.standards.citizen_number import EARLIEST_BIRTH_YEAR, clean

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


def columns(cell: str, n: str) -> tuple[dict[str, str], ...]:
    """
    Return the columns to compute from a raw cell, step by step: v_<n> (NULL: to be read) and those of ``_proof``.

    First the cell as it is, then without the usual blanks, apostrophes and hyphens, at last the slow way; a branch no
    row takes is not computed, and an empty cell takes none.
    """
    usual = f"upper(replace(replace(replace({cell}, ' ', ''), {literal(chr(39))}, ''), '-', ''))"
    wide = f"c_{n}"
    for place, digit in enumerate("０１２３４５６７８９"):
        wide = f"replace({wide}, '{digit}', '{place}')"
    whole = f"regexp_replace(CASE WHEN strlen(c_{n}) > 30 THEN {wide} ELSE c_{n} END, '^([0-9]+)[.]0$', '\\1')"
    bare = f"regexp_replace({whole}, {_SEPARATORS}, '', 'g')"
    typed = f"regexp_full_match(b_{n}, {_TYPED}) AND NOT regexp_full_match(b_{n}, '[0-9]+E[0-9]+|0+')"
    return (
        *_as_number(cell, f"{n}_raw"),
        {f"c_{n}": f"CASE WHEN {cell} IS NOT NULL AND {n}_raw_digits IS NULL THEN {usual} END"},
        *_as_number(f"c_{n}", f"{n}_usual"),
        {f"b_{n}": f"CASE WHEN c_{n} IS NOT NULL AND {n}_usual_digits IS NULL THEN {bare} END"},
        {
            f"v_{n}": f"CASE WHEN c_{n} IS NULL THEN {cell} WHEN b_{n} IS NULL THEN c_{n} WHEN {typed} THEN b_{n} END",
            f"{n}_long": f"CASE WHEN b_{n} IS NOT NULL THEN {_long(f'b_{n}')} END",
        },
        {
            f"{n}_digits": f"CASE WHEN c_{n} IS NULL THEN {n}_raw_digits WHEN b_{n} IS NULL THEN {n}_usual_digits "
            f"WHEN {n}_long IS NOT NULL THEN CAST(left({n}_long, 17) AS BIGINT) END",
            f"{n}_check": f"CASE WHEN c_{n} IS NULL THEN {n}_raw_check WHEN b_{n} IS NULL THEN {n}_usual_check "
            f"WHEN {n}_long IS NOT NULL THEN {_check(f'{n}_long')} END",
        },
        *_proof(f"v_{n}", n),
    )


def _as_number(cell: str, n: str) -> tuple[dict[str, str], ...]:
    """
    Return the columns that take eighteen places for seventeen digits and a check, NULL for anything else.

    Eighteen places that are a number of eighteen digits are eighteen digits, unless hexadecimal or with an exponent;
    reading them as a number costs less than looking at each.
    """
    eighteen = f"length({cell}) = 18 AND {cell} >= '1' AND NOT contains({cell}, 'e') AND NOT contains({cell}, 'E')"
    return (
        {f"{n}_all": f"CASE WHEN {eighteen} THEN TRY_CAST({cell} AS BIGINT) END"},
        {
            f"{n}_front": f"CASE WHEN {n}_all IS NULL AND ends_with({cell}, 'X') AND {eighteen} "
            f"THEN TRY_CAST(left({cell}, 17) AS BIGINT) END"
        },
        {
            f"{n}_digits": f"CASE WHEN {n}_all >= {10**17} THEN {n}_all // 10 "
            f"WHEN {n}_front >= {10**16} THEN {n}_front END",
            f"{n}_check": f"CASE WHEN {n}_all IS NULL THEN 10 ELSE CAST({n}_all % 10 AS INTEGER) END",
        },
    )


def columns_of_read(text: str, n: str) -> tuple[dict[str, str], ...]:
    """Return the columns to compute from a number read in Python, step by step: those of ``_proof``."""
    return (
        {f"{n}_long": _long(text)},
        {f"{n}_digits": f"CAST(left({n}_long, 17) AS BIGINT)", f"{n}_check": _check(f"{n}_long")},
        *_proof(text, n),
    )


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


def _long(text: str) -> str:
    """
    Return a cleaned number of eighteen places as it is, one of fifteen with the century put in; NULL for any other.

    In the place of the check character, which the fifteen do not have, stands a 0.
    """
    return (
        f"CASE WHEN regexp_full_match({text}, {_EIGHTEEN}) THEN {text} "
        f"WHEN regexp_full_match({text}, {_FIFTEEN}) THEN left({text}, 6) || '19' || right({text}, 9) || '0' END"
    )


def _check(long: str) -> str:
    return f"CASE WHEN right({long}, 1) = 'X' THEN 10 ELSE CAST(right({long}, 1) AS INTEGER) END"


def _proof(text: str, n: str) -> tuple[dict[str, str], ...]:
    """
    Return the columns that prove a number, from its text, its <n>_digits and its <n>_check.

    The last of them are <n>_key (seventeen digits if check character and birth date are right), <n>_state and <n>_left
    (the number, or of a damaged one the digits that are left).
    """
    year, month, day = f"({n}_born // 10000)", f"({n}_born // 100 % 100)", f"({n}_born % 100)"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    days = (
        f"CASE {month} WHEN 2 THEN CASE WHEN {leap} THEN 29 ELSE 28 END "
        f"WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END"
    )
    return (
        {
            f"{n}_front": f"CAST({n}_digits // {10**9} AS INTEGER)",
            f"{n}_back": f"CAST({n}_digits % {10**9} AS INTEGER)",
        },
        {
            f"{n}_sum": f"{2**9 % 11} * ({_weighted(f'{n}_front', 8)} % 11) + {_weighted(f'{n}_back', 9)} % 11",
            f"{n}_born": f"{n}_front % 100 * 1000000 + {n}_back // 1000",
        },
        {
            f"{n}_real": f"{n}_born >= {EARLIEST_BIRTH_YEAR}0101 AND {month} BETWEEN 1 AND 12 AND {day} >= 1 "
            f"AND CASE WHEN {day} <= 28 THEN true ELSE {day} <= {days} END",
            f"{n}_proved": f"(2 * {n}_sum + {n}_check) % 11 = 1",
        },
        {f"{n}_key": f"CASE WHEN {n}_real AND ({n}_proved OR length({text}) = 15) THEN {n}_digits END"},
        # A zeroed number still holds a real birth date; without one it is a mistyped number that ends in zeros.
        {
            f"{n}_damaged": f"CASE WHEN {n}_key IS NOT NULL OR {text} IS NULL THEN false "
            f"WHEN {n}_real AND ends_with({text}, '000') THEN true "
            f"WHEN contains({text}, 'E') THEN regexp_full_match({text}, {_DAMAGED}) ELSE false END"
        },
        {
            f"{n}_state": f"CASE WHEN {n}_key IS NOT NULL THEN 'VALID' WHEN {text} IS NULL THEN NULL "
            f"WHEN {n}_damaged THEN 'DAMAGED' WHEN length({text}) BETWEEN 17 AND 19 "
            f"AND regexp_matches({text}, '^[0-9][0-9][0-9][0-9]') THEN 'WRONG' ELSE 'OTHER' END",
            f"{n}_left": f"CASE WHEN {n}_key IS NOT NULL THEN {text} WHEN NOT {n}_damaged THEN {text} "
            f"WHEN contains({text}, 'E') THEN left({text}, strpos({text}, 'E') - 1) "
            f"ELSE left({text}, {_FLOAT_DIGITS}) END",
        },
    )


def _weighted(number: str, places: int) -> str:
    """Return the sum of 2^j times the j-th digit from the right, still to be reduced modulo 11."""
    shorter = " + ".join(f"{2 ** (j - 1)} * ({number} // {10**j})" for j in range(1, places))
    return f"({number} + 3 * ({shorter}))"
