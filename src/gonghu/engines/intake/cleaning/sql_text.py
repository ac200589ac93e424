"""Pieces of SQL that clean text whatever its field (文本清洗)."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

INVISIBLE: Final = (
    r"\x{00ad}\x{034f}\x{061c}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}"
    r"\x{fe00}-\x{fe0f}\x{feff}\x{fff9}-\x{fffb}"
)
BLANK: Final = r"\s\x{0085}\x{00a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"

_SEEN_NOT: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_WIDE: Final = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_SPACED_NUMBER: Final = re.compile(r"[0-9]+(?:\s+[0-9]+)+")
_WHOLE_FLOAT: Final = re.compile(r"([0-9]+)[.]0")


def literal(text: str) -> str:
    """Return a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def filled(cell: str) -> str:
    """Return the SQL test that a cell holds more than blanks."""
    return f"regexp_matches({cell}, {literal(f'[^{BLANK}{INVISIBLE}]')})"


def one_by_one(read: Callable[[str], str | None]) -> Callable[[Sequence[str]], list[str | None]]:
    """Make a reader of many cells out of a reader of one."""
    return lambda cells: [read(cell) for cell in cells]


def plain(cell: str) -> str:
    """Test for a text (文本) without outer blanks, invisible or full-width characters."""
    odd = (
        rf"^[{BLANK}']|[{BLANK}]$|[{INVISIBLE}\x{{ff10}}-\x{{ff19}}\x{{ff21}}-\x{{ff3a}}\x{{ff41}}-\x{{ff5a}}]"
        rf"|^$|^[0-9]+[.]0$|[0-9][{BLANK}]+[0-9]"
    )
    return f"NOT regexp_matches({cell}, {literal(odd)})"


def read(cell: str) -> str | None:
    """Trim a text, take out invisible characters, close up a spaced number; None if nothing is left."""
    text = _WIDE.sub(lambda wide: unicodedata.normalize("NFKC", wide[0]), _SEEN_NOT.sub("", cell)).strip()
    text = text.lstrip("'").strip()
    if whole := _WHOLE_FLOAT.fullmatch(text):
        return whole[1]
    return (re.sub(r"\s+", "", text) if _SPACED_NUMBER.fullmatch(text) else text) or None
