"""What the cells of a column look like (内容识别): numbers of persons, names, dates, amounts, words."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gonghu.engines.intake.cleaning.spans import is_span
from gonghu.engines.intake.header_words import fold

_SEPARATED = re.compile(r"[\s'’‘`\"\-]")
# Eighteen places, or one too few or too many; the century keeps bank cards out.
_CITIZEN = re.compile(r"[1-9]\d{4,6}(?:18|19|20)\d{2}[\d*]{6,8}[\dX×*]|[1-9]\d{5}(?:18|19|20)\d{2}[\d*]{4,7}[\dX×*]")
_CITIZEN_15 = re.compile(r"[1-6]\d{5}\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d{3}(?:\.0)?")
_DAMAGED = re.compile(r"[1-9]\.\d{3,16}E\+?1[67]")
_PASSPORT = re.compile(r"[A-Z]{1,3}\d{6,12}")
_DATE = re.compile(
    r"(?:18|19|20)\d{2}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:T?\d{1,2}:.*)?月?"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\.0)?|\d{1,2}/\d{1,2}/(?:19|20)\d{2}"
    r"|[〇零一二三四五六七八九]{4}年.*"
)
_SERIAL = re.compile(r"[1-7]\d{4}(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:\.0)?(?:[-—~至](?:19|20)\d{2})?(?:年|年度|学年|学年度)?")
_NUMBER = re.compile(r"[-+]?[¥]?\d[\d,]*(?:\.\d+)?(?:元|万元)?(?:/月)?")
_DIVISION = re.compile(r"[1-9]\d{5}(?:\d{3}){0,2}(?:\.0)?")
_HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|[\u3400-\u9fff]{2,}[·.•][\u3400-\u9fff]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_NOTE = re.compile(r"[(\[【][^)\]】]*[)\]】]$")


@dataclass(frozen=True)
class ColumnShape:
    """Shares of a column's filled sample cells, each between 0 and 1; ``words`` counts the folded cells."""

    filled: int = 0
    citizen: float = 0.0
    passport: float = 0.0
    name: float = 0.0
    date: float = 0.0
    serial: float = 0.0
    year: float = 0.0
    number: float = 0.0
    division: float = 0.0
    han: float = 0.0
    words: Counter[str] = field(default_factory=Counter)

    @property
    def distinct(self) -> float:
        """How many different cells there are per filled cell."""
        return len(self.words) / self.filled if self.filled else 0.0


def shape_of(cells: Iterable[str], surnames: frozenset[str]) -> ColumnShape:
    """Look at the sample cells of one column, at equal ones once."""
    words = Counter(text for cell in cells if (text := fold(cell)))
    total = words.total()
    if not total:
        return ColumnShape()
    folded = list(words.items())
    plain = [(_SEPARATED.sub("", text), count) for text, count in folded]

    def share(texts: Sequence[tuple[str, int]], looks_so: Callable[[str], object]) -> float:
        return sum(count for text, count in texts if looks_so(text)) / total

    return ColumnShape(
        filled=total,
        citizen=share(plain, is_number_of_person),
        passport=share(plain, _PASSPORT.fullmatch),
        name=share(folded, lambda text: _is_name(text, surnames)),
        date=share(folded, lambda text: _DATE.fullmatch(text) or is_span(text)),
        serial=share(folded, _SERIAL.fullmatch),
        year=share(folded, _YEAR.fullmatch),
        number=share(folded, _NUMBER.fullmatch),
        division=share(plain, _DIVISION.fullmatch),
        han=share(folded, _HAN.search),
        words=words,
    )


def is_number_of_person(folded: str) -> bool:
    """Tell whether the cell looks like a citizen number, a wrong or damaged one included."""
    return bool(_CITIZEN.fullmatch(folded) or _CITIZEN_15.fullmatch(folded) or _DAMAGED.fullmatch(folded))


def _is_name(folded: str, surnames: frozenset[str]) -> bool:
    bare = _NOTE.sub("", folded)
    return bool(_HAN_NAME.fullmatch(bare)) and (bare[0] in surnames or "·" in bare)
