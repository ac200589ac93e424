"""
Plans of visits (走访计划): how often whom, by risk and category, and campaigns over holidays; the nearest plan counts.

No rule of the state sets the days, so they are files: ``packs/visits/<division>.yaml`` beside ``packs/risk``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.risk_schemes import NATIONAL, STATUSES, RiskScheme, SchemeInvalid, scheme_of
from gonghu.domain.people.terms import Category, RiskLevel
from gonghu.standards.division_code import ancestors, pad, prefix
from gonghu.standards.working_days import work_calendar

_PACKS: Final = Path(__file__).parents[2] / "packs"
_FOLDER: Final = _PACKS / "visits"
_NONE: Final = "NONE"
_ONE_DAY: Final = timedelta(days=1)


class PlanInvalid(ValueError):
    """A file of a plan cannot be used as written."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A time in which every child on the list is visited once (专项走访); no categories mean all."""

    code: str
    name: str
    from_on: date
    to_on: date
    categories: frozenset[str]

    def runs_on(self, on: date) -> bool:
        """Tell whether it runs on a day."""
        return self.from_on <= on <= self.to_on


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """How often children of an area are visited (走访计划)."""

    area: Area
    scheme: RiskScheme
    not_assessed_days: Mapping[str, int]
    soon_days: int
    complaint_reply_working_days: int
    campaigns: tuple[Campaign, ...]
    status: str
    basis: str

    @property
    def warning(self) -> str:
        """Say what a page must say beside the figures; empty where they were read in the text."""
        return "" if self.status == "V" else STATUSES[self.status]

    @property
    def campaigns_until(self) -> date | None:
        """The last day that a campaign is planned for; after it nobody is asked to visit over holidays."""
        return max((each.to_on for each in self.campaigns), default=None)

    def interval(self, *, risk: str, category: str) -> timedelta:
        """Give how long after a visit the next one is due."""
        if risk:
            return timedelta(days=self.scheme.of(RiskLevel(risk)).visit_every_days)
        return timedelta(days=self.not_assessed_days.get(category, self.not_assessed_days[_NONE]))

    def first_due_on(self, opened_on: date) -> date:
        """Give the last day of the first visit to a child whose file was opened on a day."""
        return work_calendar().add_working_days(opened_on, self.scheme.first_visit_working_days)

    def opened_before(self, due_until: date) -> date:
        """Give the last day of opening whose first visit is due by a day: the other way round."""
        day = due_until
        while self.first_due_on(day) > due_until:
            day -= _ONE_DAY
        return day


@cache
def plans(*, folder: Path = _FOLDER) -> tuple[VisitPlan, ...]:
    """
    Give every area that has a plan or a scheme of risk of its own, the smallest first, the country last.

    :raises PlanInvalid: a file cannot be used
    """
    files = [*folder.glob("*.yaml"), *(_PACKS / "risk").glob("*.yaml")]
    own = sorted({path.stem for path in files} - {NATIONAL}, key=lambda name: (-len(name), name))
    found = [_of_area(name, folder) for name in own]
    return (*found, _read(folder / f"{NATIONAL}.yaml", ""))


def plan_of_place(code: str) -> VisitPlan:
    """Give the plan of the nearest area that has one; an empty code asks for the country's."""
    found = (each for each in plans() if each.area.prefix and code and each.area.holds(code))
    return next(found, plans()[-1])


def _of_area(name: str, folder: Path) -> VisitPlan:
    codes = [prefix(each) for each in (pad(name), *ancestors(pad(name)))]
    nearest = next((code for code in codes if (folder / f"{code}.yaml").exists()), NATIONAL)
    plan = _read(folder / f"{nearest}.yaml", "" if nearest == NATIONAL else nearest)
    return VisitPlan(
        Area(name), scheme_of(division_code=name), plan.not_assessed_days, plan.soon_days,
        plan.complaint_reply_working_days, plan.campaigns, plan.status, plan.basis,
    )  # fmt: skip


@cache
def _read(path: Path, code: str) -> VisitPlan:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        plan = VisitPlan(
            area=Area.of(code),
            scheme=scheme_of(division_code=code),
            not_assessed_days={str(name): int(days) for name, days in said["not_assessed_days"].items()},
            soon_days=int(said["soon_days"]),
            complaint_reply_working_days=int(said["complaint_reply_working_days"]),
            campaigns=tuple(
                Campaign(
                    str(each["code"]), str(each["name"]), each["from_on"], each["to_on"],
                    frozenset(map(str, each["categories"])),
                )
                for each in said["campaigns"]
            ),
            status=str(said["status"]),
            basis=str(said["basis"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, SchemeInvalid) as problem:
        raise PlanInvalid(f"{path.name}：缺少或写错了 {problem}") from problem
    _refuse_odd(plan, path)
    return plan


def _refuse_odd(plan: VisitPlan, path: Path) -> None:
    if set(plan.not_assessed_days) != {*Category.values, _NONE}:
        raise PlanInvalid(f"{path.name}：not_assessed_days 须写全各类别和 {_NONE}")
    if min(plan.not_assessed_days.values()) < 1:
        raise PlanInvalid(f"{path.name}：走访间隔至少为 1 天")
    if odd := [each.code for each in plan.campaigns if each.to_on < each.from_on]:
        raise PlanInvalid(f"{path.name}：{'、'.join(odd)} 的结束日期早于开始日期")
    if plan.status not in STATUSES:
        raise PlanInvalid(f"{path.name}：status 只能是 {'、'.join(STATUSES)}")
