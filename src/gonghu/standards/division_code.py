"""
Division codes (行政区划代码) of GB/T 2260 and GB/T 10114, and the statistical code built on them.

Two digits for the province, two for the prefecture, two for the county (GB/T 2260), three for the town or
street (GB/T 10114), three for the village or residents' committee (统计用区划代码, National Bureau of
Statistics). Everywhere in Gonghu a code has twelve digits, the missing ones are zeros. Codes change every
year and are never keys.
"""

import re
import unicodedata
from enum import IntEnum
from typing import Final

LENGTH: Final = 12


class NotADivisionCode(ValueError):
    """The text is not a code of 2, 4, 6, 9 or 12 digits below a known province."""


class Level(IntEnum):
    """The five levels (五级); the value is the number of digits that carry meaning."""

    PROVINCE = 2  # 省
    PREFECTURE = 4  # 市
    COUNTY = 6  # 县（区）
    TOWNSHIP = 9  # 乡镇（街道）
    VILLAGE = 12  # 村（居）


PROVINCES: Final = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}

URBAN_RURAL: Final = {
    "111": "主城区",
    "112": "城乡结合区",
    "121": "镇中心区",
    "122": "镇乡结合区",
    "123": "特殊区域",
    "210": "乡中心区",
    "220": "村庄",
}
"""Urban and rural classes (城乡分类代码) of the statistical code, from memory of 国函〔2008〕60号."""

_CODE: Final = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?)?")


def pad(text: str) -> str:
    """
    Read a code of any level as twelve digits: 120112 becomes 120112000000.

    :raises NotADivisionCode: another length, or no such province
    """
    code = "".join(unicodedata.normalize("NFKC", text).split())
    if not _CODE.fullmatch(code) or code[:2] not in PROVINCES:
        raise NotADivisionCode(text)
    return code.ljust(LENGTH, "0")


def level(code: str) -> Level:
    """
    Tell the level of a code from its last digit that is not zero.

    :raises NotADivisionCode: see ``pad``
    """
    digits = len(pad(code).rstrip("0"))
    return next(level for level in Level if digits <= level)


def prefix(code: str) -> str:
    """
    Give the digits that carry meaning, as every division below begins: 120112000000 gives 120112.

    :raises NotADivisionCode: see ``pad``
    """
    padded = pad(code)
    return padded[: level(padded)]


def parent(code: str) -> str | None:
    """
    Give the division one level up that has digits of its own, as twelve digits; None for a province.

    A town of Dongguan (441900003) stands directly under the prefecture: the county digits are zeros.

    :raises NotADivisionCode: see ``pad``
    """
    padded = pad(code)
    for above in sorted(Level, reverse=True):
        candidate = padded[:above].ljust(LENGTH, "0")
        if candidate != padded:
            return candidate
    return None


def county(code: str) -> str:
    """Give the county that a code of twelve digits lies in, as twelve digits (所在县区)."""
    return code[: Level.COUNTY].ljust(LENGTH, "0")


def ancestors(code: str) -> tuple[str, ...]:
    """
    List the divisions above, nearest first.

    :raises NotADivisionCode: see ``pad``
    """
    above = parent(code)
    return () if above is None else (above, *ancestors(above))


def covers(area: str, code: str) -> bool:
    """
    Tell whether a division is the other one or lies above it.

    :raises NotADivisionCode: see ``pad``
    """
    return pad(code).startswith(prefix(area))


def code_range(area: str) -> tuple[str, str]:
    """
    Give the half-open range of twelve-digit codes within a division, for ``code >= low AND code < high``.

    :raises NotADivisionCode: see ``pad``
    """
    start = prefix(area)
    after = str(int(start) + 1)
    return start.ljust(LENGTH, "0"), after.ljust(LENGTH, "0")


def is_urban(urban_rural_class: str) -> bool | None:
    """Tell urban (1xx) from rural (2xx) of an urban-rural class; None for an unknown class."""
    if urban_rural_class not in URBAN_RURAL:
        return None
    return urban_rural_class.startswith("1")


def is_statistical_unit(code: str) -> bool:
    """
    Tell whether the town is none in law (类似乡级单位): a development zone or farm, seventh digit 4 or 5.

    :raises NotADivisionCode: see ``pad``
    """
    return pad(code)[6] in "45"
