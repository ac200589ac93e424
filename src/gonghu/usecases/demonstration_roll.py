"""
Who stood on the roll before the first comparison (演示的在册儿童): their files are opened when the district begins.

They come from the truth about the invented city, so that the comparison finds the same children again.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Final
from uuid import UUID

from gonghu.domain.access.officer import officer
from gonghu.domain.people.ages import birthday
from gonghu.domain.people.opening.found import ChildFound
from gonghu.domain.people.operations import open_files
from gonghu.domain.people.terms import ADULT_AGE, Category, FileSource
from gonghu.standards.citizen_number import birth_date, check_character, sex
from gonghu.usecases.demonstration_weeks import Office

_CATEGORIES: Final = {
    "孤儿": Category.ORPHAN,
    "事实无人抚养儿童": Category.DEFACTO,
    "重病重残儿童": Category.SEVERE,
    "困境家庭儿童": Category.POOR,
}
_PAID_TWICE: Final = "重复发放"
_LEAST, _MOST, _ONE_IN, _AFTERWARDS = 18, 64, 8, 10
_TOLD, _ORPHANS = 6, 4
_STUDENTS: Final = ("苏明朗", "苏明月", "严学勤")
_AT_COLLEGE: Final = 19


@dataclass(frozen=True, slots=True)
class OnTheRoll:
    """A child as the roll of the department has it (演示在册儿童)."""

    name: str
    number: str
    division_code: str
    category: Category
    is_paid_twice: bool = False

    @property
    def of_age_on(self) -> date:
        """Give the day on which the child comes of age."""
        born_on = birth_date(self.number)
        return birthday(born_on, ADULT_AGE) if born_on else date.max


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A child of the roll with its file (演示在册档案)."""

    child: UUID
    of: OnTheRoll

    @property
    def town(self) -> str:
        """Give the nine digits of its town."""
        return self.of.division_code[:9]


@dataclass
class Roll:
    """
    Who is taken over from the roll (演示在册名单): who applies at once, and who in the weeks after.

    ``students`` are orphans who came of age and study; ``paid_before`` all others, who are taken over as they are.
    """

    office: Office
    first_town: str
    wanted: Sequence[OnTheRoll]
    paid_before: Sequence[OnTheRoll] = ()
    first: list[Enrolled] = field(default_factory=list)
    afterwards: list[Enrolled] = field(default_factory=list)
    students: list[Enrolled] = field(default_factory=list)

    def take_over(self, at: datetime) -> None:
        """Open a file for everybody, as the department begins with the children it knows."""
        studying = _students(self.wanted[0].division_code, at.date())
        everybody = [*self.wanted, *studying]
        by = officer(account=self.office.commissioner, at=at)
        found = [
            ChildFound(
                key=key, name=each.name, division_code=each.division_code, number=each.number, sex=sex(each.number),
                born_on=birth_date(each.number),
            )
            for key, each in enumerate(everybody)
        ]  # fmt: skip
        files = open_files(found=found, by=by, at=at, source=FileSource.ROLL).children
        enrolled = [Enrolled(files[key], each) for key, each in enumerate(everybody)]
        count = len(self.wanted)
        self.first, self.afterwards = enrolled[: count - _AFTERWARDS], enrolled[count - _AFTERWARDS : count]
        self.students = enrolled[count:]


def roll_of(*, truth: Path, office: Office, since: date, until: date) -> Roll:
    """
    Choose who is taken over: whoever has a story of its own, then half from the first of the towns, half from all.

    A story have those who are paid on two rolls, and those who come of age between two days.
    """
    first = next(iter(office.supervisors))
    roll = [each for each in _read(truth) if each.division_code[:9] in office.supervisors and each.of_age_on > since]
    count = min(max(_LEAST, len(roll) // _ONE_IN), _MOST) + _AFTERWARDS
    told = [each for each in roll if each.is_paid_twice or each.of_age_on <= until]
    orphans = [each for each in roll if each.category == Category.ORPHAN]
    near = [each for each in roll if each.division_code.startswith(first)]
    ranked = chain(told[:_TOLD], orphans[:_ORPHANS], near[: count // 2], roll[:: max(1, len(roll) // count)], roll)
    wanted = list(dict.fromkeys(ranked))[:count]
    chosen = set(wanted)
    return Roll(office, first, wanted, [each for each in roll if each not in chosen and not each.is_paid_twice])


def _read(truth: Path) -> Iterator[OnTheRoll]:
    """Give those on the roll of whom nothing is wrong, or nothing but that two rolls have them."""
    with truth.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            category, found = _CATEGORIES.get(row["category"]), row["findings"]
            if category and found in ("", _PAID_TWICE):
                yield OnTheRoll(row["name"], row["id_number"], row["division_code"], category, found == _PAID_TWICE)


def _students(division_code: str, on: date) -> list[OnTheRoll]:
    """Invent three orphans at college, whom no roster of children has."""
    born = f"{on.year - _AT_COLLEGE}0315"
    digits = [f"{division_code[:6]}{born}99{turn}" for turn in range(len(_STUDENTS))]
    return [
        OnTheRoll(name, each + check_character(each), division_code, Category.ORPHAN)
        for name, each in zip(_STUDENTS, digits, strict=True)
    ]
