"""Relation to the head of the household (与户主关系), GB/T 4761-2008, and the words registers use."""

import re
import unicodedata
from functools import cache
from typing import Final

from gonghu.standards.sex import FEMALE, MALE
from gonghu.standards.tables import table_lines, table_rows

SELF: Final = "01"
HEAD: Final = "02"
SPOUSES: Final = frozenset({"10", "11", "12"})
SONS: Final = frozenset({"20", "21", "22", "23", "24", "25", "26", "27", "29"})
DAUGHTERS: Final = frozenset({"30", "31", "32", "33", "34", "35", "36", "37", "39"})
CHILDREN: Final = SONS | DAUGHTERS
STEP_OR_ADOPTED_CHILDREN: Final = frozenset({"27", "37"})
CHILDREN_IN_LAW: Final = frozenset({"28", "38"})
GRANDCHILDREN: Final = frozenset({"40", "41", "42", "43", "44", "49"})
PARENTS: Final = frozenset({"50", "51", "52", "57", "58"})
STEP_OR_ADOPTIVE_PARENTS: Final = frozenset({"57", "58"})
PARENTS_IN_LAW: Final = frozenset({"53", "54", "55", "56"})
GRANDPARENTS: Final = frozenset({"60", "61", "62", "63", "64"})
SIBLINGS: Final = frozenset({"70", "71", "73", "75", "77", "79"})
NEPHEWS_AND_NIECES: Final = frozenset({"93", "94", "95", "96"})

# 户主之妻, 户主的父亲, 其子, 之女: the head of the household is understood.
_OF_THE_HEAD: Final = re.compile(r"^(?:与?(?:户主|本人)(?:之|的)?|其|之)(?=.)")
_CODE_FIRST: Final = re.compile(r"^([0-9]{1,2})(?:[-.、:]?([^0-9].*))?$")
_ORDINAL: Final = re.compile(r"^(长|大|次|[二三四五六七八九十])(?:子|儿子|儿|女|女儿|闺女|姑娘)$")
_BY_ORDER: Final = {"长": "2", "大": "2", "次": "3", "二": "3", "三": "4", "四": "5", "五": "6"}
_OTHER_BY_ORDER: Final = "9"  # From the sixth child on the standard has only "other".
# Words for which the standard has a code per sex but none for both.
_BY_SEX: Final = {
    "子女": ("20", "30"),
    "儿女": ("20", "30"),
    "孩子": ("20", "30"),
    "子或女": ("20", "30"),
    "养子女": ("27", "37"),
    "继子女": ("27", "37"),
    "孙子女": ("41", "42"),
    "外孙子女": ("43", "44"),
}


@cache
def relationships() -> dict[str, str]:
    """Give the 85 codes of the standard with their names."""
    return {row["code"]: row["name"] for row in table_rows("gbt4761_relationships.csv")}


@cache
def _codes_by_word() -> dict[str, str]:
    words = {name: code for code, name in relationships().items()}
    for line in table_lines("relationship_words.txt"):
        code, *everyday = line.split(" ")
        words.update(dict.fromkeys(everyday, code))
    return words


def relationship_code(text: str, *, sex: str | None = None) -> str | None:
    """
    Read a relation as registers write it (户主, 长子, 之女, 儿媳妇, 02, 20-子) as its code.

    子女 and the like have no code of their own: they need the member's sex (GB/T 2261.1).
    None if the word is unknown or ambiguous.
    """
    word = "".join(unicodedata.normalize("NFKC", text).split())
    coded = _CODE_FIRST.match(word)
    if coded is not None:
        code = coded[1].zfill(2)
        return code if code in relationships() else None
    for candidate in (word, _OF_THE_HEAD.sub("", word)):
        code = _codes_by_word().get(candidate) or _by_order(candidate) or _by_sex(candidate, sex)
        if code is not None:
            return code
    return None


def _by_order(word: str) -> str | None:
    match = _ORDINAL.match(word)
    if match is None:
        return None
    return ("2" if word[1] in "子儿" else "3") + _BY_ORDER.get(match[1], _OTHER_BY_ORDER)


def _by_sex(word: str, sex: str | None) -> str | None:
    if word not in _BY_SEX or sex not in {MALE, FEMALE}:
        return None
    return _BY_SEX[word][0 if sex == MALE else 1]
