"""
A school year of scholarships (演示的助学轮次): two who applied are proved, one more is listed and asked for a proof.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from gonghu.domain.access.officer import officer
from gonghu.domain.benefits.models import SchoolRound
from gonghu.domain.benefits.operations import SchoolRoundWanted, open_school_round
from gonghu.usecases.demonstration_diary import Diary, Months
from gonghu.usecases.demonstration_roll import Roll
from gonghu.usecases.demonstration_weeks import Office
from gonghu.usecases.school_year_round import ask_for_proofs, bring_students_up_to_date, list_by_number

_LINE: Final = "orphan_scholarship"
_ASKED_WITHIN: Final = timedelta(days=45)


@dataclass
class Scholarships:
    """Who studies this year (演示助学)."""

    office: Office
    diary: Diary
    roll: Roll
    months: Months

    def plan(self) -> None:
        """Note the round of the year, after the applications of the roll were decided."""
        self.diary.note(self.months.paid + timedelta(days=18), self._open)

    def _open(self, at: datetime) -> None:
        wanted = SchoolRoundWanted(
            division_code=self.office.division_code, line=_LINE, within=at.date(), due_on=at.date() + _ASKED_WITHIN
        )
        by = officer(account=self.office.commissioner, at=at)
        made = open_school_round(wanted=wanted, by=by, at=at)
        bring_students_up_to_date(school_round=made, by=by, at=at)
        for each in self.roll.students:
            list_by_number(school_round=made, number=each.of.number, by=by, at=at)
        self.diary.later(1, partial(self._ask, made))

    def _ask(self, made: SchoolRound, at: datetime) -> None:
        ask_for_proofs(school_round=made, by=officer(account=self.office.commissioner, at=at), at=at)
