"""
Names of all divisions down to the village (五级行政区划名称), as listed by the National Bureau of Statistics.

The names are those of one day, 30 June 2023, for showing people where a code is; the names of provinces,
prefectures and counties on any other day are in ``division_history``. Hong Kong, Macao and Taiwan are not
listed. The towns and villages of one prefecture are one compressed block, read when first asked; its format is
in ``packs/divisions/README.md``.
"""

import lzma
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

from gonghu.standards.division_code import Level, NotADivisionCode, ancestors, code_range, pad
from gonghu.standards.tables import parse_rows

_FOLDER: Final = Path(__file__).parents[1] / "packs" / "divisions"
_BELOW_COUNTY: Final = Level.VILLAGE - Level.COUNTY
_TOWN_DIGITS: Final = Level.TOWNSHIP - Level.PREFECTURE
# Rows of the statistical code that only group the counties below.
_GROUPING: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@cache
def _upper_names() -> dict[str, str]:
    """Read provinces, prefectures and counties by twelve digits."""
    lines = (_FOLDER / "counties.csv").read_text(encoding="utf-8").splitlines()
    return {pad(row["code"]): row["name"] for row in parse_rows(lines)}


# A block is up to 8,100 names, about a megabyte in memory: enough of them for a province's pages.
@lru_cache(maxsize=8)
def _block(prefecture: str) -> dict[str, str]:
    """Read towns and villages of one prefecture by twelve digits; empty if there is no such prefecture."""
    path = _FOLDER / prefecture[: Level.PROVINCE] / f"{prefecture}.txt.xz"
    if not path.exists():
        return {}
    names: dict[str, str] = {}
    town, number = "", 0
    for line in lzma.decompress(path.read_bytes()).decode("gb18030").splitlines():
        digits, _, name = line.rpartition(" ")
        if len(digits) == _TOWN_DIGITS:
            town, number = prefecture + digits, 0
        else:
            number = int(digits) if digits else number + 1
        names[f"{town}{number:03d}"] = name
    return names


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """
    Give the names of divisions of any level by the codes as they were asked; unknown codes are absent.

    A code may have 2, 4, 6, 9 or 12 digits: 120112 and 120112000000 are both 津南区. Only the blocks of the
    prefectures asked are read, each once.
    """
    names: dict[str, str] = {}
    below: dict[str, list[tuple[str, str]]] = {}
    upper = _upper_names()
    for code in codes:
        try:
            padded = pad(code)
        except NotADivisionCode:
            continue
        if padded in upper:
            names[code] = upper[padded]
        elif not padded.endswith("0" * _BELOW_COUNTY):
            below.setdefault(padded[: Level.PREFECTURE], []).append((code, padded))
    for prefecture, asked in sorted(below.items()):
        block = _block(prefecture)
        names.update((code, block[padded]) for code, padded in asked if padded in block)
    return names


def places_within(area: str) -> dict[str, str]:
    """
    Give every division below an area, and itself, by twelve digits in the order of the codes.

    :raises NotADivisionCode: the text is no code at all
    """
    low, high = code_range(area)
    upper = _upper_names()
    names = {code: name for code, name in upper.items() if low <= code < high}
    for prefecture in sorted({code[: Level.PREFECTURE] for code in (*names, low)}):
        names.update((code, name) for code, name in _block(prefecture).items() if low <= code < high)
    return dict(sorted(names.items()))


def full_place_name(code: str) -> str:
    """
    Write a division with everything above it: 天津市津南区双新街道昆香苑社区居委会; empty if nothing is known.

    Levels without a name are left out, so an unknown village reads as its town: ``place_names`` tells whether
    the code itself is known. Rows that only group (市辖区) are left out too, and a name that repeats the one
    above (甘肃省嘉峪关市) is written once.

    :raises NotADivisionCode: the text is no code at all
    """
    padded = pad(code)
    steps = (*reversed(ancestors(padded)), padded)
    known = place_names(steps)
    names = [known[step] for step in steps if step in known and known[step] not in _GROUPING]
    return "".join(name for name, _ in groupby(names))
