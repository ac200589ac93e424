"""Figures (数值): money in fen, years, whole numbers, division codes."""

from contextlib import suppress
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import BLANK, half_width, literal
from gonghu.standards.money import NotAnAmount, parse_yuan

_PLAIN: Final = literal("[0-9]{1,12}([.][0-9]{1,2})?")
_LONGEST_DIVISION: Final = 12


def settled_fen(cell: str) -> str:
    """Return an amount typed as plain yuan in fen, or NULL where Python must read the cell."""
    return (
        f"CASE WHEN regexp_full_match({cell}, {_PLAIN}) THEN CAST(CAST({cell} AS DECIMAL(18, 2)) * 100 AS BIGINT) END"
    )


def read_fen(cell: str) -> str | None:
    """Read one unusual amount (1,060元/月, 1.2万元, 壹仟元整, 1060.0000001) as fen."""
    with suppress(NotAnAmount):
        return str(parse_yuan(cell))
    with suppress(ValueError, OverflowError):
        return str(round(float(cell) * 100))
    return None


def year(cell: str) -> str:
    """Return the first year of “2026-2027学年”, “2026年度”, “2026.0”, “26年”; NULL if there is none."""
    plain = half_width(cell)
    return (
        f"COALESCE(TRY_CAST(nullif(regexp_extract({plain}, '(?:^|[^0-9])((?:19|20)[0-9]{{2}})(?:[^0-9]|$|0[1-9]|1[0-2])', 1), '') "
        f"AS INTEGER), 2000 + TRY_CAST(nullif(regexp_extract({plain}, '^([0-9]{{2}})(?:年|学年|[-/][0-9]{{2}}学年)', 1), '') AS INTEGER))"
    )


def whole_number(cell: str) -> str:
    """Return a whole number typed with or without a unit; NULL otherwise."""
    return (
        f"TRY_CAST(nullif(regexp_extract(replace({half_width(cell)}, ',', ''), '^[{BLANK}]*(-?[0-9]{{1,9}})(?:[.]0+)?"
        f"(?:[^0-9.].*)?$', 1), '') AS INTEGER)"
    )


def division(cell: str) -> str:
    """Return a division code padded to twelve digits (GB/T 2260 six, statistical nine or twelve); NULL otherwise."""
    plain = (
        f"regexp_replace(regexp_replace({half_width(cell)}, {literal(f'[{BLANK}{chr(39)}]')}, '', 'g'), '[.]0$', '')"
    )
    padded = "rpad({0}, " + str(_LONGEST_DIVISION) + ", '0')"
    return (
        f"CASE WHEN regexp_full_match({cell}, '[1-9][0-9]{{11}}') THEN {cell} "
        f"WHEN regexp_full_match({plain}, '[1-9][0-9]([0-9]{{2}}){{0,2}}|[1-9][0-9]{{8}}|[1-9][0-9]{{11}}') "
        f"THEN {padded.format(plain)} END"
    )
