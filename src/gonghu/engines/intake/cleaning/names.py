"""
Names in SQL (姓名); the plain reading is ``gonghu.standards.chinese_name``.

Names of two to four simplified characters pass at once; blanks, invisible characters and a note in brackets at the end
are taken off in SQL; whatever is still not plain (traditional characters, name dots, letters, 不详) is read in Python.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.standards.chinese_name import PLACEHOLDERS, SIMPLIFIED, clean_name

# Characters of notes such as 已核 and 重名 that may hide behind a name: those are read in Python.
_NOTE_CHARACTERS: Final = "已名核待"
_HAN_NAME: Final = re.compile("[\u4e00-\u9fff]{2,4}")


@cache
def _wrong() -> str:
    """Return the pattern of what a plain name has none of: other characters, traditional ones, those of notes."""
    odd = "".join(sorted({*SIMPLIFIED.entries, *_NOTE_CHARACTERS}))
    nobody = "|".join(word for word in sorted(PLACEHOLDERS) if _HAN_NAME.fullmatch(word))
    return literal(rf"[^\x{{4e00}}-\x{{9fff}}]|[{odd}]|^(?:{nobody})$")


def quick(cell: str) -> str:
    """Return a name of two to four simplified characters that nothing is wrong with, NULL for any other."""
    return f"CASE WHEN length({cell}) BETWEEN 2 AND 4 AND NOT regexp_matches({cell}, {_wrong()}) THEN {cell} END"


def bared(cell: str) -> str:
    """Return the cell without the usual blanks and a note at its end."""
    visible = cell
    for blank in (" ", "\u3000", "\u200b"):
        visible = f"replace({visible}, '{blank}', '')"
    noted = literal("[(（][^()（）]*[)）]$")
    bracket = f"contains({cell}, ')') OR contains({cell}, '）')"
    return f"CASE WHEN {bracket} THEN regexp_replace({visible}, {noted}, '') ELSE {visible} END"


def typed(cell: str) -> str:
    """Return a cell that the standard leaves as it is: figures, one character before them at most, and no name."""
    shape = "[^0-9]?[0-9][0-9A-Z]*"
    nobody = [literal(word) for word in sorted(PLACEHOLDERS) if re.fullmatch(shape, word)]
    first = f"(left({cell}, 1) BETWEEN '0' AND '9' OR NOT regexp_matches(left({cell}, 1), {_wrong()}))"
    named = f" AND {cell} NOT IN ({', '.join(nobody)})" if nobody else ""
    return f"CASE WHEN regexp_full_match({cell}, {literal(shape)}) AND {first}{named} THEN {cell} END"


@cache
def _simplifying() -> dict[int, str]:
    return {ord(character): simple for character, simple in SIMPLIFIED.entries.items()}


def read(cells: Sequence[str]) -> list[str | None]:
    """Read name cells as the standard does; names that are only traditional are turned all at once."""
    joined = "\n".join(cells)
    if joined.count("\n") != len(cells) - 1:
        return [clean_name(cell) for cell in cells]
    simplified = joined.translate(_simplifying()).split("\n")
    return [_plain(name) or clean_name(cell) for cell, name in zip(cells, simplified, strict=True)]


def _plain(name: str) -> str | None:
    """Return the name if nothing more can be wrong with it."""
    if not _HAN_NAME.fullmatch(name) or name in PLACEHOLDERS or any(mark in name for mark in _NOTE_CHARACTERS):
        return None
    return name
