"""Money goes out once, to whom it is owed, and every fen of it comes to an end."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings
from tests.children import child
from tests.money import COUNTY, a_grant, set_standards
from tests.payrolls import (
    AT,
    NOVEMBER,
    Payers,
    account_of,
    answer_to,
    approved,
    drafted,
    paid,
    payers,
    payment_of,
    sent,
)

from gonghu.domain.access.officer import NotPermitted, SamePerson
from gonghu.domain.ledger.models import Accrual, Entry
from gonghu.domain.ledger.operations import change_budget
from gonghu.domain.ledger.queries import budget_left
from gonghu.domain.ledger.terms import Ledger
from gonghu.domain.payments.banking import AnswerRefused
from gonghu.domain.payments.models import BankFile, MonthHeld, Payment, Payroll, PayrollLine, Stop
from gonghu.domain.payments.operations import (
    AlreadyPast,
    AnsweredAlready,
    BudgetShort,
    BudgetsSuffice,
    ContentChanged,
    DraftStale,
    LooksAnswered,
    OpinionMissing,
    StillOpen,
    agree_to_overspend,
    approve_payroll,
    check_payroll,
    close_payroll,
    decide_stop,
    freeze_payroll,
    send_payroll_back,
)
from gonghu.domain.payments.queries import differences_of, reconciled
from gonghu.domain.payments.sums import sum_up
from gonghu.domain.payments.terms import PaymentState, PayrollState
from gonghu.usecases.pay import pay_again, pay_no_more, release, take_return

pytestmark = pytest.mark.django_db

WHY = "a test looks at everything"
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def by(settings: Settings, tmp_path: Path) -> Payers:
    """Employ officers of a county that pays 1,990 yuan."""
    settings.GONGHU_HOME = tmp_path
    set_standards(defacto_standard={"2020-01-01": 1990}, orphan_scattered_standard={"2020-01-01": 1990})
    return payers()


def fen(account: Ledger) -> int:
    return sum(Entry.objects.everywhere(WHY).filter(account=account).values_list("amount_fen", flat=True))


def test_a_payroll_is_paid_answered_paid_again_and_closed_to_the_fen(by: Payers) -> None:
    grants = [a_grant(child(name), by.accounts, from_month=NOVEMBER) for name in ("张一", "王二", "李三")]
    for grant in grants:
        account_of(grant.child, by)
    payroll = paid(by)
    assert (payroll.count, payroll.total_fen, payroll.state) == (3, 597_000, PayrollState.RELEASED)
    assert (fen(Ledger.ENTITLED), fen(Ledger.BANK)) == (597_000, -597_000)

    file = sent(by, payroll)
    late, gone = payment_of(grants[1]), payment_of(grants[2])
    answer = answer_to(file, [late.pk, gone.pk])
    taken = take_return(bank_file=file, name="DF.txt", content=answer, by=by.finance, at=AT)
    assert (taken.file.paid, taken.file.returned, taken.file.returned_fen) == (1, 2, 398_000)
    with pytest.raises(AnsweredAlready):
        take_return(bank_file=file, name="DF2.txt", content=answer, by=by.finance, at=AT)
    with pytest.raises(StillOpen):
        close_payroll(payroll=payroll.pk, by=by.finance, at=AT)

    pay_again(payment=late.pk, reason="户名已更正", by=by.finance, at=AT)
    pay_no_more(payment=gone.pk, reason="已迁出，由迁入地发放", by=by.finance, at=AT)
    second = sent(by, payroll)
    take_return(bank_file=second, name="DF.txt", content=answer_to(second), by=by.finance, at=AT)
    closed = close_payroll(payroll=payroll.pk, by=by.finance, at=AT)
    assert closed.state == PayrollState.CLOSED
    assert reconciled(payroll=closed, scope=by.finance.scope).open_fen == 0
    assert (fen(Ledger.ENTITLED), fen(Ledger.BANK), fen(Ledger.RETURNED)) == (398_000, -398_000, 0)
    assert MonthHeld.objects.count() == 2
    states = Payment.objects.everywhere(WHY).values_list("state", flat=True)
    assert sorted(states) == ["GIVEN_UP", "PAID", "PAID", "REQUEUED"]


def test_the_next_month_pays_what_is_owed_and_says_what_is_different(by: Payers) -> None:
    first, second = (a_grant(child(name), by.accounts, from_month=NOVEMBER) for name in ("张一", "王二"))
    account_of(first.child, by)
    payroll = paid(by)
    assert (payroll.count, payroll.stopped) == (1, 1)

    account_of(second.child, by)
    set_standards(defacto_standard={"2020-01-01": 1990, "2026-12-01": 2090})
    december = drafted(by, DECEMBER)
    told = {(each.cause, each.count, each.fen) for each in differences_of(payroll=december, scope=by.finance.scope)}
    assert told == {("STANDARD", 2, 418_000), ("BACK", 1, 199_000)}
    assert Accrual.objects.get(pk=first.pk).runs == "24322:199000"


def test_who_prepares_neither_checks_nor_approves_and_who_approves_does_not_release(by: Payers) -> None:
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    payroll = drafted(by)
    with pytest.raises(NotPermitted):
        freeze_payroll(payroll=payroll.pk, by=by.approver, at=AT)
    payroll = approved(by, payroll)
    with pytest.raises(NotPermitted):
        release(payroll=payroll.pk, by=by.approver, at=AT)
    for signed, name in (("checked_by", "finance"), ("approved_by", "finance"), ("approved_by", "checker")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payroll.objects.everywhere(WHY).update(**{signed: getattr(by, name).account})
    with pytest.raises(IntegrityError), transaction.atomic():
        Payroll.objects.everywhere(WHY).update(state="RELEASED", released_by=by.approver.account)
    release(payroll=payroll.pk, by=by.finance, at=AT)
    with pytest.raises(AlreadyPast):
        release(payroll=payroll.pk, by=by.finance, at=AT)


def test_a_large_payroll_is_approved_by_two(by: Payers, tmp_path: Path) -> None:
    folder = tmp_path / "payments"
    folder.mkdir(exist_ok=True)
    (folder / "120112.yaml").write_text("second_approval_above_fen: 100000\n", encoding="utf-8")
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    payroll = approved(by, drafted(by))
    assert payroll.state == PayrollState.CHECKED
    with pytest.raises(SamePerson):
        approve_payroll(payroll=payroll.pk, opinion="同意", by=by.approver, at=AT)


def test_what_was_changed_after_freezing_is_not_signed(by: Payers) -> None:
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    payroll = freeze_payroll(payroll=drafted(by).pk, by=by.finance, at=AT)
    PayrollLine.objects.everywhere(WHY).update(amount_fen=1)
    with pytest.raises(ContentChanged):
        check_payroll(payroll=payroll.pk, opinion="", by=by.checker, at=AT)
    back = send_payroll_back(payroll=payroll.pk, opinion="金额不对", by=by.checker, at=AT)
    assert (back.state, MonthHeld.objects.count(), back.snapshot) == (PayrollState.DRAFT, 0, "")


def test_a_stop_waits_for_somebody_and_holds_up_nobody_else(by: Payers) -> None:
    for name in ("张一", "王二", "李三", "赵四", "钱五"):
        account_of(a_grant(child(name), by.accounts, from_month=NOVEMBER).child, by, number="6222020200000000001")
    account_of(a_grant(child("孙六"), by.accounts, from_month=NOVEMBER).child, by)
    payroll = drafted(by)
    stops = list(Stop.objects.everywhere(WHY).order_by("uuid"))
    assert (payroll.count, payroll.stopped, {stop.kind for stop in stops}) == (1, 5, {"SHARED_ACCOUNT"})
    with pytest.raises(NotPermitted):
        decide_stop(stop=stops[0].pk, lets_go=True, opinion="祖母照护五名孙辈", by=by.finance, at=AT)
    for stop in stops[:2]:
        decide_stop(stop=stop.pk, lets_go=True, opinion="祖母照护五名孙辈", by=by.checker, at=AT)
    payroll.refresh_from_db()
    assert (payroll.count, payroll.stopped) == (3, 3)
    decide_stop(stop=stops[0].pk, lets_go=False, opinion="委托书待补", by=by.checker, at=AT)
    decide_stop(stop=stops[0].pk, lets_go=True, opinion="祖母照护五名孙辈", by=by.checker, at=AT)
    payroll.refresh_from_db()
    told = (payroll.count, payroll.total_fen, payroll.stopped, payroll.stopped_fen)
    sum_up(payroll)
    assert told == (payroll.count, payroll.total_fen, payroll.stopped, payroll.stopped_fen)
    released = release(payroll=approved(by, payroll).pk, by=by.finance, at=AT)
    assert released.total_fen == 3 * 199_000
    december = drafted(by, DECEMBER)
    assert december.stopped == 3


def test_one_child_goes_to_the_bank_in_the_same_bytes_every_month_and_an_old_answer_is_known(by: Payers) -> None:
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    first, second = (sent(by, paid(by, month)) for month in (NOVEMBER, DECEMBER))
    assert len(set(BankFile.objects.everywhere(WHY).values_list("sha256", flat=True))) == 1
    november = answer_to(first)
    take_return(bank_file=first, name="DF.txt", content=november, by=by.finance, at=AT)
    with pytest.raises(AnsweredAlready):
        take_return(bank_file=second, name="DF.txt", content=november, by=by.finance, at=AT)
    take_return(bank_file=second, name="DF.txt", content=answer_to(second), by=by.finance, at=AT)
    assert set(Payment.objects.everywhere(WHY).values_list("state", flat=True)) == {PaymentState.PAID}


def test_an_answer_that_tells_neither_day_nor_number_is_asked_about_where_it_looks_like_an_earlier_one(
    by: Payers,
) -> None:
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    first, second = (sent(by, paid(by, month)) for month in (NOVEMBER, DECEMBER))
    november, december = (answer_to(each, tells_apart=False) for each in (first, second))
    assert november == december
    take_return(bank_file=first, name="DF.txt", content=november, by=by.finance, at=AT)
    for again in (december, december + b"\r\n"):
        with pytest.raises(LooksAnswered, match=r"2026-11 批次的回盘“DF\.txt”"):
            take_return(bank_file=second, name="DF12.txt", content=again, by=by.finance, at=AT)
    assert Payment.objects.everywhere(WHY).filter(state=PaymentState.SENT).count() == 1
    words = "12月10日电话核实，农商银行王经理，确是12月的"
    taken = take_return(bank_file=second, name="DF12.txt", content=december, by=by.finance, at=AT, vouched=words)
    assert taken.file.vouched == words
    with pytest.raises(AnsweredAlready):
        take_return(bank_file=second, name="DF12.txt", content=december, by=by.finance, at=AT, vouched=words)
    assert set(Payment.objects.everywhere(WHY).values_list("state", flat=True)) == {PaymentState.PAID}


def test_the_banks_own_number_and_a_day_before_the_file_tell_an_old_answer(by: Payers) -> None:
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    first, second = (sent(by, paid(by, month)) for month in (NOVEMBER, DECEMBER))
    november = answer_to(first)
    take_return(bank_file=first, name="DF.txt", content=november, by=by.finance, at=AT)
    with pytest.raises(AnsweredAlready, match="流水号"):
        take_return(bank_file=second, name="DF.txt", content=november + b"\r\n", by=by.finance, at=AT)
    early = answer_to(second).replace(b"20261122", b"20261110")
    with pytest.raises(AnswerRefused, match="早于送银行的日期"):
        take_return(bank_file=second, name="DF.txt", content=early, by=by.finance, at=AT)
    assert Payment.objects.everywhere(WHY).filter(state=PaymentState.SENT).count() == 1


def test_payments_wait_until_a_file_is_made_of_them(by: Payers) -> None:
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    payroll = paid(by)
    assert Payment.objects.everywhere(WHY).get().state == PaymentState.WAITING
    sent(by, payroll, "social_card")
    assert Payment.objects.everywhere(WHY).get().state == PaymentState.SENT


def test_what_was_too_much_is_kept_back_from_later_months_half_of_one_at_most(by: Payers) -> None:
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    paid(by)
    set_standards(defacto_standard={"2020-01-01": 600, "2026-12-01": 1000})
    december = paid(by, DECEMBER)
    assert december.total_fen == 50_000
    january = paid(by, date(2027, 1, 1))
    february = paid(by, date(2027, 2, 1))
    assert [each.total_fen for each in (january, february)] == [50_000, 61_000]
    assert fen(Ledger.ENTITLED) == 60_000 + 3 * 100_000


def test_a_month_that_waits_in_another_payroll_is_not_made_up_for_once_more(by: Payers) -> None:
    account_of(a_grant(child(), by.accounts, from_month=NOVEMBER).child, by)
    november = approved(by, drafted(by))
    december = drafted(by, DECEMBER)
    assert (december.total_fen, december.stopped_fen) == (199_000, 199_000)
    stale = drafted(by, date(2027, 1, 1))
    release(payroll=november.pk, by=by.finance, at=AT + timedelta(minutes=1))
    for draft in (december, stale):
        with pytest.raises(DraftStale):
            freeze_payroll(payroll=draft.pk, by=by.finance, at=AT + timedelta(minutes=2))


def test_a_budget_that_does_not_suffice_holds_the_release_until_it_is_added_to_or_somebody_answers(by: Payers) -> None:
    told: dict[str, Any] = {
        "fund": "DISTRICT",
        "division_code": COUNTY,
        "year": 2026,
        "document": "财社〔2026〕8号",
        "reason": "",
    }
    for name, line in (("张一", "defacto_allowance"), ("王二", "orphan_allowance")):
        account_of(a_grant(child(name), by.accounts, line=line, from_month=NOVEMBER).child, by)
    change_budget(**told, amount_fen=300_000, by=by.finance, at=AT)
    payroll = approved(by, drafted(by))
    # Enough for either line, not for both.
    with pytest.raises(BudgetShort, match=r"差 980\.00 元"):
        release(payroll=payroll.pk, by=by.finance, at=AT)
    assert (fen(Ledger.BANK), Payroll.objects.everywhere(WHY).get().state) == (0, PayrollState.APPROVED)

    said: dict[str, Any] = {"payroll": payroll.pk, "opinion": "追加预算已在途，先保孩子", "at": AT}
    for refused in (by.finance, by.checker):
        with pytest.raises(NotPermitted):
            agree_to_overspend(**said, by=refused)
    with pytest.raises(OpinionMissing):
        agree_to_overspend(**{**said, "opinion": "好"}, by=by.approver)
    assert agree_to_overspend(**said, by=by.approver).overspending_by_id == by.approver.account
    back = send_payroll_back(payroll=payroll.pk, opinion="再核一遍", by=by.checker, at=AT)
    assert (back.overspending_by_id, back.overspending_reason) == (None, "")
    agree_to_overspend(**{**said, "payroll": approved(by, back).pk}, by=by.approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payroll.objects.everywhere(WHY).update(overspending_by=by.checker.account)
    release(payroll=payroll.pk, by=by.finance, at=AT)
    assert budget_left(fund="DISTRICT", division_code=COUNTY, year=2026, scope=by.finance.scope) == -98_000

    december = approved(by, drafted(by, DECEMBER))
    with pytest.raises(BudgetShort):
        release(payroll=december.pk, by=by.finance, at=AT)
    change_budget(**told, amount_fen=98_000 + 398_000, by=by.finance, at=AT)
    with pytest.raises(BudgetsSuffice):
        agree_to_overspend(**{**said, "payroll": december.pk}, by=by.approver)
    assert release(payroll=december.pk, by=by.finance, at=AT).overspending_by_id is None
