"""A payroll on its pages: from a new batch to the last fen, by three officers who are not one."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.children import child
from tests.money import COUNTY, a_grant, set_standards
from tests.payrolls import AT, NOVEMBER, Payers, account_of, answer_to, approved, drafted, payers

from gonghu.domain.access.models import Account
from gonghu.domain.ledger.operations import change_budget
from gonghu.domain.payments.models import BankFile, PayAccount, Payment, Payroll, Stop
from gonghu.domain.payments.terms import PaymentState
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"


@pytest.fixture
def by(settings: Settings, tmp_path: Path) -> Payers:
    """Employ officers of a county that pays 1,990 yuan."""
    settings.GONGHU_HOME = tmp_path
    set_standards(defacto_standard={"2020-01-01": 1990}, orphan_scattered_standard={"2020-01-01": 1990})
    return payers()


def page(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    session = client.session
    session["purpose_of_reading"] = "核对发放"
    session.save()
    return client


@pytest.mark.usefixtures("jinnan")
def test_a_payroll_goes_through_its_pages(by: Payers) -> None:
    finance, checker = (page(account) for account in by.accounts)
    approver = page(by.reviewer)
    for name in ("张一", "王二"):
        account_of(a_grant(child(name), by.accounts, from_month=NOVEMBER).child, by)
    lonely = a_grant(child("李三"), by.accounts, from_month=NOVEMBER)

    asked = {"division_code": "120112", "line": "LIVING", "month": "2026-11", "issue": "REGULAR"}
    assert finance.post(reverse("desk:new-payroll"), asked).status_code == 302
    assert finance.post(reverse("desk:new-payroll"), asked).status_code == 422
    opened = Payroll.objects.everywhere(WHY).get()
    assert "progress" in finance.get(reverse("desk:payroll", args=[opened.pk])).content.decode()
    finance.post(reverse("desk:payroll-act", args=[opened.pk, "cancel"]), {"opinion": "测试作废"})

    payroll = drafted(by)
    shown = finance.get(reverse("desk:payroll", args=[payroll.pk])).content.decode()
    assert "张**" in shown
    assert "张一" not in shown
    stops = checker.get(reverse("desk:stops")).content.decode()
    assert "没有登记收款账户" in stops
    stop = Stop.objects.everywhere(WHY).get()
    answer = checker.post(reverse("desk:decide-stop", args=[stop.pk, "let-go"]), {"reason": "先发放再补"})
    assert answer.status_code == 422
    assert checker.post(reverse("desk:decide-stop", args=[stop.pk, "keep"]), {"reason": "等待开户"}).status_code == 302

    for client, act in ((finance, "freeze"), (checker, "check"), (approver, "approve"), (finance, "release")):
        answer = client.post(reverse("desk:payroll-act", args=[payroll.pk, act]), {"opinion": "同意"})
        assert answer.status_code == 302, (act, answer.content.decode())
    assert finance.post(reverse("desk:make-bank-file", args=[payroll.pk]), {"layout": "bank_fixed"}).status_code == 302
    file = BankFile.objects.everywhere(WHY).get()
    content = b"".join(finance.get(reverse("desk:bank-file", args=[file.pk])))
    assert content.splitlines()[-1] == b"T00000002" + b"%016d" % 398_000

    back = Payment.objects.everywhere(WHY).order_by("serial")[0]
    said = answer_to(file.pk, [back.pk])
    wrong = {"bank_file": str(file.pk), "answer": SimpleUploadedFile("DF.txt", said.replace(b"0002", b"0009"))}
    refused = finance.post(reverse("desk:payroll-answer", args=[payroll.pk]), wrong)
    assert refused.status_code == 422
    assert "第 1 行" in refused.content.decode()
    right = {"bank_file": str(file.pk), "answer": SimpleUploadedFile("DF.txt", said)}
    assert finance.post(reverse("desk:payroll-answer", args=[payroll.pk]), right).status_code == 302
    assert "账号户名不符" in finance.get(reverse("desk:payroll", args=[payroll.pk])).content.decode()
    assert finance.post(reverse("desk:payroll-act", args=[payroll.pk, "close"])).status_code == 422
    finance.post(reverse("desk:settle-payment", args=[payroll.pk, back.pk, "give-up"]), {"reason": "本人放弃"})
    assert finance.post(reverse("desk:payroll-act", args=[payroll.pk, "close"])).status_code == 302
    assert "每一分钱都有结果" in finance.get(reverse("desk:payroll", args=[payroll.pk])).content.decode()
    assert lonely.child.name not in shown
    paid = Payment.objects.everywhere(WHY).get(state=PaymentState.PAID)
    dossier = finance.get(reverse("desk:child", args=[paid.child_id])).content.decode()
    assert "到账 1990.00 元" in dossier.replace("1,990.00", "1990.00")


def test_an_account_is_entered_by_one_and_verified_by_another_and_shown_masked(by: Payers) -> None:
    finance, checker = (page(account) for account in by.accounts)
    of = child("张一")
    address = reverse("desk:pay-accounts", args=[of.pk])
    said = {
        "kind": "BANK", "bank": "农商银行", "holder": "张老栓", "relation": "61", "number": "6222 0202 0011 2233 445",
        "from_on": "2026-11-01",
    }  # fmt: skip
    assert finance.post(address, {**said, "number": "6.22202E+18"}).status_code == 422
    assert finance.post(address, said).status_code == 302
    account = PayAccount.objects.everywhere(WHY).get()
    assert account.number == "6222020200112233445"
    finance.post(reverse("desk:verify-pay-account", args=[account.pk]))
    account.refresh_from_db()
    assert account.verified_by_id is None
    checker.post(reverse("desk:verify-pay-account", args=[account.pk]))
    account.refresh_from_db()
    assert account.verified_by_id is not None
    shown = finance.get(address).content.decode()
    assert "****3445" in shown
    assert "6222020200112233445" not in shown
    whole = finance.post(reverse("desk:unmask-pay-account", args=[account.pk])).content.decode()
    assert "6222020200112233445" in whole
    assert AuditEntry.objects.filter(verb="payments.unmask_account").count() == 1


@pytest.mark.usefixtures("jinnan")
def test_the_page_says_what_a_budget_lacks_and_both_ways_out(by: Payers) -> None:
    finance, approver = page(by.accounts[0]), page(by.reviewer)
    account_of(a_grant(child("张一"), by.accounts, from_month=NOVEMBER).child, by)
    change_budget(
        fund="DISTRICT", division_code=COUNTY, year=AT.year, amount_fen=100_000, document="财社〔2026〕8号", reason="",
        by=by.finance, at=AT,
    )  # fmt: skip
    payroll = approved(by, drafted(by)).pk
    shown = finance.get(reverse("desk:payroll", args=[payroll])).content.decode()
    assert "差 990.00 元" in shown
    assert reverse("desk:budgets") in shown
    assert reverse("desk:payroll-act", args=[payroll, "release"]) not in shown
    held = finance.post(reverse("desk:payroll-act", args=[payroll, "release"]))
    assert (held.status_code, "没有放款" in held.content.decode()) == (422, True)
    agree = reverse("desk:payroll-act", args=[payroll, "overspend"])
    assert agree in approver.get(reverse("desk:payroll", args=[payroll])).content.decode()
    assert approver.post(agree).status_code == 422
    assert approver.post(agree, {"opinion": "追加预算已在途，先保孩子"}).status_code == 302
    assert "追加预算已在途" in finance.get(reverse("desk:payroll", args=[payroll])).content.decode()
    assert finance.post(reverse("desk:payroll-act", args=[payroll, "release"])).status_code == 302
