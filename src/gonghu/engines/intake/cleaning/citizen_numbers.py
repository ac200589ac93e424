"""
Citizen numbers in SQL (公民身份号码), GB 11643-1999; the plain reading is ``gonghu.standards.citizen_number``.

Three layers, because DuckDB computes a layer once: the cleaned text, its seventeen digits, key and state.
"""

from typing import Final

from gonghu.engines.intake.cleaning.sql_text import BLANK, half_width, literal, without_float_tail
from gonghu.standards.citizen_number import CHECK_CHARACTERS, EARLIEST_BIRTH_YEAR, WEIGHTS

_EIGHTEEN: Final = literal("[1-9][0-9]{16}[0-9X]")
_FIFTEEN: Final = literal("[1-9][0-9]{14}")
# What a spreadsheet makes of a long number: 1.20112E+17 in text, 1.2011219780408e+17 as the float itself.
_EXPONENT: Final = literal(r"[1-9](\.[0-9]+)?[eE]\+?1[4-8]")
_SEPARATORS: Final = literal(
    rf"[{BLANK}'’‘`´\x{{22}}\-\x{{2010}}-\x{{2015}}_.·,，\x{{200b}}-\x{{200f}}\x{{2060}}\x{{feff}}]"
)
_NOTE: Final = literal(r"^(?:[\x{4e00}-\x{9fff}]+[::]?)?([0-9]{14,18}[0-9X])(?:[(\[【].*|[\x{4e00}-\x{9fff}].*)$")
_LOOKS_LIKE_X: Final = "Хх×╳✕✗"
_PLACEHOLDERS: Final = (
    "", "无", "暂无", "不详", "未知", "不明", "空", "缺", "无证", "没有", "待查", "待补", "待核", "未办理", "未提供", "无身份证",
    "NULL", "NONE", "NA", "N/A", "#N/A", "/", "//", "\\", "0", "00", "000000000000000000", "?", "??", "*", "—", "——",
)  # fmt: skip
_DAMAGED_TAIL: Final = "000"
_SURVIVING: Final = 15


def cleaned(cell: str) -> str:
    """Return the number without width, blanks, apostrophes and hyphens; NULL when the cell says there is none."""
    plain = f"upper(translate({half_width(without_float_tail(cell))}, '{_LOOKS_LIKE_X}', '{'X' * len(_LOOKS_LIKE_X)}'))"
    bare = f"regexp_replace({plain}, {_SEPARATORS}, '', 'g')"
    noted = f"regexp_replace({bare}, {_NOTE}, '\\1')"
    empty = ", ".join(literal(word) for word in _PLACEHOLDERS)
    return (
        f"CASE WHEN {cell} IS NULL OR regexp_full_match({cell}, {_EIGHTEEN}) THEN {cell} "
        f"WHEN regexp_full_match(trim({cell}), {_EXPONENT}) THEN trim({cell}) "
        f"WHEN {noted} IN ({empty}) THEN NULL ELSE {noted} END"
    )


def seventeen(text: str) -> str:
    """Return the first seventeen digits of a cleaned number of eighteen or fifteen places as BIGINT, else NULL."""
    return (
        f"CASE WHEN regexp_full_match({text}, {_EIGHTEEN}) THEN CAST(left({text}, 17) AS BIGINT) "
        f"WHEN regexp_full_match({text}, {_FIFTEEN}) "
        f"THEN CAST(left({text}, 6) || '19' || right({text}, 9) AS BIGINT) END"
    )


def key(text: str, digits: str) -> str:
    """Return the seventeen digits if check character and birth date are right, else NULL."""
    total = " + ".join(f"{weight} * ({digits} // {10 ** (16 - i)} % 10)" for i, weight in enumerate(WEIGHTS))
    check = f"(length({text}) = 15 OR substr('{CHECK_CHARACTERS}', CAST(({total}) % 11 + 1 AS INTEGER), 1) = right({text}, 1))"
    year, month, day = f"{digits} // 10000000 % 10000", f"{digits} // 100000 % 100", f"{digits} // 1000 % 100"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    real = (
        f"{month} BETWEEN 1 AND 12 AND {day} >= 1 AND ({day} <= 28 OR ({day} <= 30 AND {month} <> 2) "
        f"OR ({day} = 31 AND {month} IN (1, 3, 5, 7, 8, 10, 12)) OR ({day} = 29 AND {month} = 2 AND {leap}))"
    )
    return f"CASE WHEN {year} >= {EARLIEST_BIRTH_YEAR} AND {real} AND {check} THEN {digits} END"


def state(text: str, found: str) -> str:
    """Return VALID, WRONG, DAMAGED or OTHER for a cleaned number and its key; NULL for an empty cell."""
    return (
        f"CASE WHEN {found} IS NOT NULL THEN 'VALID' WHEN {text} IS NULL THEN NULL "
        f"WHEN {_is_damaged(text)} THEN 'DAMAGED' "
        f"WHEN length({text}) BETWEEN 17 AND 19 AND regexp_matches({text}, '[0-9]') THEN 'WRONG' ELSE 'OTHER' END"
    )


def surviving(text: str, found: str) -> str:
    """Return the cleaned number, or of a damaged one the digits that are left."""
    mantissa = f"replace(regexp_extract({text}, '^[0-9.]+'), '.', '')"
    # The float itself holds fifteen digits even where zeros are not written; text holds only what it shows.
    digits = (
        f"CASE WHEN contains({text}, 'e') THEN left(rpad({mantissa}, {_SURVIVING}, '0'), {_SURVIVING}) "
        f"WHEN contains({text}, 'E') THEN left({mantissa}, {_SURVIVING}) ELSE left({text}, {_SURVIVING}) END"
    )
    return f"CASE WHEN {found} IS NOT NULL OR {text} IS NULL THEN {text} WHEN {_is_damaged(text)} THEN {digits} ELSE {text} END"


def _is_damaged(text: str) -> str:
    return (
        f"(regexp_full_match({text}, {_EXPONENT}) "
        f"OR regexp_full_match({text}, {literal(f'[1-9][0-9]{{14}}{_DAMAGED_TAIL}')}))"
    )
