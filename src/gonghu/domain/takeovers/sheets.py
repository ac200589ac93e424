"""
The sheet of a roll (在发名册的表): which row is the header, and what its columns are.

A bureau's own headers are understood by the same words as rosters' (``packs/takeovers``); what somebody said of a
header counts before them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

import gonghu
from gonghu.engines.intake import Profile, load_profiles
from gonghu.engines.intake.header_match import fits
from gonghu.engines.intake.small_tables import SmallTable, small_table

SHIPPED: Final = Path(gonghu.__file__).parent / "packs" / "takeovers"
LEFT_ASIDE: Final = "-"
"""What somebody says of a column that is none of ours."""
MOST_ROWS: Final = 20_000
_KIND: Final = "allowance_roll"
_HEADER_ROWS: Final = 10
_NEEDED: Final = ("name", "id_number")


class RollUnreadable(ValueError):
    """The file is no roll of people who are paid: nowhere near its top do name and number stand as headers."""


@dataclass(frozen=True, slots=True)
class RollSheet:
    """A roll as it was read (名册表): its headers, which column is what, and the rows below with their numbers."""

    sheet: str
    titles: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_roll(content: bytes, name: str, told: Mapping[str, str]) -> RollSheet:
    """
    Read the first sheet of a workbook as a roll; ``told`` is what somebody said of headers.

    :raises Refused: the file must not or cannot be read; it says what to do
    :raises RollUnreadable: see the class
    """
    table = small_table(content, name)
    header, columns = _header(table, told)
    titles = table.rows[header]
    rows = tuple(
        (number, row) for number, row in enumerate(table.rows[header + 1 :], start=header + 2) if _counts(row, columns)
    )
    if not rows:
        raise RollUnreadable("表头下面没有人员，请核对是否选错了文件或工作表")
    if len(rows) > MOST_ROWS:
        raise RollUnreadable(f"超过 {MOST_ROWS} 行，请按乡镇分成几份")
    return RollSheet(table.sheet, titles, columns, rows)


def columns_of(titles: Sequence[str], told: Mapping[str, str]) -> dict[str, int]:
    """Give the place of each field that the headers name, the surest first; each field once."""
    found: dict[str, int] = {}
    for place, title in enumerate(titles):
        if (said := told.get(title)) and said != LEFT_ASIDE:
            found.setdefault(said, place)
    taken = {place for place, title in enumerate(titles) if title in told}
    for _, place, field in sorted(_offers(titles)):
        if place not in taken and field not in found:
            found[field] = place
            taken.add(place)
    return found


def field_titles() -> dict[str, str]:
    """Give the name of every field of a roll, in the order of the template."""
    return {field.name: field.title for field in profile().fields}


def profile() -> Profile:
    """Give the words of the columns, those of the deployment instead of ours."""
    own = settings.GONGHU_HOME / "takeovers"
    changed = max((path.stat().st_mtime_ns for path in own.glob("*.yaml")), default=0) if own.is_dir() else 0
    return _profile(own if changed else None, changed)


@cache
def _profile(own: Path | None, _changed: int) -> Profile:
    return load_profiles(SHIPPED, *([own] if own else [])).of_kind(_KIND)


def _offers(titles: Sequence[str]) -> Iterable[tuple[int, int, str]]:
    for place, title in enumerate(titles):
        for field, fit in fits(profile(), title).items():
            yield -fit.points, place, field


def _header(table: SmallTable, told: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Find the row that names most columns, name and number among them."""
    best: tuple[int, dict[str, int]] | None = None
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        found = columns_of(row, told)
        if all(field in found for field in _NEEDED) and (best is None or len(found) > len(best[1])):
            best = number, found
    if best is None:
        raise RollUnreadable(
            f"前 {_HEADER_ROWS} 行里没有找到表头：要有“姓名”和“身份证号”两列。请下载模板对照，或改表头后再上传"
        )
    return best


def _counts(row: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Tell whether a row names somebody: the line of totals and blank ones do not."""
    name, number = (row[columns[field]] if columns[field] < len(row) else "" for field in _NEEDED)
    return bool(number or name) and name.strip() not in {"合计", "总计", "小计"}
