"""
The lists of a sweep come out of a sheet, or from the files (摸排户名单): village, household, head.

Of a sheet every row that can be read is taken; of each that cannot, its number, the field and the remedy are told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import Officer, day_of
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.models import SweepRound
from gonghu.domain.campaigns.operations import list_households
from gonghu.domain.campaigns.operations.sweeping import HouseholdsAdded
from gonghu.domain.campaigns.terms import HouseholdListed
from gonghu.domain.divisions.queries import divisions_within
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.people.queries.homes import Home, homes_of
from gonghu.domain.visits.operations.listing import UNDER_CARE
from gonghu.engines.intake.small_tables import small_table
from gonghu.standards.division_code import Level
from gonghu.standards.masking import masked_name

_HEADER_ROWS: Final = 10
_LONGEST: Final = 100
_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "village": ("村（居）", "村(居)", "村居", "村", "社区", "村（社区）", "村(社区)", "区划代码", "村代码"),
    "label": ("户", "门牌", "门牌号", "住址", "地址", "家庭住址", "户名称"),
    "head": ("户主", "户主姓名", "联系人"),
}


class SweepListUnreadable(ValueError):
    """A sheet is no list of households: it lacks the columns that tell village and household."""


@dataclass(frozen=True, slots=True)
class ListRowRefused:
    """A row of a list that could not be used (未列入的行): which field, and what to do."""

    row_no: int
    field: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SweepListTaken:
    """What came of a list of households (名单读入结果)."""

    added: HouseholdsAdded
    refused: tuple[ListRowRefused, ...] = ()


@transaction.atomic
def take_sweep_list(*, sweep: SweepRound, name: str, content: bytes, by: Officer, at: datetime) -> SweepListTaken:
    """
    Put the households of an uploaded sheet on the lists of their villages (读入户名单).

    :raises NotPermitted: the officer leads no work in one of the villages
    :raises Refused: the file must not or cannot be read
    :raises SweepListUnreadable: it lacks the columns that tell village and household
    """
    rows = small_table(content, name).rows
    header, columns = _columns(rows)
    area = Area.of(sweep.division_code)
    villages = divisions_within(scope=area, level=Level.VILLAGE, on=day_of(at))
    known: dict[str, list[str]] = {}
    for code, called in villages.values_list("code", "name"):
        for text in (code, called):
            known.setdefault(text, []).append(code)
    good, refused = [], []
    for row_no, row in enumerate(rows[header + 1 :], start=header + 2):
        said = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        if any(said.values()):
            codes = known.get(said["village"], [])
            problem = _problem(row_no, said, codes, by)
            if problem:
                refused.append(problem)
            else:
                good.append(HouseholdListed(codes[0], said["label"], said.get("head", "")))
    added = list_households(sweep=sweep.pk, households=good, by=by, at=at)
    return SweepListTaken(added, tuple(refused))


@transaction.atomic
def take_households_on_file(*, sweep: SweepRound, by: Officer, at: datetime) -> SweepListTaken:
    """
    Put the households of the children under care on the lists of their villages (按档案列入户名单).

    :raises NotPermitted: the officer leads no work in one of the villages
    """
    scope = by.scope.holding(Permission.ASSIGN_TASKS)
    wanted = ChildrenWanted(area=Area.of(sweep.division_code), states=UNDER_CARE)
    homes = homes_of(children=children_in(scope=scope, filters=wanted), scope=scope, on=day_of(at))
    listed = [HouseholdListed(each.division_code, label_of(each), household=each.household) for each in homes]
    return SweepListTaken(list_households(sweep=sweep.pk, households=listed, by=by, at=at))


def label_of(home: Home) -> str:
    """Write how a household on file is called; a protected address is not told, and names are masked."""
    whose = f"{'、'.join(masked_name(name) for name in home.names)}家"
    if home.is_protected:
        return f"{whose}（住址受保护，见档案）"
    return f"{home.detail}（{whose}）" if home.detail else f"{whose}（档案没有住址）"


def protected_labels(*, children: Iterable[Child], scope: Scope, on: date) -> Mapping[UUID, str]:
    """Say how households are called now whose address was protected, perhaps after they came on a list."""
    homes = homes_of(children=children, scope=scope, on=on)
    return {home.household: label_of(home) for home in homes if home.is_protected}


def _problem(row_no: int, said: Mapping[str, str], codes: list[str], by: Officer) -> ListRowRefused | None:
    """Say why a row cannot be used, nothing if it can."""
    village = _village_problem(said["village"], codes, by)
    if village:
        return ListRowRefused(row_no, "村（居）", village)
    if not said["label"]:
        return ListRowRefused(row_no, "户", "空着：请填门牌号，或村里对这一户的叫法")
    if len(said["label"]) > _LONGEST or len(said.get("head", "")) > _LONGEST:
        return ListRowRefused(row_no, "户、户主", f"太长：各不超过 {_LONGEST} 个字")
    return None


def _village_problem(called: str, codes: list[str], by: Officer) -> str:
    """Say why a village cannot be told or used, nothing if it can."""
    if not called:
        return "空着：请填村（居）名称或 12 位代码"
    if not codes:
        return f"这一轮的范围里没有“{called}”：请核对名称，或填 12 位代码"
    if len(codes) > 1:
        return f"有 {len(codes)} 个村（居）叫“{called}”：请改填 12 位代码"
    return "" if by.scope.allows(Permission.ASSIGN_TASKS, codes[0]) else f"“{called}”不归您管理：请由当地上传"


def _columns(rows: tuple[tuple[str, ...], ...]) -> tuple[int, dict[str, int]]:
    """
    Find the row of headers and which column is what.

    :raises SweepListUnreadable: nowhere near the top are a village and a household
    """
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        cells = [cell.replace(" ", "") for cell in row]
        found = {
            column: place
            for column, titles in _HEADERS.items()
            if (place := next((cells.index(title) for title in titles if title in cells), None)) is not None
        }
        if {"village", "label"} <= found.keys():
            return number, found
    raise SweepListUnreadable(
        f"前 {_HEADER_ROWS} 行里没有找到表头：要有“村（居）”列和“户”（或“门牌”）列，“户主”列可以没有"
    )
