"""
What ends (演示的停发), each for another reason: most decided, one goes on, some wait for the other signature.

The day lies in the month that was paid last, so that the payroll of this month shows who left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from gonghu.domain.access.officer import officer
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.operations import Leave
from gonghu.domain.benefits.terms import EndReason
from gonghu.domain.people.operations import close_file
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.people.terms import Category, ClosingReason
from gonghu.usecases.demonstration_applications import Counter
from gonghu.usecases.demonstration_diary import Months
from gonghu.usecases.demonstration_roll import Enrolled, Roll
from gonghu.usecases.end_benefit import decide_end, keep_paying, propose_end

_NOTICE: Final = "自次月起停发；对决定有异议的，可以自收到之日起六十日内申请复核。"
_AGREED: Final = "情况属实，同意停发。"
_GOES_ON: Final = "父亲只回家一次，没有恢复抚养，继续发放并于三个月后复核。"
_DAYS_TO_DECIDE: Final = 2
_CLOSES: Final = {EndReason.ADOPTED: ClosingReason.ADOPTED, EndReason.DIED: ClosingReason.DIED}


class Story(NamedTuple):
    """One way in which a grant ends (演示退出情形): whose, with what the leave form asks, and what is decided."""

    reason: EndReason
    categories: frozenset[Category]
    facts: Mapping[str, str]
    decided: str


_UNCARED: Final = frozenset({Category.ORPHAN, Category.DEFACTO})
_POORLY: Final = frozenset({Category.SEVERE, Category.POOR})
_STORIES: Final = (
    Story(EndReason.ADOPTED, _UNCARED, {"adopter": "演示区民政局 演示收字〔2026〕3号"}, "ENDS"),
    Story(EndReason.RECOVERED, _POORLY, {}, "ENDS"),
    Story(EndReason.MOVED, _POORLY, {"moved_to": "河北省献县"}, "ENDS"),
    Story(EndReason.DIED, _POORLY, {"death_cause": "因病", "death_handling": "家属已办理，镇里协助"}, "ENDS"),
    Story(EndReason.FOUND, frozenset({Category.DEFACTO}), {"found_on": "{day}"}, "GOES_ON"),
    Story(EndReason.RECOVERED, _POORLY, {}, "WAITS"),
    Story(EndReason.GIVEN_UP, frozenset({Category.POOR}), {}, "WAITS"),
)


@dataclass
class Endings:
    """Whose grants end (演示停发)."""

    counter: Counter
    roll: Roll
    months: Months

    def plan(self, began: date) -> None:
        """Note a day for every story, and the days on which somebody comes of age."""
        self.counter.diary.note(began + timedelta(days=2), self._begin)

    def _begin(self, at: datetime) -> None:
        diary = self.counter.diary
        grants = {grant.child_id: grant for grant in self.counter.granted if grant.from_month <= self.months.paid}
        settled = [each for each in self.roll.first if each.child in grants and not each.of.is_paid_twice]
        growing = [each for each in settled if each.of.of_age_on < at.date() + timedelta(days=20)]
        for turn, each in enumerate(growing):
            story = Story(EndReason.GROWN_UP, frozenset(), {}, "WAITS" if turn else "ENDS")
            day = each.of.of_age_on
            diary.note(day + timedelta(days=1), partial(self._propose, story, grants[each.child], each, day))
        happened = min(self.months.paid + timedelta(days=24), at.date() - timedelta(days=2))
        others = [each for each in settled if each not in growing]
        for turn, (story, each) in enumerate(_cast(_STORIES, others)):
            step = partial(self._propose, story, grants[each.child], each, happened)
            diary.note(at.date() + timedelta(days=turn), step)

    def _propose(self, story: Story, grant: Grant, each: Enrolled, day: date, at: datetime) -> None:
        town = officer(account=self.counter.office.supervisors[each.town], at=at)
        facts = {name: value.format(day=day.isoformat()) for name, value in story.facts.items()}
        made = propose_end(leave=Leave(grant.pk, story.reason, day, at.date(), _NOTICE, facts), by=town, at=at)
        if story.decided != "WAITS":
            self.counter.diary.later(_DAYS_TO_DECIDE, partial(self._decide, story, made.pk, grant))

    def _decide(self, story: Story, ending: UUID, grant: Grant, at: datetime) -> None:
        county = officer(account=self.counter.office.district, at=at)
        if story.decided == "GOES_ON":
            keep_paying(ending=ending, opinion=_GOES_ON, by=county, at=at)
            return
        line = line_of(code=grant.line, division_code=grant.division_code, on=at.date())
        decide_end(ending=ending, opinion=_AGREED, articles=line.articles, by=county, at=at)
        child = file_in_use(child=grant.child_id, scope=county.scope)
        if story.reason in _CLOSES and child is not None:
            close_file(child=child, reason=_CLOSES[story.reason], on=at.date(), by=county, at=at)


def _cast(stories: Sequence[Story], children: Sequence[Enrolled]) -> Iterator[tuple[Story, Enrolled]]:
    """Give each story a child whom it fits, nobody two."""
    left = list(children)
    for story in stories:
        found = next((each for each in left if each.of.category in story.categories), None)
        if found is not None:
            left.remove(found)
            yield story, found
