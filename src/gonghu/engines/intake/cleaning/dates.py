"""
Dates as departments type them (日期): six usual styles in SQL, the unusual ones in Python.

2026-01-31, 2026/1/31, 2026.1.31, 2026年1月31日, 20260131, the day number of a spreadsheet (46053); then times after the
date, Chinese figures, a month without a day (its first day), 1/31/2026.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import literal

EARLIEST_YEAR, LATEST_YEAR = 1850, 2199
_DAY_ZERO: Final = date(1899, 12, 30)
_LAST_SERIAL: Final = 109_574  # 2199-12-31
_FIGURES: Final = str.maketrans("〇零○一二三四五六七八九元", "0001234567891")
_BLANKS: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’‘`]+")
_CHINESE: Final = re.compile(r"[〇零○一二三四五六七八九十元]")
_BETWEEN: Final = "[-/.,、—–_\\\\]"
_YMD: Final = re.compile(
    rf"(\d{{4}})(?:{_BETWEEN}|年|月)(\d{{1,2}})(?:{_BETWEEN}|年|月)(\d{{1,2}})[日号]*(?:[T.]?\d{{1,2}}[:时].*)?"
)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0|\d{6}|\d{4}|[日号])?")
_MONTH: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_COMPACT_MONTH: Final = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(?:\.0)?")
_MDY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\d{1,2}:.*)?")
_SERIAL: Final = re.compile(r"(\d{5,6})(?:\.\d+)?")
_TENS: Final = ((r"(?<=\d)十(?=\d)", ""), (r"(?<=\d)十", "0"), (r"十(?=\d)", "1"), ("十", "10"))


def quick(cell: str) -> str:
    """Return the day of a cell as 2026-01-31 or 2026/1/31, with or without a time; NULL for any other."""
    # As text 1850 and 2200 bound the years, and nothing but a digit can come first; the lengths keep out "(BC)".
    years = f"{cell} >= '{EARLIEST_YEAR}' AND {cell} < '{LATEST_YEAR + 1}'"
    length = f"(length({cell}) BETWEEN 8 AND 10 OR length({cell}) BETWEEN 16 AND 19)"
    return f"CASE WHEN {years} AND {length} THEN TRY_CAST({cell} AS DATE) END"


def bared(cell: str) -> str:
    """Return the other usual styles as 2026-1-31; the unusual come out as no date."""
    compact = f"length({cell}) = 8 AND TRY_CAST({cell} AS INTEGER) IS NOT NULL"
    serial = literal("[1-9][0-9]{4}([.]0)?")
    parted = f"replace(replace(replace(rtrim(trim({cell}), '日'), '.', '-'), '年', '-'), '月', '-')"
    return (
        f"CASE WHEN {compact} THEN left({cell}, 4) || '-' || substr({cell}, 5, 2) || '-' || right({cell}, 2) "
        f"WHEN length({cell}) <= 7 AND regexp_full_match({cell}, {serial}) "
        f"THEN CAST(DATE '{_DAY_ZERO}' + CAST(CAST({cell} AS DOUBLE) AS INTEGER) AS VARCHAR) ELSE {parted} END"
    )


def read(cell: str) -> str | None:
    """Read one unusual date cell; ISO text, or None when it is no date."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", cell))
    if _CHINESE.search(plain):
        plain = plain.translate(_FIGURES)
        for pattern, figures in _TENS:
            plain = re.sub(pattern, figures, plain)
    found = None
    with suppress(ValueError):
        found = _day(plain) or _first_of_month(plain)
    return found.isoformat() if found and EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def _day(plain: str) -> date | None:
    if match := _YMD.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _MDY.fullmatch(plain):
        return date(int(match[3]), int(match[1]), int(match[2]))
    if (match := _SERIAL.fullmatch(plain)) and not _COMPACT_MONTH.fullmatch(plain):
        return _DAY_ZERO + timedelta(days=min(int(match[1]), _LAST_SERIAL + 1))
    return None


def _first_of_month(plain: str) -> date | None:
    match = _COMPACT_MONTH.fullmatch(plain) or _MONTH.fullmatch(plain)
    return date(int(match[1]), int(match[2]), 1) if match else None
