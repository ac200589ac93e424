"""
Unified social credit code of organisations (统一社会信用代码), GB 32100-2015.

Eighteen places: registering authority, kind of organisation, six digits of the division, nine places of the
organisation code (GB 11714), one check character. The letters I, O, S, V and Z do not occur.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)

_SHAPE: Final = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_SEPARATORS: Final = re.compile(r"[\s'’‘\-‐-―]")


class NotACreditCode(ValueError):
    """The text is not a unified social credit code: wrong shape or wrong check character."""


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A valid code taken apart."""

    text: str

    @property
    def authority(self) -> str:
        """The registering authority (登记管理部门): 1 establishment, 5 civil affairs, 9 market supervision …"""
        return self.text[0]

    @property
    def organisation_kind(self) -> str:
        """The kind of organisation within the authority (机构类别)."""
        return self.text[1]

    @property
    def division(self) -> str:
        """Six digits of the division of the registering authority."""
        return self.text[2:8]

    @property
    def organisation_code(self) -> str:
        """Nine places of the organisation code (组织机构代码)."""
        return self.text[8:17]

    @property
    def organisation_code_agrees(self) -> bool:
        """Whether the organisation code bears its own check character; some registers never set it."""
        return organisation_check_character(self.text[8:16]) == self.text[16]


def check_character(first_seventeen: str) -> str:
    """Compute the eighteenth place from seventeen characters of the alphabet."""
    pairs = zip(WEIGHTS, first_seventeen, strict=True)
    total = sum(weight * ALPHABET.index(character) for weight, character in pairs)
    return ALPHABET[-total % len(ALPHABET)]


def organisation_check_character(first_eight: str) -> str:
    """Compute the ninth place of an organisation code (GB 11714-1997); letters count from ten."""
    pairs = zip(ORGANISATION_WEIGHTS, first_eight, strict=True)
    return "0X987654321"[sum(weight * int(character, 36) for weight, character in pairs) % 11]


def parse(text: str) -> CreditCode:
    """
    Read a code, however it was typed.

    :raises NotACreditCode: wrong shape or wrong check character
    """
    code = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).upper())
    if not _SHAPE.fullmatch(code) or code[17] != check_character(code[:17]):
        raise NotACreditCode(text)
    return CreditCode(code)


def is_valid(text: str) -> bool:
    """Tell whether the text is a code with the right check character."""
    try:
        parse(text)
    except NotACreditCode:
        return False
    return True
