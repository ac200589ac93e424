"""
Names in SQL (姓名); the plain reading is ``gonghu.standards.chinese_name``.

Clean names of two to four simplified characters pass at once, blanks, invisible characters and notes at the end are
taken off in SQL; whatever is still not plain (traditional characters, name dots, letters, 不详) is read in Python.
"""

import re
from functools import cache
from typing import Final

from gonghu.engines.intake.cleaning.sql_text import BLANK, INVISIBLE, literal
from gonghu.standards.chinese_name import PLACEHOLDERS, SIMPLIFIED, clean_name

# Characters of notes such as 已核 and 重名 that may hide behind a name: those are read in Python.
_NOTE_CHARACTERS: Final = "已名核待无"
_FIRST, _LAST = 0x4E00, 0x9FFF


@cache
def plain_pattern() -> str:
    """Return the regular expression of names that need no cleaning."""
    odd = {ord(character) for character in [*SIMPLIFIED.entries, *_NOTE_CHARACTERS]}
    ranges: list[str] = []
    start = _FIRST
    for code in [*sorted(code for code in odd if _FIRST <= code <= _LAST), _LAST + 1]:
        if start < code:
            ranges.append(f"\\x{{{start:x}}}-\\x{{{code - 1:x}}}")
        start = code + 1
    return f"[{''.join(ranges)}]{{2,4}}"


@cache
def _placeholders() -> str:
    short = sorted(word for word in PLACEHOLDERS if re.fullmatch("[\u4e00-\u9fff]{2,4}", word))
    return ", ".join(literal(word) for word in short)


def settled(cell: str) -> str:
    """Return the cleaned name, or NULL where Python must read the cell."""
    plain = literal(plain_pattern())
    visible = f"regexp_replace({cell}, {literal(f'[{INVISIBLE}{BLANK}]+')}, '', 'g')"
    bare = f"regexp_replace({visible}, {literal(r'[(（][^()（）]*[)）]$')}, '')"
    return (
        f"CASE WHEN regexp_full_match({cell}, {plain}) THEN CASE WHEN {cell} NOT IN ({_placeholders()}) THEN {cell} END "
        f"WHEN regexp_full_match({bare}, {plain}) AND {bare} NOT IN ({_placeholders()}) THEN {bare} END"
    )


def read(cell: str) -> str | None:
    """Read one name cell as the standard does."""
    return clean_name(cell)
