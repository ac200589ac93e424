"""Figures (数值): money in fen, years, whole numbers, division codes."""

import re
import unicodedata
from contextlib import suppress
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.standards.money import NotAnAmount, parse_yuan

_YUAN: Final = literal("[0-9]{1,12}([.][0-9]{1,2})?")
_NO_AMOUNT: Final = 10**14
"""Fen: thirteen digits of yuan are an account number in the wrong column."""
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\D|$|0[1-9](?!\d)|1[0-2](?!\d))")
_SHORT_YEAR: Final = re.compile(r"(\d{2})(?:学?年|[-/]\d{2}学年)")
_WHOLE: Final = re.compile(r"(-?\d{1,9})(?:\.0+)?(?:[^\d.].*)?")
_DIVISION: Final = re.compile(r"([1-9]\d(?:\d{2}){0,2}|[1-9]\d{8}|[1-9]\d{11})(?:\.0)?")
_DIVISION_LENGTH: Final = 12


def quick_fen(cell: str) -> str:
    """Return an amount typed as plain yuan in fen, NULL for any other."""
    return f"CASE WHEN regexp_full_match({cell}, {_YUAN}) THEN CAST(CAST({cell} AS DECIMAL(18, 2)) * 100 AS BIGINT) END"


def read_fen(cell: str) -> str | None:
    """Read one unusual amount (1,060元/月, 1.2万元, 壹仟元整, 1060.0000001) as fen."""
    fen = None
    with suppress(NotAnAmount):
        fen = parse_yuan(cell)
    if fen is None:
        with suppress(ValueError, OverflowError):
            fen = round(float(cell) * 100)
    return None if fen is None or abs(fen) >= _NO_AMOUNT else str(fen)


def quick_year(cell: str) -> str:
    """Return a plain year, NULL for any other."""
    return f"CASE WHEN regexp_full_match({cell}, '(19|20)[0-9]{{2}}') THEN CAST({cell} AS INTEGER) END"


def read_year(cell: str) -> str | None:
    """Read the first year of “2026-2027学年”, “2026年度”, “2026.0”, “26年”."""
    plain = _plain(cell)
    if match := _YEAR.search(plain):
        return match[1]
    short = _SHORT_YEAR.match(plain)
    return f"20{short[1]}" if short else None


def quick_whole(cell: str) -> str:
    """Return a plain whole number, NULL for any other."""
    return f"CASE WHEN regexp_full_match({cell}, '[0-9]{{1,9}}') THEN CAST({cell} AS INTEGER) END"


def read_whole(cell: str) -> str | None:
    """Read a whole number typed with separators, a unit or a float's tail."""
    match = _WHOLE.fullmatch(_plain(cell).replace(",", ""))
    return match[1] if match else None


def quick_division(cell: str) -> str:
    """Return a division code of twelve digits, NULL for any other."""
    # Twelve characters that are a number of twelve digits are twelve digits.
    number = f"TRY_CAST({cell} AS BIGINT) BETWEEN 100000000000 AND 999999999999 AND NOT contains({cell}, 'e')"
    return f"CASE WHEN length({cell}) = {_DIVISION_LENGTH} AND {number} THEN {cell} END"


def read_division(cell: str) -> str | None:
    """Read a division code of fewer digits (GB/T 2260 six, statistical nine) and pad it to twelve."""
    match = _DIVISION.fullmatch(_plain(cell))
    return match[1].ljust(_DIVISION_LENGTH, "0") if match else None


def _plain(cell: str) -> str:
    return re.sub(r"[\s'’\u200b\ufeff]+", "", unicodedata.normalize("NFKC", cell))
