"""
Schemes of enrolment (资助参保方案): who is enrolled as which class of persons, what each class enjoys, how files look.

They are files, `packs/insurance/<division>.yaml` and the same name under GONGHU_HOME/insurance: part by part the
nearest one above a place counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from gonghu.domain.insurance.terms import LineState
from gonghu.domain.people.terms import Category
from gonghu.foundation.labels import Label
from gonghu.standards.division_code import ancestors, pad, prefix

_SHIPPED: Final = Path(__file__).parents[2] / "packs" / "insurance"
_NATIONAL: Final = "CN"
_SHORTEST: Final = 6
_PERCENT: Final = range(101)
MARKS: Final = {
    "V": "",
    "S": Label("据二手资料，请核对原文"),
    "M": Label("凭记忆，请核对原文"),
    "O": Label("建议值，请按本地规定修改"),
}
ROSTER_COLUMNS: Final = frozenset(
    {"turn", "name", "number_kind", "number", "sex", "born_on", "person_class", "place", "year", "premium"}
)
BILL_COLUMNS: Final = ("name", "number", "charged", "basic", "illness", "aid", "other")
ANSWER_COLUMNS: Final = ("name", "number", "result", "premium", "reason")


class SchemeUnusable(ValueError):
    """A file of a scheme of enrolment cannot be used as written."""


@dataclass(frozen=True, slots=True)
class Promise:
    """
    What a class of persons enjoys beside the premium (倾斜和救助), and how well that is known.

    ``percent`` is the share that is paid of what is left, up to ``cap_fen`` a year; None where nobody has set it.
    """

    words: str
    mark: str
    basis: str
    percent: int | None = None
    cap_fen: int | None = None

    @property
    def warning(self) -> str:
        """Say what a page must say beside it; empty where it was read in the text."""
        return MARKS[self.mark]


@dataclass(frozen=True, slots=True)
class PersonClass:
    """A class of persons of the roster (人员类别); without a premium the year's notice has to say it."""

    code: str
    name: str
    categories: frozenset[Category]
    premium_fen: int | None
    mark: str
    basis: str
    illness_tilt: Promise
    medical_aid: Promise

    @property
    def warning(self) -> str:
        """Say what a page must say beside its figures; empty where they were read in the text."""
        return MARKS[self.mark]


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """One column of the roster for the insurer (报送名册的一列)."""

    column: str
    title: str


@dataclass(frozen=True, slots=True)
class EnrolmentScheme:
    """How an area enrols (资助参保方案)."""

    classes: tuple[PersonClass, ...]
    roster: tuple[RosterColumn, ...]
    headers: Mapping[str, tuple[str, ...]]
    words: Mapping[str, LineState]
    bill_headers: Mapping[str, tuple[str, ...]]

    @property
    def categories(self) -> frozenset[Category]:
        """Every category that is enrolled."""
        return frozenset().union(*(each.categories for each in self.classes))

    def class_of(self, category: str) -> PersonClass | None:
        """Give the class of those of a category, the first that has it; none where it is not enrolled."""
        return next((each for each in self.classes if category in each.categories), None)

    def named(self, code: str) -> PersonClass | None:
        """Give a class by its code; none where the scheme no longer has it."""
        return next((each for each in self.classes if each.code == code), None)


def scheme_of(*, division_code: str) -> EnrolmentScheme:
    """
    Give the scheme of a place.

    :raises NotADivisionCode: the text is no code
    :raises SchemeUnusable: a file cannot be used
    """
    said: dict[str, Any] = {}
    for path in _files(division_code):
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (OSError, yaml.YAMLError) as problem:
            raise SchemeUnusable(f"{path.name}：读不出来，请检查格式（{problem}）") from problem
        said = {**found, **said}
    try:
        return _scheme(said)
    except (KeyError, TypeError, ValueError) as problem:
        raise SchemeUnusable(f"资助参保方案（{division_code}）：缺少或写错了 {problem}") from problem


def _files(division_code: str) -> Iterator[Path]:
    """List the files that say something for a place, the nearest first, of one place that of the deployment."""
    code = pad(division_code)
    for name in (*(prefix(each).ljust(_SHORTEST, "0") for each in (code, *ancestors(code))), _NATIONAL):
        for folder in (settings.GONGHU_HOME / "insurance", _SHIPPED):
            path = folder / f"{name}.yaml"
            if path.exists():
                yield path


def _scheme(said: dict[str, Any]) -> EnrolmentScheme:
    columns = tuple(RosterColumn(str(each["column"]), str(each["title"])) for each in said["roster"])
    if unknown := {each.column for each in columns} - ROSTER_COLUMNS:
        raise ValueError(f"roster：没有叫 {'、'.join(sorted(unknown))} 的列")
    answer = said["answer"]
    return EnrolmentScheme(
        classes=tuple(_class(each) for each in said["classes"]),
        roster=columns,
        headers={column: tuple(map(str, answer["headers"][column])) for column in ANSWER_COLUMNS},
        bill_headers={column: tuple(map(str, said["bills"][column])) for column in BILL_COLUMNS},
        words={str(word): LineState(state) for state, words in answer["words"].items() for word in words},
    )


def _class(said: dict[str, Any]) -> PersonClass:
    premium = said.get("premium_fen")
    return PersonClass(
        code=str(said["code"]),
        name=Label(said["name"]),
        categories=frozenset(Category(each) for each in said["categories"]),
        premium_fen=None if premium is None else int(premium),
        mark=_mark(said["mark"]),
        basis=str(said["basis"]),
        illness_tilt=_promise(said["illness_tilt"]),
        medical_aid=_promise(said["medical_aid"]),
    )


def _promise(said: dict[str, Any]) -> Promise:
    percent, cap = said.get("percent"), said.get("cap_fen")
    if percent is not None and int(percent) not in _PERCENT:
        raise ValueError("percent：应为 0 至 100")
    return Promise(
        str(said["words"]),
        _mark(said["mark"]),
        str(said["basis"]),
        None if percent is None else int(percent),
        None if cap is None else int(cap),
    )


def _mark(mark: Any) -> str:
    if mark not in MARKS:
        raise ValueError(f"mark：只能是 {'、'.join(MARKS)}，没有 {mark}")
    return str(mark)
