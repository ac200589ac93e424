"""Sex codes (性别代码), GB/T 2261.1-2003."""

import unicodedata
from typing import Final

UNKNOWN: Final = "0"
MALE: Final = "1"
FEMALE: Final = "2"
UNSTATED: Final = "9"

SEXES: Final = {
    UNKNOWN: "未知的性别",
    MALE: "男性",
    FEMALE: "女性",
    UNSTATED: "未说明的性别",
}

_WORDS: Final = {
    "男": MALE,
    "女": FEMALE,
    "男性": MALE,
    "女性": FEMALE,
    "男孩": MALE,
    "女孩": FEMALE,
    "男婴": MALE,
    "女婴": FEMALE,
    "M": MALE,
    "F": FEMALE,
    "MALE": MALE,
    "FEMALE": FEMALE,
    "未知": UNKNOWN,
    "不详": UNKNOWN,
    "未知的性别": UNKNOWN,
    "未说明": UNSTATED,
    "未说明的性别": UNSTATED,
}


def sex_code(text: str) -> str | None:
    """Read a sex as registers write it (男, 女性, 1, 2-女) as its code; None when it says neither."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if word in SEXES:
        return word
    head, _, tail = word.partition("-" if "-" in word else ".")
    if tail and head in SEXES:
        return head if _WORDS.get(tail, head) == head else None
    return _WORDS.get(word)
