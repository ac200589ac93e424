"""
Number of the disability certificate (残疾人证号), classes of GB/T 26341-2010.

Twenty digits: the holder's citizen number, one digit for the type (残疾类别), one for the grade (残疾等级).
A certificate issued again may carry the suffix B and a count (补发); this is from practice, not from a text.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from gonghu.standards import citizen_number

TYPES: Final = {"1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重"}
GRADES: Final = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}

INTELLECTUAL: Final = "5"
MENTAL: Final = "6"
MULTIPLE: Final = "7"

_CERTIFICATE: Final = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(?:B([0-9]{1,2}))?")
_GRADE_WORDS: Final = {
    word: grade
    for grade, words in {
        "1": "1 一 壹 Ⅰ I 极重度",
        "2": "2 二 贰 两 Ⅱ II 重度",
        "3": "3 三 叁 Ⅲ III 中度",
        "4": "4 四 肆 Ⅳ IV 轻度",
    }.items()
    for word in words.split()
}


class NotADisabilityCertificate(ValueError):
    """The text is not twenty digits with a type from 1 to 7 and a grade from 1 to 4."""


@dataclass(frozen=True, slots=True)
class DisabilityCertificate:
    """A certificate number taken apart."""

    holder: str
    disability_type: str
    disability_grade: str
    reissue: int

    @property
    def number(self) -> str:
        """The twenty digits without the suffix of a reissue."""
        return self.holder + self.disability_type + self.disability_grade

    @property
    def holder_is_valid(self) -> bool:
        """Whether the first eighteen places are a valid citizen number; a typing error there is common."""
        return citizen_number.is_valid(self.holder)


def parse(text: str) -> DisabilityCertificate:
    """
    Read a certificate number, however it was typed.

    :raises NotADisabilityCertificate: the shape is wrong
    """
    match = _CERTIFICATE.fullmatch(citizen_number.clean(text))
    if match is None:
        raise NotADisabilityCertificate(text)
    holder, disability_type, disability_grade, reissue = match.groups()
    return DisabilityCertificate(holder, disability_type, disability_grade, int(reissue or 0))


def is_severe(disability_type: str, disability_grade: str, components: Collection[str] = ()) -> bool | None:
    """
    Tell whether a disability is severe (重度残疾): grade 1 or 2, or grade 3 or 4 if intellectual or mental.

    A multiple disability (多重) of grade 3 or 4 depends on its component types; without them the answer
    is None, unknown. Basis: 民发〔2019〕62号 and the local guides that quote it.
    """
    if disability_grade in {"1", "2"}:
        return True
    if disability_type == MULTIPLE:
        return bool({INTELLECTUAL, MENTAL} & set(components)) if components else None
    return disability_type in {INTELLECTUAL, MENTAL}


def type_code(text: str) -> str | None:
    """Read a type as registers write it (视力, 视力残疾, 1) as its code; None if unknown."""
    word = citizen_number.clean(text).removesuffix("残疾").removesuffix("残")
    if word in TYPES:
        return word
    return next((code for code, name in TYPES.items() if name == word), None)


def grade_code(text: str) -> str | None:
    """Read a grade as registers write it (一级, 壹级, 1级, Ⅰ级, 1) as its code; None if unknown."""
    return _GRADE_WORDS.get(citizen_number.clean(text).removesuffix("级"))
