"""Sample rows for a page (样本脱敏): enough to see what a column holds, too little to know whom a row is about."""

import re
from collections.abc import Sequence
from typing import Final

from gonghu.engines.intake import Profile
from gonghu.engines.intake.profiles import FieldType
from gonghu.standards.masking import masked_address, masked_name, masked_number

_DIGITS: Final = re.compile(r"[0-9A-Za-z]{5,}")
_AFTER_YEAR: Final = re.compile(r"(?<=\d{4})(.*)", re.DOTALL)
_DIGIT: Final = re.compile(r"\d")
_SHOWN: Final = frozenset({FieldType.CODE, FieldType.YEAR, FieldType.INTEGER, FieldType.MONEY, FieldType.DIVISION})
_LONGEST_NAME: Final = 4
_LONGEST: Final = 40


def masked_rows(
    rows: Sequence[Sequence[str]], fields: Sequence[str | None], profile: Profile | None
) -> tuple[tuple[str, ...], ...]:
    """
    Mask sample rows by what their columns are; of a sealed kind nothing is shown at all.

    A column that nobody knows is masked as if it held a name, a number and an address at once.
    """
    if profile is not None and profile.sealed:
        return ()
    types = [profile.field_named(field).type if profile and field else None for field in fields]
    return tuple(tuple(masked_cell(cell, kind) for cell, kind in zip(row, types, strict=False)) for row in rows)


def masked_cell(cell: str, kind: FieldType | None) -> str:
    """Mask one cell of a column of some type, None where nobody knows."""
    text = cell.strip()[:_LONGEST]
    if kind in _SHOWN:
        return text
    if kind == FieldType.NAME:
        return masked_name(text)
    if kind == FieldType.CITIZEN_ID:
        return masked_number(text)
    if kind == FieldType.DATE:
        return _AFTER_YEAR.sub(lambda found: _DIGIT.sub("*", found[0]), text)
    bare = _DIGITS.sub(lambda found: f"{found[0][:2]}{'*' * (len(found[0]) - 2)}", text)
    if bare != text or text.isascii():
        return bare
    return masked_name(text) if len(text) <= _LONGEST_NAME else masked_address(text)
