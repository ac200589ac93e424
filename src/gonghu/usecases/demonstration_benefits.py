"""
Applications of all kinds (演示的待遇): those of the roll in the month before, and a few a day after the comparison.

Who goes which way follows from the order in which they come; most are dealt with in time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count, islice
from typing import Final
from uuid import UUID

from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.benefits.lines import line_of_category
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.terms import ApplicationState, Procedure
from gonghu.domain.people.terms import Category
from gonghu.domain.policies.queries import recognitions_in
from gonghu.domain.policies.terms import RecognitionState
from gonghu.standards.citizen_number import check_character
from gonghu.standards.division_names import places_within
from gonghu.usecases.demonstration_applications import Asked, Counter, Course
from gonghu.usecases.demonstration_diary import Months
from gonghu.usecases.demonstration_roll import Enrolled, Roll
from gonghu.usecases.demonstration_weeks import Office
from gonghu.usecases.receive_for_others import BroughtIn, take_and_pass_on, write_for_others

_A_DAY: Final = 3
_APPLIED: Final = 2
_COURSES: Final = (
    Course(),
    Course(Procedure.SIMPLIFIED),
    Course(),
    Course(comes_to=ApplicationState.SENT_BACK),
    Course(Procedure.GREEN),
    Course(comes_to=ApplicationState.CHECKING),
    Course(),
    Course(comes_to=ApplicationState.CHECKED),
    Course(comes_to=ApplicationState.DRAFT),
    Course(Procedure.SIMPLIFIED, ApplicationState.CHECKING),
)
_FIRST_COURSES: Final = (
    *_COURSES[:6],
    Course(),
    Course(),
    Course(comes_to=ApplicationState.DRAFT),
    Course(Procedure.SIMPLIFIED),
)
"""Of what was asked for three weeks ago most is decided: what still waits is late."""
_REFUSED_TURN, _FORGOTTEN_TURN, _ONE_IN_BEGINS_LATER, _LAST = 6, 7, 5, 10
_ROLL_COURSES: Final = {
    _REFUSED_TURN: Course(comes_to=ApplicationState.REFUSED),
    _FORGOTTEN_TURN: Course(comes_to=ApplicationState.CHECKING),
}
"""What becomes of those of the roll who are not just confirmed; one still waits, so that something is late."""
_LATE: Final = 15
_SCHOLARSHIP, _DEFACTO = "orphan_scholarship", "defacto_allowance"
_FROM_AFAR: Final = ("齐小满", "13092920160309999")
_WORDS: Final = "随祖辈在外地居住，在居住地申请。"


@dataclass
class Benefits:
    """What is applied for, and for whom (演示申请)."""

    office: Office
    counter: Counter
    roll: Roll
    months: Months
    done: set[UUID] = field(default_factory=set)
    turns: Iterator[int] = field(default_factory=count)

    def plan(self) -> None:
        """Note what the children of the roll apply for before the first comparison."""
        first = self.months.decided + timedelta(days=5)
        self.counter.diary.note(first, self._apply_for_the_roll)

    def __call__(self, day: int, at: datetime) -> None:
        """Let a few be applied for on a day after the comparison; the first town always has one to check."""
        if day == 1:
            self._across_provinces(at)
        elif day == _LATE and (each := self._kept_for_the_first_town()):
            self.done.add(each.child)
            if asked := self._asked(each, Course(comes_to=ApplicationState.CHECKING), at.date()):
                self.counter.open(asked, at)
        else:
            for asked in list(islice(self._waiting(at), _A_DAY)):
                self.done.add(asked.child)
                self.counter.open(asked, at)

    def _apply_for_the_roll(self, at: datetime) -> None:
        """Spread the applications of the roll over two weeks; some come a month later, two of them without account."""
        diary, later = self.counter.diary, self.months.paid + timedelta(days=8)
        for turn, each in enumerate(self.roll.first):
            course = _ROLL_COURSES.get(turn, Course())
            begins_later = turn % _ONE_IN_BEGINS_LATER == _ONE_IN_BEGINS_LATER - 1
            has_account = not begins_later or turn < len(self.roll.first) - _LAST
            asked = self._asked(each, course, at.date(), has_account=has_account)
            if asked is not None:
                diary.note(
                    (later if begins_later else at.date()) + timedelta(days=turn % 8), partial(self.counter.open, asked)
                )
        for each in self.roll.students[:_APPLIED]:
            asked = Asked(each.child, each.of.division_code, Category.ORPHAN, _SCHOLARSHIP, Course())
            diary.note(at.date(), partial(self.counter.open, asked))

    def _waiting(self, at: datetime) -> Iterator[Asked]:
        """Give one of the roll, then those recognised by then, none twice."""
        kept = self._kept_for_the_first_town()
        still = (each for each in self.roll.afterwards if each.child not in self.done and each is not kept)
        for each in islice(still, 1):
            if asked := self._asked(each, self._course(), at.date()):
                yield asked
        by = officer(account=self.office.district, at=at)
        found = recognitions_in(scope=by.scope, states=[RecognitionState.APPROVED], area=None, category="")
        for row in found:
            category, place = Category(row.category), row.division_code
            line = line_of_category(category=category, division_code=place, on=at.date())
            if line and row.child_id not in self.done and place[:9] in self.office.supervisors:
                yield Asked(row.child_id, place, category, line.code, self._course(), row.finding, row.pk)

    def _kept_for_the_first_town(self) -> Enrolled | None:
        """Give who is applied for late, so that the supervisor whom visitors are has something to do."""
        here = [each for each in self.roll.afterwards if each.town == self.roll.first_town]
        return next((each for each in reversed(here) if each.child not in self.done), None)

    def _asked(self, each: Enrolled, course: Course, on: date, *, has_account: bool = True) -> Asked | None:
        place, category = each.of.division_code, each.of.category
        line = line_of_category(category=category, division_code=place, on=on)
        return Asked(each.child, place, category, line.code, course, has_account=has_account) if line else None

    def _course(self) -> Course:
        turn = next(self.turns)
        return _FIRST_COURSES[turn] if turn < len(_FIRST_COURSES) else _COURSES[turn % len(_COURSES)]

    def _across_provinces(self, at: datetime) -> None:
        """A family applies where it works, in another province, and one from there applies here (跨省通办)."""
        away = officer(account=self.office.away, at=at)
        town = officer(account=next(iter(self.office.supervisors.values())), at=at)
        here, there = town.posts[0].division_code, away.posts[0].division_code
        ours = next((each for each in self.roll.afterwards if each.of.category == Category.DEFACTO), None)
        if ours:
            self.done.add(ours.child)
            told = BroughtIn(
                ours.of.name, ours.of.number, ours.of.division_code, _DEFACTO, there, "祖母", "祖母", _WORDS
            )
            course = Course(Procedure.CROSS_PROVINCE, ApplicationState.CHECKED)
            asked = Asked(ours.child, ours.of.division_code, ours.of.category, _DEFACTO, course)
            self.counter.to_check(_passed_on(told, away, at), asked)
        name, digits = _FROM_AFAR
        number = digits + check_character(digits)
        village = next(code for code in places_within(there[:9]) if code != there)
        _passed_on(BroughtIn(name, number, village, _DEFACTO, here, "外祖母", "外祖母", _WORDS), town, at)


def _passed_on(brought: BroughtIn, by: Officer, at: datetime) -> Application:
    made = write_for_others(brought=brought, by=by, at=at)
    return take_and_pass_on(application=made.pk, got=[paper.code for paper in papers_from(made.papers)], by=by, at=at)
