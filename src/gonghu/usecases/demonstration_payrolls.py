"""
A month that is paid to the end, and one that is being drafted (演示的发放).

Four people sign, the bank sends some back, they are paid again to new accounts, and every fen comes to an end.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from gonghu.domain.access.acting_anew import officer_anew
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.benefits.models import Batch
from gonghu.domain.benefits.operations import BatchAsked, SignedFor, confirm_batch
from gonghu.domain.benefits.queries import children_of_batch
from gonghu.domain.payments.operations import (
    FileMade,
    approve_payroll,
    check_payroll,
    close_payroll,
    decide_stop,
    freeze_payroll,
    make_bank_file,
)
from gonghu.domain.payments.queries import stops_in
from gonghu.domain.payments.terms import LIVING, IssueKind, StopKind, StopState
from gonghu.domain.people.terms import Category
from gonghu.foundation.jobs.working import work_off
from gonghu.usecases.demonstration_applications import Counter
from gonghu.usecases.demonstration_bank import account_number, bank_answer
from gonghu.usecases.demonstration_diary import Months
from gonghu.usecases.demonstration_roll import Roll
from gonghu.usecases.give_to_a_list import propose_for_list
from gonghu.usecases.pay import pay_again, release, start_payroll, take_return
from gonghu.usecases.sign_for_gifts import hand_over

ComesBack = Callable[[int], bool]

_GIFT, _SCHOLARSHIP = "holiday_gift", "orphan_scholarship"
_GIFT_FEN: Final = 60000
_HANDED_OVER: Final = 3
_LAYOUT: Final = "social_card"
_ONE_IN_COMES_BACK, _WHICH, _FEW = 9, 4, 80
_SHARE_ONE_ACCOUNT: Final = 5
_DECIDED: Final = (
    (StopKind.SHARED_ACCOUNT, True, "五名堂兄弟姐妹由同一祖母抚养，已核对户口簿和委托书。"),
    (StopKind.SHARED_ACCOUNT, True, "五名堂兄弟姐妹由同一祖母抚养，已核对户口簿和委托书。"),
    (StopKind.SHARED_ACCOUNT, False, "没有委托书，请镇里补齐后再发。"),
    (StopKind.TWO_ROLLS, False, "比对发现两份名册同领，核实清楚前不发。"),
)
_GIVEN: Final = frozenset({Category.ORPHAN, Category.DEFACTO})


@dataclass
class Payrolls:
    """Who is paid when (演示发放)."""

    counter: Counter
    roll: Roll
    months: Months

    def plan(self, last: date) -> None:
        """Note the gift, the scholarship and the living allowances of one month, and the draft of the next."""
        note, paid, drafted = self.counter.diary.note, self.months.paid, self.months.drafted
        note(paid + timedelta(days=8), partial(self._propose_gift, "节日慰问（第一批）", list(Category), confirm=True))
        note(paid + timedelta(days=12), partial(self._start, _SCHOLARSHIP, IssueKind.REGULAR, None))
        note(paid + timedelta(days=14), partial(self._start, LIVING, IssueKind.REGULAR, _comes_back))
        note(paid + timedelta(days=26), self._share_an_account)
        begins = min(drafted + timedelta(days=15), last - timedelta(days=4))
        note(begins, self._draft_the_next)
        name = "入冬慰问（第二批）"
        note(last - timedelta(days=3), partial(self._propose_gift, name, sorted(_GIVEN), confirm=False))

    def _propose_gift(self, name: str, categories: Iterable[Category], at: datetime, *, confirm: bool) -> None:
        asked = BatchAsked(
            division_code=self.counter.office.division_code, line=_GIFT, name=name, month=at.date(),
            amount_fen=_GIFT_FEN, reasons="年度慰问安排，在册儿童每人六百元", articles="演示区年度慰问安排",
        )  # fmt: skip
        batch = propose_for_list(
            asked=asked, categories=categories, by=officer(account=self.counter.office.commissioner, at=at), at=at
        )
        if confirm:
            self.counter.diary.later(1, partial(self._confirm_gift, batch))

    def _confirm_gift(self, batch: Batch, at: datetime) -> None:
        confirm_batch(batch=batch.pk, opinion="名单和金额无误，同意。", by=self._district(at), at=at)
        self._hand_over(batch, at)
        self.counter.diary.later(1, partial(self._start, _GIFT, IssueKind.ONE_OFF, _arrives))

    def _hand_over(self, batch: Batch, at: datetime) -> None:
        """Let a few be handed the money at the town hall: the bank pays the others."""
        by = self._district(at)
        children = list(children_of_batch(batch=batch.pk, scope=by.scope).values_list("child_id", flat=True))
        said = SignedFor(
            received_on=at.date(),
            signed_by="见签收表",
            relation="监护人",
            handed_by="镇社会事务办",
            evidence="签收表1号",
        )
        hand_over(batch=batch.pk, children=children[:_HANDED_OVER], said=said, by=by, at=at)

    def _start(self, line: str, issue: IssueKind, answered: ComesBack | None, at: datetime) -> None:
        key = self._drafted(line, issue, self.months.paid, at)
        self.counter.diary.later(1, partial(self._freeze, key, answered))

    def _drafted(self, line: str, issue: IssueKind, month: date, at: datetime) -> UUID:
        made = start_payroll(
            division_code=self.counter.office.division_code, line=line, month=month, issue=issue,
            by=self._finance(at), at=at,
        )  # fmt: skip
        work_off(clock=lambda: at, identify=officer_anew)
        return made.pk

    def _freeze(self, key: UUID, answered: ComesBack | None, at: datetime) -> None:
        freeze_payroll(payroll=key, by=self._finance(at), at=at)
        self.counter.diary.later(1, partial(self._sign, key, answered))

    def _sign(self, key: UUID, answered: ComesBack | None, at: datetime) -> None:
        check_payroll(payroll=key, opinion="人数、标准、账户核对无误。", by=self._district(at), at=at)
        later = at + timedelta(hours=2)
        reviewer = officer(account=self.counter.office.reviewer, at=later)
        approve_payroll(payroll=key, opinion="同意发放。", by=reviewer, at=later)
        self.counter.diary.later(1, partial(self._release, key, answered))

    def _release(self, key: UUID, answered: ComesBack | None, at: datetime) -> None:
        release(payroll=key, by=self._finance(at), at=at)
        self._send(key, answered, at)

    def _send(self, key: UUID, answered: ComesBack | None, at: datetime) -> None:
        file = make_bank_file(payroll=key, layout=_LAYOUT, by=self._finance(at), at=at)
        if answered is not None:
            self.counter.diary.later(3, partial(self._take_answer, file, answered))

    def _take_answer(self, file: FileMade, answered: ComesBack, at: datetime) -> None:
        content = bank_answer(file.content, comes_back=answered, on=at.date())
        finance, payroll = self._finance(at), file.file.payroll_id
        taken = take_return(bank_file=file.file.pk, name=f"回盘_{file.file.name}", content=content, by=finance, at=at)
        for payment in taken.returned:
            number = account_number(payment.pk)
            self.counter.enter_account(payment.child_id, payment.division_code[:9], at, number=number)
            pay_again(payment=payment.pk, reason="已登记新账户并核对，重新发放", by=finance, at=at)
        if taken.returned:
            self.counter.diary.later(1, lambda when: self._send(payroll, _arrives, when))
        else:
            self.counter.diary.later(1, partial(self._close, payroll))

    def _close(self, key: UUID, at: datetime) -> None:
        close_payroll(payroll=key, by=self._finance(at), at=at)

    def _share_an_account(self, at: datetime) -> None:
        """Let five children of one town come to have one account: the next payroll stops there."""
        paid = {grant.child_id for grant in self.counter.granted if grant.from_month <= self.months.paid}
        here = [each for each in reversed(self.roll.first) if each.child in paid]
        here.sort(key=lambda each: each.town != self.roll.first_town)
        for each in here[:_SHARE_ONE_ACCOUNT]:
            self.counter.enter_account(each.child, each.town, at, number=account_number(here[0].child))

    def _draft_the_next(self, at: datetime) -> None:
        key = self._drafted(LIVING, IssueKind.REGULAR, self.months.drafted, at)
        self.counter.diary.later(1, partial(self._look_at_stops, key))

    def _look_at_stops(self, key: UUID, at: datetime) -> None:
        """Decide some of what was stopped; the rest waits."""
        county = self._district(at)
        waiting = list(stops_in(scope=county.scope, payroll=key, state=StopState.OPEN))
        for kind, lets_go, opinion in _DECIDED:
            stop = next((each for each in waiting if each.kind == kind), None)
            if stop is not None:
                waiting.remove(stop)
                decide_stop(stop=stop.pk, lets_go=lets_go, opinion=opinion, by=county, at=at)

    def _finance(self, at: datetime) -> Officer:
        return officer(account=self.counter.office.finance, at=at)

    def _district(self, at: datetime) -> Officer:
        return officer(account=self.counter.office.district, at=at)


def _comes_back(turn: int) -> bool:
    """Tell of a row of the bank's file whether the money comes back."""
    return turn < _FEW and turn % _ONE_IN_COMES_BACK == _WHICH


def _arrives(_turn: int) -> bool:
    return False
