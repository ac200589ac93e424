"""
Names and numbers hidden for pages that are passed around (脱敏): 张**, 120112********0013.

Enough stays to recognise somebody whose file one has at hand, too little to look a stranger up.
"""

from gonghu.standards.surname import split_name

NUMBER_HEAD = 6
NUMBER_TAIL = 4
_SHORTEST_NUMBER = 15


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
