"""
Citizen numbers in SQL (公民身份号码), GB 11643-1999; the plain reading is ``gonghu.standards.citizen_number``.

The check sum needs no digit taken out: the weights are powers of two modulo 11 (ISO 7064), and with v // 10^j for the
number without its last j digits, the sum of 2^j times the digits is v - 8 (v // 10 + 2 (v // 100) + 4 (v // 1000) …),
where -8 is 3 modulo 11. Numbers cost DuckDB next to nothing, cutting and casting text does; floating point, exact for
nine digits, costs half of what whole numbers do. A layer of SQL is computed once, hence the steps.
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
    Return the columns to compute from a raw cell, step by step: <n>_digits (NULL: to be read) and those of ``_proof``.

    A cell of eighteen places is taken as it is, any other without the usual blanks, apostrophes and hyphens. Eighteen
    places that are a number of eighteen digits are eighteen digits, unless hexadecimal or with an exponent; reading
    them as a number costs less than looking at each.
    """
    plain = f"{n}_text >= '1' AND NOT contains({n}_text, 'e') AND NOT contains({n}_text, 'E')"
    usual = f"upper(replace(replace(replace({cell}, ' ', ''), {literal(chr(39))}, ''), '-', ''))"
    return (
        {f"{n}_text": f"CASE WHEN length({cell}) <> 18 OR ends_with({cell}, 'x') THEN {usual} ELSE {cell} END"},
        {f"{n}_all": f"CASE WHEN length({n}_text) = 18 AND {plain} THEN TRY_CAST({n}_text AS BIGINT) END"},
        {
            f"{n}_front": f"CASE WHEN {n}_all IS NULL AND ends_with({n}_text, 'X') AND length({n}_text) = 18 "
            f"AND {plain} THEN TRY_CAST(left({n}_text, 17) AS BIGINT) END"
        },
        {
            f"{n}_digits": f"CASE WHEN {n}_all >= {10**17} THEN {n}_all // 10 "
            f"WHEN {n}_front >= {10**16} THEN {n}_front END",
            f"{n}_check": f"CASE WHEN {n}_all IS NULL THEN 10 ELSE {n}_all % 10 END",
        },
        *_proof(n),
        {
            f"{n}_damaged": f"CASE WHEN {n}_key IS NOT NULL THEN false ELSE {_zeroed(f'{n}_text', n)} END",
        },
        {
            f"{n}_state": f"CASE WHEN {n}_key IS NOT NULL THEN 'VALID' WHEN {n}_digits IS NULL THEN NULL "
            f"WHEN {n}_damaged THEN 'DAMAGED' ELSE 'WRONG' END",
            f"{n}_left": f"CASE WHEN {n}_key IS NOT NULL THEN {n}_text WHEN {n}_digits IS NULL THEN NULL "
            f"WHEN {n}_damaged THEN left({n}_text, {_FLOAT_DIGITS}) ELSE {n}_text END",
        },
    )


def typed(cell: str) -> str:
    """Return an open cell as a number or other text without blanks and separators, NULL if it must be read."""
    usual = f"upper(replace(replace(replace({cell}, ' ', ''), {literal(chr(39))}, ''), '-', ''))"
    wide = usual
    for place, digit in enumerate("０１２３４５６７８９"):
        wide = f"replace({wide}, '{digit}', '{place}')"
    bare = f"regexp_replace(regexp_replace({wide}, '^([0-9]+)[.]0$', '\\1'), {_SEPARATORS}, '', 'g')"
    return (
        f"CASE WHEN regexp_full_match({bare}, {_TYPED}) AND NOT regexp_full_match({bare}, '[0-9]+E[0-9]+|0+') "
        f"THEN {bare} END"
    )


def columns_of_read(text: str, n: str) -> tuple[dict[str, str], ...]:
    """
    Return the columns to compute from a number read from an open cell, step by step: those of ``_proof``.

    The last of them are <n>_key (seventeen digits if check character and birth date are right), <n>_state and <n>_left
    (the number, or of a damaged one the digits that are left).
    """
    return (
        {f"{n}_long": _long(text)},
        {f"{n}_digits": f"CAST(left({n}_long, 17) AS BIGINT)", f"{n}_check": _check(f"{n}_long")},
        *_proof(n, f" OR length({text}) = 15"),
        {
            f"{n}_damaged": f"CASE WHEN {n}_key IS NOT NULL THEN false WHEN {_zeroed(text, n)} THEN true "
            f"ELSE regexp_full_match({text}, {_DAMAGED}) END"
        },
        {
            f"{n}_state": f"CASE WHEN {n}_key IS NOT NULL THEN 'VALID' WHEN {n}_damaged THEN 'DAMAGED' "
            f"WHEN length({text}) BETWEEN 17 AND 19 AND regexp_matches({text}, '^[0-9][0-9][0-9][0-9]') "
            f"THEN 'WRONG' ELSE 'OTHER' END",
            f"{n}_left": f"CASE WHEN NOT {n}_damaged THEN {text} "
            f"WHEN contains({text}, 'E') THEN left({text}, strpos({text}, 'E') - 1) "
            f"ELSE left({text}, {_FLOAT_DIGITS}) END",
        },
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


def _proof(n: str, or_else: str = "") -> tuple[dict[str, str], ...]:
    """Return the columns that prove a number by its <n>_digits and <n>_check, the last of them <n>_real and <n>_key."""
    month, day, year = f"({n}_day // 100)", f"({n}_day % 100)", f"({n}_born // 10000)"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    days = (
        f"CASE {month} WHEN 2 THEN CASE WHEN {leap} THEN 29 ELSE 28 END "
        f"WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END"
    )
    high, low = 2**10 % 11, 2
    return (
        {
            f"{n}_high": f"CAST({n}_digits // {10**9} AS DOUBLE)",
            f"{n}_low": f"CAST({n}_digits % {10**9} AS DOUBLE)",
            f"{n}_born": f"CAST({n}_digits // 1000 % {10**8} AS INTEGER)",
        },
        {
            # Empty cells take no branch: half of the parents' numbers are empty.
            f"{n}_sum": f"CASE WHEN {n}_digits IS NOT NULL THEN "
            f"CAST({high} * {_weighted(f'{n}_high', 8)} + {low} * {_weighted(f'{n}_low', 9)} AS BIGINT) END",
            f"{n}_day": f"{n}_born % 10000",
        },
        {
            f"{n}_real": f"CASE WHEN {n}_digits IS NOT NULL THEN {n}_born >= {EARLIEST_BIRTH_YEAR}0101 "
            f"AND {n}_day BETWEEN 101 AND 1231 AND {day} >= 1 "
            f"AND CASE WHEN {day} <= 28 THEN true ELSE {day} <= {days} END END",
            f"{n}_proved": f"({n}_sum + {n}_check) % 11 = 1",
        },
        {f"{n}_key": f"CASE WHEN {n}_real AND ({n}_proved{or_else}) THEN {n}_digits END"},
    )


def _zeroed(text: str, n: str) -> str:
    """A zeroed number still holds a real birth date; without one it is a mistyped number that ends in zeros."""
    return f"coalesce({n}_real, false) AND ends_with({text}, '000')"


def _weighted(number: str, places: int) -> str:
    """Return the sum of 2^j times the j-th digit from the right, still to be reduced modulo 11."""
    shorter = " + ".join(f"{2 ** (j - 1)} * floor({number} / {10**j})" for j in range(1, places))
    return f"({number} + 3 * ({shorter}))"
