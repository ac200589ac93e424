"""
Fields that no column holds but the title does (表名即内容).

A sheet named 特困 in a workbook of relief recipients, a title “2026年度参保名册”, a file of declared deaths.
"""

import re
from collections.abc import Mapping

from gonghu.engines.intake.profiles import Field, FieldType, Profile

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:-20\d{2})?(?:年|学年|$)")
_SHORTEST_WORD = 2


def constants_from(profile: Profile, mapped: set[str], texts: Mapping[str, str]) -> dict[str, str]:
    """
    Return the cell word for every key code and every year that has no column but is said by exactly one text.

    ``texts`` are folded, the nearest to the columns first; the first that says one thing only is believed.
    """
    constants: dict[str, str] = {}
    for field in profile.fields:
        if field.name in mapped:
            continue
        for text in texts.values():
            said = _said(field, text)
            if len(said) == 1:
                constants[field.name] = said.pop()
                break
    return constants


def _said(field: Field, text: str) -> set[str]:
    if field.type == FieldType.YEAR:
        return set(_YEAR.findall(text))
    if field.type != FieldType.CODE or not field.key:
        return set()
    codes: set[str] = set()
    for word in sorted(field.codes.words, key=len, reverse=True):
        if len(word) >= _SHORTEST_WORD and word in text and not word.isascii():
            codes.add(field.codes.words[word])
            text = text.replace(word, " ")
    return codes
