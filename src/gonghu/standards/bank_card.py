"""
Bank card numbers (银行卡号), ISO/IEC 7812 and JR/T 0008-2000: sixteen to nineteen digits, last one by Luhn.

Passbooks (存折) and some local cards follow no such rule, so a number is only doubted, never refused.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s'’‘\-‐-―]")
_LENGTHS: Final = range(16, 20)
_EXPONENT: Final = re.compile(r"[0-9]\.[0-9]+E\+?[0-9]+")


class Doubt(StrEnum):
    """Why a number may be mistyped; the words are for the officer who pays."""

    NOT_DIGITS = "账号含有数字以外的字符"
    SPREADSHEET = "账号被表格软件改成科学计数，末位已丢失，请重新导出为文本"
    LENGTH = "账号不是16至19位，可能是存折账号，请核对"
    CHECK_DIGIT = "账号校验位不符，可能抄错一位，请核对"


def clean(text: str) -> str:
    """Bring a typed number to half-width digits without blanks and hyphens."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def luhn_digit(digits: str) -> str:
    """Compute the last digit of a card from the others (Luhn, ISO/IEC 7812-1 annex B)."""
    doubled = [divmod(int(digit) * 2, 10) for digit in digits[::-2]]
    total = sum(tens + ones for tens, ones in doubled)
    total += sum(int(digit) for digit in digits[-2::-2])
    return str(-total % 10)


def doubt(text: str) -> Doubt | None:
    """Tell what looks wrong with an account number; None if nothing does."""
    number = clean(text)
    if _EXPONENT.fullmatch(number):
        return Doubt.SPREADSHEET
    if not (number.isascii() and number.isdigit()):
        return Doubt.NOT_DIGITS
    if len(number) not in _LENGTHS:
        return Doubt.LENGTH
    return None if luhn_digit(number[:-1]) == number[-1] else Doubt.CHECK_DIGIT
