"""Ethnic groups of China (民族), names and codes of GB/T 3304-1991."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from gonghu.standards.tables import table_rows

OTHER: Final = "97"
"""Not yet identified (其他, 未识别)."""

NATURALISED: Final = "98"
"""Foreign descent, Chinese citizen (外国血统中国籍人士, 入籍)."""

_OTHER_WORDS: Final = {
    "未识别": OTHER,
    "未识别民族": OTHER,
    "未识别的民族": OTHER,
    "其它": OTHER,
    "其他民族": OTHER,
    "穿青人": OTHER,
    "革家人": OTHER,
    "僜人": OTHER,
    "夏尔巴人": OTHER,
    "外国血统": NATURALISED,
    "外国血统中国籍": NATURALISED,
    "外国血统中国人士": NATURALISED,
    "入籍": NATURALISED,
    # Spellings that registers still carry.
    "维族": "05",
    "蒙族": "02",
    "鲜族": "10",
    "土家": "15",
    "崩龙族": "46",
    "毛难族": "36",
    "僮族": "08",
    "仫姥族": "32",
}


@dataclass(frozen=True, slots=True)
class EthnicGroup:
    """One ethnic group (民族): two digits, the Chinese name, two letters."""

    code: str
    name: str
    letters: str


@cache
def ethnic_groups() -> dict[str, EthnicGroup]:
    """Give the 56 groups and the two remaining codes, by code."""
    rows = table_rows("gbt3304_ethnic_groups.csv")
    return {row["code"]: EthnicGroup(row["code"], row["name"], row["letters"]) for row in rows}


@cache
def _codes_by_word() -> dict[str, str]:
    words = dict(_OTHER_WORDS)
    for group in ethnic_groups().values():
        words[group.name] = words[group.name.removesuffix("族")] = group.code
        if group.letters:
            words[group.letters] = group.code
    return words


def ethnic_group_code(text: str) -> str | None:
    """Read an ethnic group as registers write it (汉族, 汉, 1, 01, HA) as its code; None if unknown."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if word.isascii() and word.isdigit():
        code = word.zfill(2)
        return code if code in ethnic_groups() else None
    return _codes_by_word().get(word)
