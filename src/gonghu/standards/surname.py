"""Surnames (姓氏): where a Chinese name divides, compound surnames (复姓) included."""

from functools import cache

from gonghu.standards.chinese_name import NAME_DOT, is_han
from gonghu.standards.tables import table_lines


@cache
def compound_surnames() -> frozenset[str]:
    """Give the compound surnames in use (欧阳, 尉迟, 司马 …)."""
    words = (word for line in table_lines("compound_surnames.txt") for word in line.split(" "))
    return frozenset(words)


def split_name(name: str) -> tuple[str, str]:
    """
    Divide a cleaned name into surname and given name.

    Names with a middle dot and foreign names have no surname in this sense: all of it is the given
    name. A two-character name has a surname of one character (欧阳 alone is 欧 and 阳).
    """
    if not name or NAME_DOT in name or not all(map(is_han, name)):
        return "", name
    width = 2 if len(name) > 2 and name[:2] in compound_surnames() else 1  # noqa: PLR2004
    return name[:width], name[width:]
