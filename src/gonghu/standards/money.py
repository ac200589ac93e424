"""
Money in fen (分): amounts in yuan as people type them and as offices print them.

Amounts are integers of fen; nothing is ever a float.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from gonghu.standards.money_capitals import LARGEST_FEN, NotAnAmount, read_capitals, write_capitals

__all__ = [
    "LARGEST_FEN",
    "NotAnAmount",
    "format_rounded",
    "format_yuan",
    "parse_yuan",
    "read_capitals",
    "write_capitals",
]

_SCALES: Final = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_TYPED: Final = re.compile(
    r"([+-]?)(?:RMB|CNY|人民币|¥)?([+-]?)"
    r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(十万|百万|千万|[十百千万亿])?"
    r"(?:元整|元|块钱|块|圆)?(?:/月|每月)?"
)
_GROUPED: Final = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


def parse_yuan(text: str) -> int:
    """
    Read an amount in yuan as people type it (1,060.50元, ￥1.2万, 18.5万元, (300)) as fen.

    Capitals (壹仟元整) are read too. Brackets mean a negative amount, as in book-keeping.

    :raises NotAnAmount: anything else, also an amount finer than a fen
    """
    plain = "".join(unicodedata.normalize("NFKC", text).upper().replace("\N{MINUS SIGN}", "-").split())
    if plain.startswith("(") and plain.endswith(")"):
        return -parse_yuan(plain[1:-1])
    match = _TYPED.fullmatch(_GROUPED.sub("", plain))
    if match is None:
        return read_capitals(plain)
    before, after, number, scale = match.groups()
    fen = Decimal(number) * _SCALES[scale or ""] * 100
    if fen != fen.to_integral_value() or (before and after) or fen > LARGEST_FEN:
        raise NotAnAmount(text)
    return -int(fen) if "-" in (before, after) else int(fen)


def format_yuan(fen: int, *, grouped: bool = True) -> str:
    """Write fen as yuan with two places: 106050 becomes 1,060.50."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:{',' if grouped else ''}}.{rest:02d}"


def format_rounded(fen: int) -> str:
    """
    Write fen as offices publish sums, in 万 or 亿 with one place, half a place rounded up: 18480000 becomes 18.5万.

    Below 一万 the yuan are written whole. What is published stays exact in the books.
    """
    yuan = (Decimal(abs(fen)) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    sign = "-" if fen < 0 else ""
    for scale, word in ((10**8, "亿"), (10**4, "万")):
        if yuan >= scale:
            places = (yuan / scale).quantize(Decimal("0.1"), ROUND_HALF_UP)
            return f"{sign}{places.normalize():f}{word}"
    return f"{sign}{yuan}"
