"""
Lines of benefits (待遇项目) as data: one file a line, ``packs/benefits/<division>/<line>.yaml``.

A file of a smaller area, or of the deployment (GONGHU_HOME/benefits), overrides the keys it names. What is not
verified against the text is marked and shown with a warning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

import gonghu
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.benefits.papers import PaperRule, paper_rules
from gonghu.domain.benefits.terms import CareForm, Procedure
from gonghu.domain.people.terms import Category
from gonghu.domain.tasks.clocks import Mark, clocks
from gonghu.engines.entitlement.terms import Cycle
from gonghu.engines.policy.packs import divisions_above
from gonghu.foundation.labels import Label
from gonghu.standards.working_days import work_calendar

SHIPPED: Final = Path(gonghu.__file__).parent / "packs/benefits"
_PAPERS: Final = "papers"
_STEPS: Final = frozenset({"check", "confirm", "push", "tell", "papers"})
_ACROSS: Final = {
    "push": "cross_province_receive",
    "check": "cross_province_first_opinion",
    "confirm": "cross_province_decide",
    "tell": "cross_province_tell",
}
_URGENT: Final = {Procedure.SIMPLIFIED: "simplified_step", Procedure.GREEN: "green_step"}
_SIGNED: Final = frozenset({"check", "confirm"})
_GIVEN_AFTERWARDS: Final = "papers_afterwards"
Files = dict[str, dict[str, Any]]


class LineUnknown(LookupError):
    """The area has no line of that name."""


class LinesUnreadable(ValueError):
    """A file of lines says what nobody can use; the message names file and key."""


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The months that one confirmation pays for (学年)."""

    first_month: int
    months: int


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of benefits as an area has it (待遇项目).

    ``living`` lines exclude each other: one person gets one of them a month. ``standard`` names the parameter for each
    form of care; a line that ``asks_amount`` has none, and the decision says the sum. ``by_list`` lines are given to
    all on a list at once. ``small_amount_fen`` is what the town itself may confirm. ``clocks`` names the limit of each
    step, which the pack of clocks has in working days. ``ends_at`` is the age at which it ends.
    """

    code: str
    name: str
    open_name: str
    sealed: SealedKind | None
    cycle: Cycle
    living: bool
    categories: tuple[Category, ...]
    standard: Mapping[CareForm, str]
    funds: tuple[str, ...]
    public_notice: bool
    procedures: tuple[Procedure, ...]
    clocks: Mapping[str, str]
    articles: str
    mark: Mark
    basis: str
    asks_amount: bool = False
    by_list: bool = False
    of_age: bool = False
    ends_at: int | None = None
    goes_on_in_school: bool = False
    review_months: int | None = None
    small_amount_fen: int | None = None
    school_year: SchoolYear | None = None
    papers: tuple[PaperRule, ...] = ()

    def name_for(self, scope: Scope, division_code: str) -> str:
        """Name the line to somebody; one that gives a secret away goes under its open name."""
        return self.open_name if self.is_secret_from(scope, division_code) else self.name

    def is_secret_from(self, scope: Scope, division_code: str) -> bool:
        """Tell whether name, articles or reasons of the line would give away what somebody may not know."""
        return self.sealed is not None and not scope.opens(self.sealed, division_code)

    def limit(self, step: str, procedure: Procedure) -> int:
        """Give the working days of a step; across provinces those of the joint procedure, what is urgent has fewer."""
        named = _ACROSS if procedure == Procedure.CROSS_PROVINCE else self.clocks
        days = clocks().days_of(named.get(step) or _ACROSS.get(step) or _GIVEN_AFTERWARDS)
        urgent = _URGENT.get(procedure) if step in _SIGNED else None
        return min(days, clocks().days_of(urgent)) if urgent else days

    def due_on(self, step: str, procedure: Procedure, begins_on: date) -> date:
        """Give the last day of a step that begins on a day."""
        return work_calendar().add_working_days(begins_on, self.limit(step, procedure))

    def is_small(self, amount_fen: int | None) -> bool:
        """Tell whether a sum is small enough for the town itself (小额，社会救助暂行办法第四十八条)."""
        return bool(self.small_amount_fen and amount_fen and amount_fen <= self.small_amount_fen)

    @property
    def warning(self) -> str:
        """Say what a page must say beside its figures; empty where the text was seen."""
        return "" if self.mark.is_sure else str(self.mark.label)


def line_of(*, code: str, division_code: str, on: date) -> Line:
    """
    Give a line as an area has it on a day.

    :raises LineUnknown: the area has none of that name
    :raises LinesUnreadable: a file cannot be used
    """
    found = lines_of(division_code=division_code, on=on)
    if code not in found:
        raise LineUnknown(f"{division_code} 没有“{code}”这个待遇项目")
    return found[code]


def lines_of(*, division_code: str, on: date) -> dict[str, Line]:
    """
    Give the lines of an area on a day, by code; a line may say ``from`` and ``to``.

    :raises LinesUnreadable: a file cannot be used
    """
    own = settings.GONGHU_HOME / "benefits"
    changed = max((path.stat().st_mtime_ns for path in own.rglob("*.yaml")), default=0) if own.is_dir() else 0
    read = _read(own, changed, divisions_above(division_code[:6]))
    return {code: line for code, (line, since, until) in read.items() if since <= on and (not until or on < until)}


def line_of_category(*, category: str, division_code: str, on: date) -> Line | None:
    """Give the living line that a category presupposes, if the area has one."""
    lines = lines_of(division_code=division_code, on=on).values()
    return next((line for line in lines if line.living and category in line.categories), None)


@cache
def _read(own: Path, changed: int, divisions: tuple[str, ...]) -> dict[str, tuple[Line, date, date | None]]:
    files: Files = {}
    for folder in (SHIPPED, own) if changed else (SHIPPED,):
        for division in divisions:
            for path, said in _loaded(folder / division):
                files[path.stem] = {**files.get(path.stem, {}), **said}
    rules = paper_rules(files.pop(_PAPERS, {}))
    found = {}
    for code, said in files.items():
        try:
            line = _line(code, said, rules)
            found[code] = (line, said.get("from", date.min), said.get("to"))
        except (KeyError, TypeError, ValueError) as problem:
            raise LinesUnreadable(f"benefits/{code}.yaml：{problem}") from problem
    return found


def _loaded(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.glob("*.yaml")):
        try:
            said = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
            raise LinesUnreadable(f"{path}：{problem}") from problem
        if not isinstance(said, dict):
            raise LinesUnreadable(f"{path}：不是“名称: 值”的形式")
        yield path, said


def _line(code: str, said: dict[str, Any], rules: tuple[PaperRule, ...]) -> Line:
    steps = dict(said.get("clocks") or {})
    if unknown := set(steps) - _STEPS:
        raise ValueError(f"clocks 里没有“{'、'.join(sorted(unknown))}”这一步")
    year = said.get("school_year")
    return Line(
        code=code,
        name=Label(said["name"]),
        open_name=Label(said.get("open_name") or said["name"]),
        sealed=SealedKind(said["sealed"]) if said.get("sealed") else None,
        cycle=Cycle(said["cycle"]),
        living=bool(said["living"]),
        categories=tuple(map(Category, said["categories"])),
        standard={CareForm(care): str(name) for care, name in said["standard"].items()},
        funds=tuple(map(str, said["funds"])),
        public_notice=bool(said["public_notice"]),
        procedures=tuple(map(Procedure, said.get("procedures") or _ALL_PROCEDURES)),
        clocks=steps,
        articles=str(said["articles"]),
        mark=Mark(said["mark"]),
        basis=str(said["basis"]),
        asks_amount=bool(said.get("asks_amount")),
        by_list=bool(said.get("by_list")),
        of_age=bool(said.get("of_age")),
        ends_at=said.get("ends_at"),
        goes_on_in_school=bool(said.get("goes_on_in_school")),
        review_months=said.get("review_months"),
        small_amount_fen=said.get("small_amount_fen"),
        school_year=SchoolYear(int(year["from"]), int(year["months"])) if year else None,
        papers=tuple(rule for rule in rules if not rule.lines or code in rule.lines),
    )


_ALL_PROCEDURES: Final = (Procedure.NORMAL, Procedure.SIMPLIFIED, Procedure.GREEN, Procedure.CROSS_PROVINCE)
