"""How an area reckons (计算口径): which day's state counts for a month, what is set off; told by packs."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from gonghu.engines.policy.packs import divisions_above
from gonghu.engines.policy.yaml_text import Entry, PackInvalid, read

_DAYS = ("standard_day", "others_day", "care_day", "move_day")
_LAST = 31


@dataclass(frozen=True)
class Reckoning:
    """
    The rules of one county (计算口径).

    A ``…_day`` of 0 means that a change counts from the month after it; 1, that the state on the first counts.
    ``set_off`` tells which amount of the policy a kind of other benefit is; ``instalments`` the months in which the
    parts of a year's standard fall due, in order, by line and number of parts; ``triggered`` lines pay only in months
    whose figure is filled in.
    """

    standard_day: int
    others_day: int
    care_day: int
    move_day: int
    set_off: Mapping[str, str]
    instalments: Mapping[str, Mapping[int, tuple[int, ...]]]
    triggered: frozenset[str]


def shipped_folder() -> Path:
    """Return the folder of the rules that come with the package."""
    return Path(str(resources.files("gonghu"))) / "packs" / "reckoning"


def load_reckoning(*folders: Path, division: str) -> Reckoning:
    """
    Load the rules of a county: the national ones, then those of its province, city and own; later ones win by key.

    :raises PackInvalid: a file that is not as described
    """
    content: dict[str, Any] = {}
    place = ""
    for folder in (shipped_folder(), *folders):
        for code in divisions_above(division):
            path = folder / f"{code}.yaml"
            if path.is_file():
                content, place = {**content, **Entry(read(path), str(path)).content}, str(path)
    return _reckoning(Entry(content, place))


def _reckoning(entry: Entry) -> Reckoning:
    days = {name: _day(entry, name) for name in _DAYS}
    found = Reckoning(
        **days,
        set_off=dict(entry.get("set_off") or {}),
        instalments={line: _months(entry, line, due) for line, due in (entry.get("instalments") or {}).items()},
        triggered=frozenset(entry.get("triggered") or ()),
    )
    entry.get("basis")
    entry.finish()
    return found


def _day(entry: Entry, name: str) -> int:
    day = entry.get(name)
    if not isinstance(day, int) or isinstance(day, bool) or not 0 <= day <= _LAST:
        raise entry.invalid(f"“{name}”应为 0 至 31 的整数，实为 {day!r}")
    return day


def _months(entry: Entry, line: str, due: Any) -> dict[int, tuple[int, ...]]:
    found = {int(parts): tuple(months) for parts, months in dict(due).items()}
    for months in found.values():
        if not months or len(set(months)) != len(months) or not all(m in range(1, 13) for m in months):
            raise entry.invalid(f"instalments 的“{line}”应为互不相同的月份（1 至 12）")
        begins = months[0]
        if sorted(months, key=lambda m: (m - begins) % 12) != list(months):
            raise entry.invalid(f"instalments 的“{line}”应按年度内的先后排列")
    return found


__all__ = ["PackInvalid", "Reckoning", "load_reckoning", "shipped_folder"]
