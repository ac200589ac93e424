"""
Names, numbers and places hidden for pages that are passed around (脱敏): 张**, 120112********0013.

Enough stays to recognise somebody whose file one has at hand, too little to look a stranger up.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from gonghu.standards.surname import split_name

NUMBER_HEAD = 6
NUMBER_TAIL = 4
_SHORTEST_NUMBER = 15
_MOBILE_HEAD: Final = 3
_MOBILE_LENGTH: Final = 11
_SHORTEST_ACCOUNT: Final = 8
_LETTER: Final = r"[^\d号路道巷弄楼村镇乡街市区县旗]"
_DOWN_TO_TOWN: Final = re.compile(
    rf"(?:{_LETTER}{{2,8}}?(?:省|自治区))?(?:{_LETTER}{{1,10}}?(?:市|自治州|盟|地区))?"
    rf"(?:{_LETTER}{{1,8}}?(?:(?<![小社园校片])区|县|旗|市))?(?:{_LETTER}{{1,8}}?(?:街道|镇|乡|苏木))?"
)


def masked_name(name: str | None) -> str:
    """Return the surname (also 欧阳) or the first character, and two stars whatever the length."""
    if not name:
        return ""
    surname, _ = split_name(name)
    return (surname or name[:1]) + "**"


def masked_number(number: str | None) -> str:
    """
    Return the county and the last four characters of a citizen number, stars for what lies between.

    Of a shorter number (passport, damaged) only the first and the last character stay.
    """
    if not number:
        return ""
    if len(number) < _SHORTEST_NUMBER:
        return number[:1] + "*" * max(2, len(number) - 2) + number[-1:]
    return number[:NUMBER_HEAD] + "*" * (len(number) - NUMBER_HEAD - NUMBER_TAIL) + number[-NUMBER_TAIL:]


def masked_phone(phone: str | None) -> str:
    """Return 138****5678 of a mobile number; of any other only the last two digits stay, and the length is hidden."""
    if not phone:
        return ""
    if len(phone) == _MOBILE_LENGTH and phone.isascii() and phone.isdigit():
        return phone[:_MOBILE_HEAD] + "****" + phone[-NUMBER_TAIL:]
    return "****" + phone[-2:]


def masked_account(account: str | None) -> str:
    """Return the last four digits of a bank account (银行账号) behind four stars; of a short one nothing stays."""
    if not account:
        return ""
    return "****" + (account[-NUMBER_TAIL:] if len(account) >= _SHORTEST_ACCOUNT else "")


def masked_address(address: str | None) -> str:
    """Return an address down to the town or street (乡镇、街道), without village, road, house and door."""
    if not address:
        return ""
    head = _DOWN_TO_TOWN.match(address)
    return (head[0] if head else "") + "****"


MASKS: Final[Mapping[str, Callable[[str | None], str]]] = {
    "NAME": masked_name,
    "PHONE": masked_phone,
    "ADDRESS": masked_address,
    "NUMBER": masked_number,
    "ACCOUNT": masked_account,
}
"""How a pack says what of a field or an answer is hidden."""
