"""
Insurance, referrals, and what is keyed in (演示的参保、转介、录入): a round of this year, sent and answered in part.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from gonghu.domain.access.officer import officer
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import EnrolmentRound
from gonghu.domain.insurance.operations import (
    BillSaid,
    RoundWanted,
    answer_referral,
    enter_invoice,
    key_in,
    open_round,
    record_bills,
    refer_child,
)
from gonghu.domain.insurance.operations.referring import ReferralWanted
from gonghu.domain.insurance.queries import keying_items_in, lines_in, reckoning_of
from gonghu.domain.insurance.schemes import scheme_of
from gonghu.domain.insurance.terms import ReferralKind, ReferralState
from gonghu.domain.people.terms import Category
from gonghu.usecases.demonstration_bank import insurer_answer
from gonghu.usecases.demonstration_diary import Diary, Months
from gonghu.usecases.demonstration_roll import Enrolled, Roll
from gonghu.usecases.demonstration_weeks import Office
from gonghu.usecases.insure import bring_list_up_to_date, hand_over_roster, open_gap_tasks
from gonghu.usecases.keying_list import bring_keying_list_up_to_date
from gonghu.usecases.read_insurer_answer import take_answer
from gonghu.usecases.read_medical_bills import open_bill_tasks

_PREMIUM_FEN: Final = 42000
_BASIS: Final = "演示医保〔2026〕1号（虚构标准）"
_AUTUMN: Final = 7
_BILLS_FROM: Final = "演示医保局医疗费用名单"
_BILLS: Final = (
    (18_600_00, 11_200_00, 2_100_00, 4_240_00, 0),
    (3_480_00, 2_300_00, 0, 0, 0),
    (860_00, 610_00, 0, 175_00, 0),
    (42_300_00, 24_800_00, 7_900_00, 6_700_00, 1_000_00),
)
"""What four of them cost, and what basic insurance, serious-illness insurance, medical aid and others paid."""
_ANSWER_WITHIN: Final = timedelta(days=30)


class Referred(NamedTuple):
    """One referral and what came of it (演示转介): on which day of which month, to whom, with what outcome."""

    kind: ReferralKind
    category: Category
    to: str
    reason: str
    state: ReferralState
    outcome: str = ""
    cost_fen: int | None = None


_DISABLED: Final = "区残疾人联合会"
_EDUCATION: Final = "区教育局学生资助管理中心"
_REFERRED: Final = (
    Referred(ReferralKind.REHABILITATION, Category.SEVERE, _DISABLED, "三岁，语言发育迟缓，需康复训练",
             ReferralState.HELPED, "已在定点机构训练，每周三次", 1_800_00),
    Referred(ReferralKind.REHABILITATION, Category.SEVERE, _DISABLED, "听力残疾，需验配助听器",
             ReferralState.ACCEPTED, "已受理，等待评估"),
    Referred(ReferralKind.TOMORROW_PLAN, Category.ORPHAN, "市儿童福利院（明天计划）", "先天性心脏病，需手术评估",
             ReferralState.ACCEPTED, "已列入下月手术评估名单"),
    Referred(ReferralKind.EDUCATION_AID, Category.DEFACTO, _EDUCATION, "高一在读，申请国家助学金",
             ReferralState.HELPED, "本学期助学金已批准", 1_250_00),
    Referred(ReferralKind.EDUCATION_AID, Category.POOR, _EDUCATION, "初中寄宿，申请生活补助",
             ReferralState.REFUSED, "本学期名额已满，下学期优先"),
    Referred(ReferralKind.EDUCATION_AID, Category.DEFACTO, _EDUCATION, "中职二年级，申请免学费", ReferralState.OPEN),
    Referred(ReferralKind.EDUCATION_AID, Category.POOR, _EDUCATION, "小学寄宿，申请生活补助",
             ReferralState.NOT_NEEDED, "家里表示已有亲属资助，暂不需要"),
    Referred(ReferralKind.REHABILITATION, Category.SEVERE, _DISABLED, "肢体残疾，需配矫形器", ReferralState.OPEN),
)  # fmt: skip


@dataclass
class Insurance:
    """Who is insured, and who is sent where (演示参保和转介)."""

    office: Office
    diary: Diary
    roll: Roll
    months: Months

    def plan(self, began: date, last: date) -> None:
        """Note the round of the year, referrals over two months, and what is keyed in."""
        self.diary.note(began + timedelta(days=1), partial(self._open_round, last))
        self.diary.note(self.months.paid + timedelta(days=5), self._refer)
        self.diary.note(self.months.paid + timedelta(days=7), self._key_in)
        self.diary.note(last - timedelta(days=1), self._list_what_to_key_in)

    def _open_round(self, last: date, at: datetime) -> None:
        by, place = officer(account=self.office.commissioner, at=at), self.office.division_code
        wanted = RoundWanted(
            year=at.year + (at.month >= _AUTUMN), division_code=place, opens_on=at.date(),
            closes_on=last + timedelta(days=40), premiums={
                each.code: _PREMIUM_FEN for each in scheme_of(division_code=place).classes
            }, basis=_BASIS, fund="区级医疗救助资金",
        )  # fmt: skip
        made = open_round(wanted=wanted, by=by, at=at)
        bring_list_up_to_date(enrolment=made, by=by, at=at)
        self.diary.later(2, partial(self._send, made))

    def _send(self, enrolment: EnrolmentRound, at: datetime) -> None:
        roster = hand_over_roster(enrolment=enrolment, by=officer(account=self.office.commissioner, at=at), at=at)
        self.diary.later(5, partial(self._take_answer, enrolment, roster.content))

    def _take_answer(self, enrolment: EnrolmentRound, roster: bytes, at: datetime) -> None:
        by = officer(account=self.office.commissioner, at=at)
        take_answer(enrolment=enrolment, name="参保回执.csv", content=insurer_answer(roster), by=by, at=at)
        open_gap_tasks(enrolment=enrolment, by=by, at=at)
        reckoning = reckoning_of(enrolment=enrolment.pk, scope=by.scope)
        if reckoning is not None and reckoning.enrolled.persons:
            enter_invoice(
                enrolment=enrolment.pk, document="演示缴费通知〔2026〕1号", persons=reckoning.enrolled.persons,
                amount_fen=reckoning.enrolled.fen, dated_on=at.date(), by=by, at=at,
            )  # fmt: skip
        self.diary.later(3, partial(self._list_those_recognised_since, enrolment))

    def _list_those_recognised_since(self, enrolment: EnrolmentRound, at: datetime) -> None:
        by = officer(account=self.office.commissioner, at=at)
        bring_list_up_to_date(enrolment=enrolment, by=by, at=at)
        lines = lines_in(scope=by.scope, enrolment=enrolment.pk)[: len(_BILLS)]
        bills = [BillSaid(line.pk, *sums, source=_BILLS_FROM) for line, sums in zip(lines, _BILLS, strict=False)]
        record_bills(enrolment=enrolment.pk, bills=bills, by=by, at=at)
        open_bill_tasks(enrolment=enrolment, by=by, at=at)

    def _refer(self, at: datetime) -> None:
        """Refer one child after the other, some days apart; most answers come after two weeks."""
        left = list(self.roll.first)
        for turn, told in enumerate(_REFERRED):
            found = next((each for each in left if each.of.category == told.category), None)
            if found is not None:
                left.remove(found)
                self.diary.note(at.date() + timedelta(days=5 * turn), partial(self._refer_one, told, found))

    def _refer_one(self, told: Referred, each: Enrolled, at: datetime) -> None:
        wanted = ReferralWanted(
            child=each.child, division_code=each.of.division_code, category=each.of.category, kind=told.kind,
            referred_to=told.to, reason=told.reason, due_on=at.date() + _ANSWER_WITHIN,
        )  # fmt: skip
        made = refer_child(wanted=wanted, by=officer(account=self.office.supervisors[each.town], at=at), at=at)
        if told.state != ReferralState.OPEN:
            self.diary.later(8, partial(self._answer, told, each, made.pk))

    def _answer(self, told: Referred, each: Enrolled, referral: UUID, at: datetime) -> None:
        by = officer(account=self.office.supervisors[each.town], at=at)
        answer_referral(referral=referral, state=told.state, outcome=told.outcome, cost_fen=told.cost_fen, by=by, at=at)

    def _key_in(self, at: datetime) -> None:
        """Key in what was decided by then, all but the last few."""
        by = officer(account=self.office.commissioner, at=at)
        self._list_what_to_key_in(at)
        waiting = [item.pk for item in keying_items_in(scope=by.scope)]
        key_in(items=waiting[: len(waiting) * 4 // 5], on=at.date(), by=by, at=at)

    def _list_what_to_key_in(self, at: datetime) -> None:
        by = officer(account=self.office.commissioner, at=at)
        bring_keying_list_up_to_date(area=Area.of(self.office.division_code), by=by, at=at)
