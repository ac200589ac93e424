"""
Two days in one cell (起止日期): 2024.01.01-2026.01.01, 2024年1月1日至2026年1月1日, 自2024-1-1起至2026-1-1止.
"""

import re
from collections.abc import Sequence
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import literal

_DAY: Final = "[0-9]{4}[-./年]?[0-9]{1,2}[-./月]?[0-9]{1,2}"
_TIME: Final = "(?:日?[ T]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_SPAN: Final = f"[^0-9]*({_DAY}){_TIME}[^0-9]+({_DAY}){_TIME}[^0-9]*"
_WHOLE: Final = re.compile(_SPAN)


def is_span(cell: str) -> bool:
    """Tell whether a cell holds two days."""
    return _WHOLE.fullmatch(cell) is not None


def are_spans(cells: Sequence[str]) -> bool:
    """Tell whether most filled cells hold two days."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(is_span, filled)) * 2 > len(filled)


def first_day(cell: str) -> str:
    """Return the first day of a cell, the cell itself when it does not hold two."""
    return f"CASE WHEN {_holds_two(cell)} THEN {_day(cell, 1)} ELSE {cell} END"


def last_day(cell: str) -> str:
    """Return the second day of a cell, NULL when it does not hold two: the whole is read as the first."""
    return f"CASE WHEN {_holds_two(cell)} THEN {_day(cell, 2)} END"


def _holds_two(cell: str) -> str:
    return f"regexp_full_match({cell}, {literal(_SPAN)})"


def _day(cell: str, number: int) -> str:
    return f"regexp_extract({cell}, {literal(_SPAN)}, {number})"
