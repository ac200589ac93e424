"""
Citizen identification number (公民身份号码), GB 11643-1999.

Eighteen places: six digits of the division at first registration, the birth date, a sequence number
(odd for males, even for females), one check character. The first generation had fifteen, without
century and check character. Residence permits of Hong Kong, Macao and Taiwan people (港澳台居民居住证, 81,
82, 83) and the foreigner's permanent residence card since 2023 (外国人永久居留身份证, 9) use the same form.

Divisions are abolished but numbers stay: a number is never refused for its division.
"""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from gonghu.standards.sex import FEMALE, MALE

WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS: Final = "10X98765432"
LENGTH: Final = 18

EARLIEST_BIRTH_YEAR: Final = 1850
"""Nobody in a register was born before; an earlier year is a mistyped one."""

_EIGHTEEN: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")
_FIFTEEN: Final = re.compile(r"[1-9][0-9]{14}")
_FOREIGN_2004: Final = re.compile(r"[A-Z]{3}[0-9]{12}")
# Blanks, apostrophes, hyphens and dots that people put inside a number to read it more easily.
_SEPARATORS: Final = re.compile(
    r"[\s'’‘`´\"\-‐-―_.·,，\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]"
)
# Letters of other alphabets that look like the check character.
_LOOKS_LIKE_X: Final = str.maketrans({"Х": "X", "х": "X", "×": "X", "╳": "X", "✕": "X", "✗": "X"})
_PERMIT_AREAS: Final = {"81": "香港", "82": "澳门", "83": "台湾"}


class NotACitizenNumber(ValueError):
    """The text is not a citizen number: wrong length, no real birth date, or wrong check character."""


class NumberKind(StrEnum):
    """Whom a number of the eighteen-place form belongs to."""

    CITIZEN = "CITIZEN"  # 公民身份号码
    PERMIT = "PERMIT"  # 港澳台居民居住证
    FOREIGNER = "FOREIGNER"  # 外国人永久居留身份证（2023 版）


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A valid number in its eighteen-place form, and what it says about its holder."""

    text: str
    kind: NumberKind
    area_code: str
    born_on: date
    sex: str

    @property
    def key(self) -> int:
        """The first seventeen digits as one integer: the form in which numbers are joined."""
        return int(self.text[:17])


def clean(text: str) -> str:
    """Bring a typed number to half-width capitals without blanks, apostrophes and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LOOKS_LIKE_X)
    return _SEPARATORS.sub("", plain)


def check_character(first_seventeen: str) -> str:
    """Compute the eighteenth place from seventeen digits (ISO 7064, MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first_seventeen, strict=True))
    return CHECK_CHARACTERS[total % 11]


def birth_date(eighteen: str) -> date | None:
    """Read the birth date out of an eighteen-place text; None if that day never was."""
    with suppress(ValueError):
        born_on = date(int(eighteen[6:10]), int(eighteen[10:12]), int(eighteen[12:14]))
        return born_on if born_on.year >= EARLIEST_BIRTH_YEAR else None
    return None


def sex(eighteen: str) -> str:
    """Read the sex (GB/T 2261.1) out of an eighteen-place text: the seventeenth digit is odd for males."""
    return MALE if int(eighteen[16]) % 2 else FEMALE


def from_fifteen(fifteen: str) -> str:
    """
    Convert a cleaned first-generation number to its eighteen-place form: "19" after the sixth digit.

    There was no check character, so nothing but the birth date can show it wrong.

    :raises NotACitizenNumber: not fifteen digits
    """
    if not _FIFTEEN.fullmatch(fifteen):
        raise NotACitizenNumber(fifteen)
    first_seventeen = fifteen[:6] + "19" + fifteen[6:]
    return first_seventeen + check_character(first_seventeen)


def parse(text: str) -> CitizenNumber:
    """
    Read a number of eighteen or fifteen places, however it was typed.

    :raises NotACitizenNumber: wrong length, no real birth date, or wrong check character
    """
    number = clean(text)
    if _FIFTEEN.fullmatch(number):
        number = from_fifteen(number)
    if not _EIGHTEEN.fullmatch(number) or number[17] != check_character(number[:17]):
        raise NotACitizenNumber(text)
    born_on = birth_date(number)
    if born_on is None:
        raise NotACitizenNumber(text)
    return CitizenNumber(number, _kind(number), number[:6], born_on, sex(number))


def _kind(number: str) -> NumberKind:
    if number[:2] in _PERMIT_AREAS:
        return NumberKind.PERMIT
    return NumberKind.FOREIGNER if number[0] == "9" else NumberKind.CITIZEN


def is_valid(text: str) -> bool:
    """Tell whether the text is a number of eighteen or fifteen places that could belong to somebody."""
    with suppress(NotACitizenNumber):
        parse(text)
        return True
    return False


def key(text: str) -> int | None:
    """Give the first seventeen digits of a valid number as an integer, else None."""
    with suppress(NotACitizenNumber):
        return parse(text).key
    return None


def from_key(seventeen: int) -> str:
    """Write the eighteen-place number that belongs to a key of seventeen digits."""
    return str(seventeen) + check_character(str(seventeen))


def is_foreign_card_of_2004(text: str) -> bool:
    """Recognise the older permanent residence number: three letters of nationality and twelve digits."""
    return _FOREIGN_2004.fullmatch(clean(text)) is not None
