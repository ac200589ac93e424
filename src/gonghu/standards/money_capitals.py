"""
Amounts of money in capitals (人民币大写).

支付结算办法 (银发〔1997〕393号), annex 1 (正确填写票据和结算凭证的基本规定): 整 after yuan or jiao, 零 where
zeros stand between figures.
"""

import re
import unicodedata
from typing import Final

LARGEST_FEN: Final = 10**18 - 1
"""One fen below 一亿亿 yuan: far above any budget, and within a 64-bit integer."""

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_GROUPS: Final = ((10**8, "亿"), (10**4, "万"))
# Everyday numerals and variants, read as capitals.
_AS_CAPITALS: Final = str.maketrans(
    "〇○一弌二贰貳两三叁參叄四五六陸七八九十百千圆圓正",
    "零零壹壹贰贰贰贰叁叁叁叁肆伍陆陆柒捌玖拾佰仟元元整",
)
_WHOLE: Final = re.compile(r"(?:人民币|RMB|¥)?(负?)(?:([^元]+)元)?(?:零?(.)角)?(?:零?(.)分)?整?")
_FOUR_DIGITS: Final = re.compile(r"零?(?:(.)仟)?(?:零?(.)佰)?(?:零?([^零]?)(拾))?(?:零?(.))?零?")


class NotAnAmount(ValueError):
    """The text is not an amount in yuan, or is finer than a fen."""


def write_capitals(fen: int) -> str:
    """
    Write an amount in capitals: 106050 becomes 人民币壹仟零陆拾元伍角整.

    :raises NotAnAmount: more than LARGEST_FEN
    """
    if abs(fen) > LARGEST_FEN:
        raise NotAnAmount(str(fen))
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_write_integer(yuan)}元" if yuan or not rest else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif cents and yuan:
        text += "零"
    text += f"{_DIGITS[cents]}分" if cents else "整"
    return f"人民币{'负' if fen < 0 else ''}{text}"


def _write_integer(number: int) -> str:
    for scale, word in _GROUPS:
        high, low = divmod(number, scale)
        if high:
            gap = "零" if 0 < low < scale // 10 else ""
            return f"{_write_integer(high)}{word}{gap}{_write_integer(low) if low else ''}"
    return _write_four_digits(number) or "零"


def _write_four_digits(number: int) -> str:
    text, gap = "", False
    for scale, word in _PLACES:
        digit = number // scale % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + word
        gap = not digit
    return text


def read_capitals(text: str) -> int:
    """
    Read an amount in capitals, or in everyday numerals with 元, as fen.

    :raises NotAnAmount: the text is something else
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_AS_CAPITALS)
    match = _WHOLE.fullmatch(plain)
    if match is None or not any(match.groups()[1:]):
        raise NotAnAmount(text)
    minus, yuan, jiao, cents = match.groups()
    try:
        fen = _read_integer(yuan or "零") * 100 + _DIGITS.index(jiao or "零") * 10 + _DIGITS.index(cents or "零")
    except ValueError as unreadable:
        raise NotAnAmount(text) from unreadable
    if fen > LARGEST_FEN:
        raise NotAnAmount(text)
    return -fen if minus else fen


def _read_integer(text: str) -> int:
    """Read numerals by groups: 亿 and 万 multiply what stands before them."""
    for scale, word in _GROUPS:
        high, found, low = text.rpartition(word)
        if found:
            return _read_integer(high) * scale + (_read_integer(low) if low else 0)
    match = _FOUR_DIGITS.fullmatch(text)
    if match is None or not text:
        raise NotAnAmount(text)
    thousands, hundreds, tens, ten, ones = match.groups()
    # 拾 alone is ten: 拾伍 for 壹拾伍.
    tens = tens or ("壹" if ten else "零")
    digits = (thousands or "零", hundreds or "零", tens, ones or "零")
    return sum(_DIGITS.index(digit) * scale for digit, (scale, _) in zip(digits, _PLACES, strict=True))
