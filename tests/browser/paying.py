"""From a recognised child to money that arrived, by officers who are not one, and back to the row of the sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from gonghu.domain.payments.models import BankFile
from tests.browser.conftest import Visitor
from tests.officers import JINNAN
from tests.payrolls import answer_to
from tests.usecases.deliveries import worked_off

Visit = Callable[..., Visitor]


@dataclass(frozen=True)
class Deciders:
    """Who has a window open already (已登录人员)."""

    supervisor: Visitor
    district: Visitor


def paid_and_traced(visit: Visit, by: Deciders, finding: str, pictures: Path | None) -> None:
    """Apply, check, confirm; prepare, check, approve, release; send, answer, close; then trace the payment back."""
    child = granted(by, finding, pictures)
    accounted(by, child)
    finance, approver = visit(), visit()
    finance.sign_in("qian")
    approver.sign_in("he")

    finance.open("/payrolls/new")
    finance.page.fill("#new-payroll [name=division_code]", JINNAN[:6])
    finance.page.fill("#new-payroll [name=month]", next_month())
    finance.page.click("#new-payroll button[type=submit]")
    finance.page.wait_for_url("**/payrolls/*-*/")
    payroll = finance.page.url.removeprefix(finance.address)
    worked_off(timezone.now())
    for visitor, act in ((finance, "freeze"), (by.district, "check"), (approver, "approve"), (finance, "release")):
        signed(visitor, payroll, act, pictures)
    reconciled(finance, payroll, pictures)
    traced(by.district, payroll, pictures)


def granted(by: Deciders, finding: str, pictures: Path | None) -> str:
    """Let the town apply and check, and the county confirm; give the address of the child."""
    page = by.supervisor.page
    by.supervisor.open(finding)
    by.supervisor.follow(".heading-acts a[href*='/applications/new/']")
    page.fill("#apply [name=applicant]", "张老栓")
    page.fill("#apply [name=relation]", "祖父")
    by.supervisor.follow("#apply button[type=submit]")
    application = page.url.removeprefix(by.supervisor.address)
    for box in page.locator("#papers input[type=checkbox]").all():
        box.check(force=True)
    by.supervisor.follow("#papers button[type=submit]")
    for box in page.locator("input[type=radio][value=yes]").all():
        box.check(force=True)
    page.fill("#check [name=opinion]", "与名册一致，入户核实属实")
    by.supervisor.follow("#check button[type=submit]")
    take(by.supervisor, pictures, "application")
    child = page.locator(".heading-acts a[href^='/children/']").get_attribute("href")
    assert child
    by.district.open(application)
    by.district.page.fill("#decide [name=reasons]", "符合条件，予以确认")
    by.district.follow("#decide .btn-primary")
    assert "起享受" in by.district.page.inner_text("main")
    return child


def accounted(by: Deciders, child: str) -> None:
    """Let the town enter the account, and the county hold it to the card."""
    page = by.supervisor.page
    by.supervisor.open(f"{child}accounts")
    page.fill("#account [name=bank]", "天津农商银行")
    page.fill("#account [name=holder]", "张老栓")
    page.select_option("#account [name=relation]", index=1)
    page.fill("#account [name=number]", "6222 0202 0011 2233 445")
    by.supervisor.follow("#account button[type=submit]")
    by.district.open(f"{child}accounts")
    by.district.follow("form[action$='/verify'] button")
    assert "****3445" in by.district.page.inner_text("main")


def signed(visitor: Visitor, payroll: str, act: str, pictures: Path | None) -> None:
    """Take a step of the payroll."""
    visitor.open(payroll)
    take(visitor, pictures, f"payroll-{act}")
    visitor.page.fill("#act [name=opinion]", "核对无误")
    visitor.page.click(f"#act button[formaction$='/{act}']")
    visitor.page.wait_for_selector(".alert-success")


def reconciled(finance: Visitor, payroll: str, pictures: Path | None) -> None:
    """Send the file to the bank, take its answer, and close the payroll to the fen."""
    page = finance.page
    page.select_option("#make-file [name=layout]", "bank_fixed")
    finance.follow("#make-file button[type=submit]")
    file = BankFile.objects.everywhere("the bank answers").get()
    wrong = answer_to(file.pk).replace(b"0000 ", b"0009 ")
    for content in (wrong, answer_to(file.pk)):
        page.set_input_files(
            "#answer input[type=file]", {"name": "DF.txt", "mimeType": "text/plain", "buffer": content}
        )
        finance.follow("#answer button[type=submit]")
        if content is wrong:
            take(finance, pictures, "payroll-answer")
    finance.follow("#close button")
    finance.open(payroll)
    take(finance, pictures, "payroll-closed")
    assert "已对账" in page.inner_text("main")
    assert "每一分钱都有结果" in page.inner_text("main")


def traced(visitor: Visitor, payroll: str, pictures: Path | None) -> None:
    """Go from the payment to the row of a file: one click from the payroll."""
    visitor.open(payroll)
    visitor.follow("a[href$='/trace']")
    take(visitor, pictures, "payment-trace")
    told = visitor.page.inner_text("main")
    assert "1,990.00" in told
    assert ".xlsx" in told or ".csv" in told or ".xls" in told
    assert "民发" in told


def next_month() -> str:
    """Give the month that a confirmation of today pays from."""
    today = timezone.localdate()
    return f"{today.year + today.month // 12}-{today.month % 12 + 1:02d}"


def take(visitor: Visitor, pictures: Path | None, name: str) -> None:
    """Take a picture, if pictures are asked for."""
    if pictures:
        visitor.page.screenshot(path=pictures / f"{name}.png", full_page=True)
