"""
Who calls for help in the demonstration, who is on duty, and who takes over whose post (演示的求助、值班和交接).

One call waits, one is late, one was closed, and of one the district has a report of harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer, reached_by
from gonghu.domain.access.operations import create_account
from gonghu.domain.access.queries import posts_in
from gonghu.domain.divisions.queries import full_names
from gonghu.domain.organisations.duty import put_on_duty
from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.domain.visits.call_terms import CallChannel, CallerKind, CallOutcome, CallUrgency
from gonghu.domain.visits.models import HelpCall
from gonghu.domain.visits.operations.calling import CallFacts
from gonghu.foundation.acting import SYSTEM
from gonghu.standards.division_code import LENGTH, pad
from gonghu.usecases.answer_a_call import RungBack, end_call, make_report_of_call, ring_back, take_call
from gonghu.usecases.demonstration_weeks import DAYS, Office
from gonghu.usecases.hand_over_a_post import hand_over_with_everything

_DAY_LATE: Final = DAYS - 3
_A_WEEK: Final = timedelta(days=7)
_AN_HOUR: Final = timedelta(hours=1)
_SUCCESSORS: Final = ("孙玉兰", "马建设")
_ON_DUTY: Final = "韩冬梅"


@dataclass
class Callers:
    """Who calls for help in a town that has a director (演示求助)."""

    office: Office

    def __call__(self, day: int, at: datetime) -> None:
        """Let some of them call on the last days."""
        code, supervisor = self._town()
        by = officer(account=supervisor, at=at)
        if day == _DAY_LATE:
            _called(by, code, at, "听隔壁说孩子一个人在家好几天，麻烦去看看。", CallUrgency.TODAY)
            self._answered(by, code, at)
        if day == DAYS:
            words = "孩子的药快吃完了，不知道去哪里开。"
            _called(by, code, at, words, CallUrgency.THREE_DAYS, channel=CallChannel.STATION, caller=CallerKind.FAMILY)
            words = "孩子胳膊上有好几处新伤，问了不说。"
            harm = _called(by, code, at, words, CallUrgency.AT_ONCE, caller=CallerKind.TEACHER)
            make_report_of_call(call=harm, in_danger=False, told_police=False, by=by, at=at)

    def _answered(self, by: Officer, code: str, at: datetime) -> None:
        words = "交不起校服钱，孩子不肯去上学。"
        call = _called(by, code, at - 2 * _AN_HOUR, words, CallUrgency.TODAY, caller=CallerKind.FAMILY)
        spoken = RungBack(reached=True, note="已同学校说好，校服费由学校免。", rang_at=at - _AN_HOUR)
        ring_back(call=call.pk, said=spoken, by=by, at=at)
        note = "老师确认孩子已到校，校服已领。"
        end_call(call=call.pk, outcome=CallOutcome.SOLVED, note=note, by=by, at=at)

    def _town(self) -> tuple[str, Account]:
        village = next(iter(self.office.directors))
        return village, self.office.supervisors[village[:9]]


def people_change(*, office: Office, at: datetime) -> None:
    """Put people on duty at every station for two weeks, and let two directors hand their posts over."""
    on = at.date()
    names = full_names(codes=[pad(town) for town in office.supervisors], on=on)
    for number, (town, supervisor) in enumerate(office.supervisors.items()):
        code = pad(town)
        station = found_organisation(
            kind=OrganisationKind.TOWN_STATION,
            name=f"{names[code]}未成年人保护站",
            division_code=code,
            by=SYSTEM,
            at=at,
        )
        for week, name in enumerate((supervisor.display_name, _ON_DUTY)):
            from_on = on + week * _A_WEEK
            put_on_duty(
                organisation=station, name=name, phone=f"022-1{number:07d}", from_on=from_on,
                to_on=from_on + timedelta(days=6), by=SYSTEM, at=at,
            )  # fmt: skip
    _hand_over(office.directors, at)


def _hand_over(directors: Mapping[str, Account], at: datetime) -> None:
    """The directors of the last two villages leave; nobody of the cast is among them."""
    leaving = list(directors.items())[1:][-len(_SUCCESSORS) :]
    for name, (village, account) in zip(_SUCCESSORS, leaving, strict=False):
        held = officer(account=account, at=at).posts[0]
        post = posts_in(scope=reached_by(SYSTEM), on=at.date()).get(pk=held.uuid)
        successor = create_account(
            sign_in_name=f"{account.sign_in_name}b", display_name=name, division_code=village, by=SYSTEM, at=at
        )
        hand_over_with_everything(post=post, to=successor.account, on=at.date(), by=SYSTEM, at=at)


def _called(
    by: Officer, code: str, at: datetime, words: str, urgency: CallUrgency, *,
    channel: CallChannel = CallChannel.HOTLINE, caller: CallerKind = CallerKind.NEIGHBOUR,
) -> HelpCall:  # fmt: skip
    facts = CallFacts(
        place_code=code.ljust(LENGTH, "0"), called_at=at, channel=channel, caller=caller, words=words, urgency=urgency,
        caller_name="何女士", phone=f"100{len(words):08d}",
    )  # fmt: skip
    return take_call(facts=facts, by=by, at=at)
