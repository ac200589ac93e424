"""
Dates as departments type them (日期): six usual styles in SQL, the unusual ones in Python.

2026-01-31, 2026/1/31, 2026.1.31, 2026年1月31日, 20260131, the day number of a spreadsheet (46053); then times after the date,
Chinese figures, a month without a day (its first day), 1/31/2026.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import literal

EARLIEST_YEAR, LATEST_YEAR = 1850, 2199
_DAY_ZERO: Final = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 1, 109_574  # 1899-12-31 to 2199-12-31
_FIGURES: Final = str.maketrans("〇零○一二三四五六七八九元", "0001234567891")
_BLANKS: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff'’‘`]+")
_CHINESE: Final = re.compile(r"[〇零○一二三四五六七八九十元]")
_YMD: Final = re.compile(r"(\d{4})[-/.年,、—–_](\d{1,2})[-/.月,、—–_](\d{1,2})[日号]?(?:[T.]?\d{1,2}[:时].*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0|\d{6}|\d{4}|[日号])?")
_MONTH: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_COMPACT_MONTH: Final = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(?:\.0)?")
_MDY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\d{1,2}:.*)?")
_SERIAL: Final = re.compile(r"(\d{4,6})(?:\.\d+)?")
_TENS: Final = ((r"(?<=\d)十(?=\d)", ""), (r"(?<=\d)十", "0"), (r"十(?=\d)", "1"), ("十", "10"))


def settled(cell: str) -> str:
    """Return the date, or NULL where Python must read the cell (or there is none)."""
    iso = literal(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    parts = r"^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 00:00:00)?$"
    compact = r"^([0-9]{4})([0-9]{2})([0-9]{2})$"
    serial = literal(r"[1-9][0-9]{4}([.]0)?")

    def parted(pattern: str) -> str:
        return rf"TRY_CAST(regexp_replace({cell}, {literal(pattern)}, '\1-\2-\3') AS DATE)"

    found = (
        f"CASE WHEN regexp_full_match({cell}, {iso}) THEN TRY_CAST({cell} AS DATE) "
        f"WHEN regexp_matches({cell}, {literal(compact)}) THEN {parted(compact)} "
        f"WHEN regexp_matches({cell}, {literal(parts)}) THEN {parted(parts)} "
        f"WHEN regexp_full_match({cell}, {serial}) "
        f"THEN DATE '{_DAY_ZERO}' + CAST(CAST({cell} AS DOUBLE) AS INTEGER) END"
    )
    return f"CASE WHEN {found} BETWEEN DATE '{EARLIEST_YEAR}-01-01' AND DATE '{LATEST_YEAR}-12-31' THEN {found} END"


def read(cell: str) -> str | None:
    """Read one unusual date cell; ISO text, or None when it is no date."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", cell)).replace("／", "/")
    if _CHINESE.search(plain):
        plain = plain.translate(_FIGURES)
        for pattern, figures in _TENS:
            plain = re.sub(pattern, figures, plain)
    found = _read_plain(plain)
    return found.isoformat() if found and EARLIEST_YEAR <= found.year <= LATEST_YEAR else None


def _read_plain(plain: str) -> date | None:
    with suppress(ValueError):
        if match := _YMD.fullmatch(plain) or _COMPACT.fullmatch(plain):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _MDY.fullmatch(plain):
            return date(int(match[3]), int(match[1]), int(match[2]))
        if match := _COMPACT_MONTH.fullmatch(plain) or _MONTH.fullmatch(plain):
            return date(int(match[1]), int(match[2]), 1)
        if (match := _SERIAL.fullmatch(plain)) and len(match[1]) > 4:
            days = int(match[1])
            return _DAY_ZERO + timedelta(days=days) if _FIRST_SERIAL <= days <= _LAST_SERIAL else None
    return None
