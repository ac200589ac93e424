"""Which village a roll means (村居核对): towns and villages of one county by code, full name or short name."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from gonghu.domain.divisions.queries import divisions_within
from gonghu.domain.divisions.terms import Area
from gonghu.standards.division_code import LENGTH, Level

_ENDINGS: Final = re.compile(
    r"(社区居民委员会|村民委员会|居民委员会|社区居委会|村委会|居委会|社区|街道办事处|街道|镇|乡|村)$"
)
_SHORTEST: Final = 2


class Places:
    """The towns and villages of a county (区县村居), looked up once for all rows."""

    def __init__(self, county: str, on: date) -> None:
        area = Area.of(county)
        self.county = area.low
        self.towns = _by_name(area, Level.TOWNSHIP, on)
        self.villages = _by_name(area, Level.VILLAGE, on)
        self.codes = {code for names in (self.towns, self.villages) for codes in names.values() for code in codes}
        self._known: dict[tuple[str, str], str] = {}

    def found(self, town: str, village: str) -> str:
        """Give the village that is meant, else the town, else nothing."""
        key = (town, village)
        if key not in self._known:
            self._known[key] = self._found(town, village)
        return self._known[key]

    def _found(self, town: str, village: str) -> str:
        for text in (village, town):
            if text.isascii() and text.isdigit() and text.ljust(LENGTH, "0") in self.codes:
                return text.ljust(LENGTH, "0")
        towns = _named(self.towns, f"{town}{village}")
        villages = _named(self.villages, village or town)
        prefixes = {code[: Level.TOWNSHIP] for code in towns}
        near = {code for code in villages if code[: Level.TOWNSHIP] in prefixes} if prefixes else villages
        for found in (near, towns):
            if len(found) == 1:
                return next(iter(found))
        return ""


def _by_name(area: Area, level: Level, on: date) -> dict[str, set[str]]:
    """Give the codes of a level by whole and short name."""
    found: dict[str, set[str]] = {}
    for code, name in divisions_within(scope=area, level=level, on=on).values_list("code", "name"):
        for each in {name, _ENDINGS.sub("", name)}:
            if len(each) >= _SHORTEST:
                found.setdefault(each, set()).add(code)
    return found


def _named(names: Mapping[str, set[str]], text: str) -> set[str]:
    """Give what is named in a text, the longest name first."""
    whole = names.get(text) or names.get(_ENDINGS.sub("", text))
    if whole:
        return whole
    held = [name for name in names if name in text]
    longest = max(map(len, held), default=0)
    return {code for name in held if len(name) == longest for code in names[name]}
