"""A gift is signed for by the bank's answer or by hand, never by both, and every fen of it stands in the ledger."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from tests.benefits import AT, TOWN, acting
from tests.children import child
from tests.money import COUNTY
from tests.payrolls import AT as LATER
from tests.payrolls import Payers, account_of, answer_to, drafted, paid, payers, sent

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Batch, Receipt
from gonghu.domain.benefits.operations import (
    BatchAsked,
    BatchDecided,
    Listed,
    NoSuchReceipt,
    ReceiptWrong,
    SignedAlready,
    SignedFor,
    confirm_batch,
    propose_batch,
)
from gonghu.domain.benefits.terms import Handover
from gonghu.domain.benefits.writing import ReasonMissing
from gonghu.domain.ledger.models import Entry, Fund
from gonghu.domain.ledger.operations import change_budget
from gonghu.domain.ledger.terms import Ledger
from gonghu.domain.payments.models import Payment, PayrollLine
from gonghu.domain.people.models import Child
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.pay import take_return
from gonghu.usecases.sign_for_gifts import (
    BudgetTooSmall,
    PaidThroughBank,
    hand_over,
    handing_of,
    listed_in,
    signing_sheet,
    take_receipt_back,
)

pytestmark = pytest.mark.django_db

WHY = "a test looks"
NOVEMBER = date(2026, 11, 1)
SAID = SignedFor(received_on=LATER.date(), signed_by="张老栓", relation="祖父", handed_by="村委会李主任")


@pytest.fixture
def by(settings: Settings, tmp_path: Path) -> Payers:
    settings.GONGHU_HOME = tmp_path
    return payers(AT)


def a_batch(by: Payers, children: Sequence[Child], *, confirmed: bool = True) -> Batch:
    asked = BatchAsked(COUNTY, "holiday_gift", "节日慰问", NOVEMBER, 60_000, "年度慰问安排", "区年度计划")
    listed = [Listed(each.pk, each.division_code, "DEFACTO") for each in children]
    batch = propose_batch(asked=asked, listed=listed, by=by.checker, at=AT)
    if confirmed:
        confirm_batch(batch=batch.pk, opinion="同意发放", by=acting("second", Role.CHILD_COMMISSIONER), at=AT)
        batch.refresh_from_db()
    return batch


def fen(account: Ledger) -> int:
    return sum(Entry.objects.everywhere(WHY).filter(account=account).values_list("amount_fen", flat=True))


def told(batch: Batch, by: Payers) -> dict[str, tuple[int, int]]:
    handing = handing_of(batch=batch, scope=by.checker.scope)
    assert handing.signed.fen + handing.unsigned.fen == handing.listed.fen
    return {state.value: (each.persons, each.fen) for state, each in handing.states.items() if each.persons}


def budget_gets(fen: int, by: Payers) -> None:
    said = {"document": "津财〔2026〕1号", "reason": "预算下达"}
    change_budget(fund="DISTRICT", division_code=COUNTY, year=2026, amount_fen=fen, by=by.finance, at=AT, **said)


def test_who_is_handed_the_money_is_not_paid_by_the_bank_and_the_other_way_round(by: Payers) -> None:
    children = [child(name) for name in ("张一", "王二", "李三", "赵四")]
    for each in children[1:]:
        account_of(each, by)
    first, second, third, fourth = (each.pk for each in children)
    batch = a_batch(by, children)
    assert told(batch, by) == {"UNSIGNED": (4, 240_000)}
    town = acting("town", Role.TOWN_SUPERVISOR, TOWN)
    hand_over(batch=batch.pk, children=[first, second], said=SAID, by=town, at=LATER)
    assert (fen(Ledger.ENTITLED), fen(Ledger.BANK)) == (120_000, -120_000)
    assert told(batch, by) == {"UNSIGNED": (2, 120_000), "BY_HAND": (2, 120_000)}
    with pytest.raises(SignedAlready):
        hand_over(batch=batch.pk, children=[second, third], said=SAID, by=town, at=LATER)

    # The payroll pays the other two only; what it holds is not handed over as well.
    payroll = paid(by, NOVEMBER, "holiday_gift", at=LATER)
    assert (payroll.count, payroll.total_fen) == (2, 120_000)
    assert told(batch, by)["AT_BANK"] == (2, 120_000)
    with pytest.raises(PaidThroughBank):
        hand_over(batch=batch.pk, children=[third], said=SAID, by=town, at=LATER)
    file = sent(by, payroll, at=LATER)
    back = Payment.objects.everywhere(WHY).get(child=fourth).pk
    take_return(bank_file=file, name="回盘.txt", content=answer_to(file, [back]), by=by.finance, at=LATER)
    assert told(batch, by) == {"BY_HAND": (2, 120_000), "BY_BANK": (1, 60_000), "CAME_BACK": (1, 60_000)}
    unsigned = listed_in(batch=batch, scope=by.checker.scope, state=Handover.CAME_BACK)
    assert [each.child_id for each in unsigned] == [fourth]
    with pytest.raises(PaidThroughBank):
        hand_over(batch=batch.pk, children=[fourth], said=SAID, by=town, at=LATER)

    # What was entered by mistake is booked back, and may go by the bank.
    receipt = Receipt.objects.everywhere(WHY).get(child=second)
    with pytest.raises(ReasonMissing):
        take_receipt_back(receipt=receipt.pk, reason="", by=town, at=LATER)
    take_receipt_back(receipt=receipt.pk, reason="其实没有领到", by=town, at=LATER)
    with pytest.raises(NoSuchReceipt):
        take_receipt_back(receipt=receipt.pk, reason="其实没有领到", by=town, at=LATER)
    assert told(batch, by)["UNSIGNED"] == (1, 60_000)
    again = drafted(by, NOVEMBER, "holiday_gift", at=LATER)
    assert list(PayrollLine.objects.everywhere(WHY).filter(payroll=again).values_list("child", flat=True)) == [second]
    verbs = AuditEntry.objects.filter(verb__contains="receipt").order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["benefits.record_receipts", "benefits.withdraw_receipt"]


def test_a_receipt_says_who_signed_on_a_day_that_can_be_where_the_officer_works(by: Payers) -> None:
    one = child("张一")
    batch = a_batch(by, [one], confirmed=False)
    county = by.checker
    with pytest.raises(BatchDecided):
        hand_over(batch=batch.pk, children=[one.pk], said=SAID, by=county, at=LATER)
    confirm_batch(batch=batch.pk, opinion="同意发放", by=acting("second", Role.CHILD_COMMISSIONER), at=AT)
    wrongs: tuple[dict[str, Any], ...] = (
        {"received_on": date(2026, 11, 1)}, {"received_on": date(2026, 11, 13)}, {"signed_by": " "},
    )  # fmt: skip
    for wrong in wrongs:
        said: dict[str, Any] = {
            "received_on": LATER.date(),
            "signed_by": "张老栓",
            "relation": "祖父",
            "handed_by": "李主任",
            **wrong,
        }
        with pytest.raises(ReceiptWrong):
            hand_over(batch=batch.pk, children=[one.pk], said=SignedFor(**said), by=county, at=LATER)
    far = acting("far", Role.TOWN_SUPERVISOR, "120112101000")
    with pytest.raises(NotPermitted):
        hand_over(batch=batch.pk, children=[one.pk], said=SAID, by=far, at=LATER)

    # A registered budget that does not suffice stops it; of the sheet of paper a record stays.
    Fund.objects.get_or_create(code="DISTRICT", defaults={"name": "区级财政", "level": "DISTRICT"})
    budget_gets(50_000, by)
    with pytest.raises(BudgetTooSmall, match="只剩 500"):
        hand_over(batch=batch.pk, children=[one.pk], said=SAID, by=county, at=LATER)
    budget_gets(10_000, by)
    (row,) = signing_sheet(batch=batch, area=None, reason="春节前集中发放", by=county, at=LATER)
    assert row.person.name == "张一"
    entry = AuditEntry.objects.filter(verb="access.export").latest("sequence")
    assert "事由：春节前集中发放" in entry.detail["fields"]
    with pytest.raises(NotPermitted):
        signing_sheet(batch=batch, area=None, reason="春节前集中发放", by=far, at=LATER)
    hand_over(batch=batch.pk, children=[one.pk], said=SAID, by=county, at=LATER)
    (budget,) = handing_of(batch=batch, scope=county.scope).budgets
    assert (budget.budget_fen, budget.spent_fen, budget.left_fen) == (60_000, 60_000, 0)
    assert signing_sheet(batch=batch, area=None, reason="再印一次看看", by=county, at=LATER) == []
