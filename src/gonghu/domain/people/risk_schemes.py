"""
Schemes of risk (风险分级方案): four levels in order, with what an area calls and colours them and how often it visits.

No rule of the state sets them, so they are files: `packs/risk/<division>.yaml`, the nearest one above a village counts.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from gonghu.domain.people.terms import RiskLevel
from gonghu.foundation.labels import Label
from gonghu.standards.division_code import ancestors, pad, prefix

_FOLDER: Final = Path(__file__).parents[2] / "packs" / "risk"
NATIONAL: Final = "CN"
COLOURS: Final = frozenset({"red", "orange", "yellow", "blue", "green"})
STATUSES: Final = {
    "V": Label("已核对原文"),
    "S": Label("据二手资料"),
    "M": Label("凭记忆，请核对"),
    "O": Label("建议值，请按本地规定修改"),
}


class SchemeInvalid(ValueError):
    """A file of a scheme cannot be used as written."""


@dataclass(frozen=True, slots=True)
class LevelOfScheme:
    """One level as an area has it (方案中的一级)."""

    level: RiskLevel
    label: str
    colour: str
    visit_every_days: int


@dataclass(frozen=True, slots=True)
class RiskScheme:
    """Four levels, the highest first (风险分级方案), and how well its figures are known."""

    name: str
    status: str
    basis: str
    levels: tuple[LevelOfScheme, ...]
    first_visit_working_days: int
    after_return_days: tuple[int, ...]

    @property
    def warning(self) -> str:
        """Say what a page must say beside its figures; empty where they were read in the text."""
        return "" if self.status == "V" else STATUSES[self.status]

    def of(self, level: RiskLevel) -> LevelOfScheme:
        """Give a level as the area has it."""
        return next(each for each in self.levels if each.level == level)


def scheme_of(*, division_code: str, folder: Path = _FOLDER) -> RiskScheme:
    """
    Give the scheme of the nearest area that has one; an empty code asks for the country's.

    :raises NotADivisionCode: the text is no code
    :raises SchemeInvalid: the file cannot be used
    """
    code = pad(division_code) if division_code else ""
    names = [prefix(each) for each in (code, *ancestors(code))] if code else []
    path = next((path for name in names if (path := folder / f"{name}.yaml").exists()), folder / f"{NATIONAL}.yaml")
    return _read(path)


@cache
def _read(path: Path) -> RiskScheme:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        scheme = RiskScheme(
            name=str(said["name"]),
            status=str(said["status"]),
            basis=str(said["basis"]),
            levels=tuple(
                LevelOfScheme(
                    RiskLevel(each["level"]), str(each["label"]), str(each["color"]), int(each["visit_every_days"])
                )
                for each in said["levels"]
            ),
            first_visit_working_days=int(said["first_visit_working_days"]),
            after_return_days=tuple(map(int, said["after_return_days"])),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise SchemeInvalid(f"{path.name}：缺少或写错了 {problem}") from problem
    _refuse_odd(scheme, path)
    return scheme


def _refuse_odd(scheme: RiskScheme, path: Path) -> None:
    if [each.level for each in scheme.levels] != list(RiskLevel):
        raise SchemeInvalid(f"{path.name}：四级须按 {'、'.join(RiskLevel)} 的顺序各写一次")
    days = [each.visit_every_days for each in scheme.levels]
    if days != sorted(days) or days[0] < 1:
        raise SchemeInvalid(f"{path.name}：等级越高，走访间隔（visit_every_days）不能越长，且至少为 1 天")
    if unknown := {each.colour for each in scheme.levels} - COLOURS:
        raise SchemeInvalid(f"{path.name}：颜色只能是 {'、'.join(sorted(COLOURS))}，没有 {'、'.join(sorted(unknown))}")
    if scheme.status not in STATUSES:
        raise SchemeInvalid(f"{path.name}：status 只能是 {'、'.join(STATUSES)}")
