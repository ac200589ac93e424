"""
Header words (表头用语): a header is read as *whose* (role) and *what* (noun).

“母亲有效身份证件号码” is the mother's, and a citizen number; “被查找人” is whoever the row is about.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

SELF = "self"
MIXED = "mixed"

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_BRACKETED = re.compile(r"[(\[{【〔<《]([^)\]}】〕>》]*)[)\]}】〕>》]")
_LEADING_MARKS = re.compile(r"^(?:[*※★☆#•·、.:;]|\d{1,2}[.、)]|[一二三四五六七八九十]{1,2}、)+")
_EITHER_PARENT = re.compile(r"父[(\[【]或?母[)\]】]")
_TRAILING_MARKS = re.compile(r"[*※★☆#:;,.、_\-]+$")
_TRAILING_COUNT = re.compile(r"(?<=[^\d年])[._]?\d{1,2}$")
_JOINERS = re.compile(r"[的之_\-—/\\|·:;,。、]")


def fold(text: str) -> str:
    """Return the text in half width, upper case, without blanks and invisible characters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=50_000)
def fold_header(text: str) -> tuple[str, str]:
    """Return a header's own words and the words in its brackets, both folded: “月标准(元)” gives (月标准, 元)."""
    folded = _EITHER_PARENT.sub("父母", fold(text))
    notes = "".join(_BRACKETED.findall(folded))
    own = _BRACKETED.sub("", folded)
    own = _LEADING_MARKS.sub("", own)
    own = _TRAILING_MARKS.sub("", own)
    own = _TRAILING_COUNT.sub("", own)
    return _JOINERS.sub("", own), _JOINERS.sub("", notes)


@dataclass(frozen=True)
class HeaderWords:
    """The role words of one kind of roster (父亲, 户主, 被收养人 …)."""

    role_of: Mapping[str, str]

    @classmethod
    def of(cls, roles: Mapping[str, frozenset[str]]) -> "HeaderWords":
        """Build from words by role."""
        return cls({fold(word): role for role, words in roles.items() for word in words})

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # The longest word first: 被收养人 is not 收养人. One character alone is a role only at the beginning.
        words = sorted(self.role_of, key=lambda word: (-len(word), word))
        return re.compile("|".join(re.escape(word) if len(word) > 1 else f"^{word}" for word in words))

    def split(self, own: str, notes: str = "") -> tuple[str | None, str]:
        """
        Return whose the header is and what is left of it; None when it does not say whose.

        A role in brackets counts too: “姓名(父亲)”. Two roles at once give ``MIXED``.
        """
        role, rest = self._take(own)
        if role is None and notes:
            noted, left = self._take(notes)
            if noted is not None and not left:
                return noted, rest
        return role, rest

    def _take(self, text: str) -> tuple[str | None, str]:
        found = {self.role_of[word] for word in self._pattern.findall(text)}
        rest = self._pattern.sub("", text) if found else text
        strangers = found - {SELF}
        if len(strangers) > 1:
            return MIXED, rest
        return next(iter(strangers), SELF if found else None), rest
