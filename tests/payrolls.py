"""Invented payrolls, made as officers make them, and answers as banks write them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Grant
from gonghu.domain.payments.banking import layout_of
from gonghu.domain.payments.models import BankFile, PayAccount, Payment, Payroll
from gonghu.domain.payments.operations import (
    approve_payroll,
    check_payroll,
    draft_lines,
    freeze_payroll,
    make_bank_file,
    open_payroll,
)
from gonghu.domain.payments.terms import LIVING, AccountKind, IssueKind
from gonghu.domain.people.models import Child
from gonghu.usecases.pay import release
from tests.money import COUNTY
from tests.officers import employ

AT = datetime(2026, 11, 12, 10, tzinfo=timezone.get_default_timezone())
NOVEMBER = date(2026, 11, 1)
ANSWERED_ON = date(2026, 11, 22)


@dataclass(frozen=True)
class Payers:
    """Who pays: one prepares and releases, one checks, one approves (发放办理人员)."""

    finance: Officer
    checker: Officer
    approver: Officer
    accounts: tuple[Account, Account]
    reviewer: Account


def payers(at: datetime = AT, division: str = COUNTY) -> Payers:
    """Employ three officers of a county."""
    roles = {"finance": Role.FINANCE_OFFICER, "checker": Role.DISTRICT_OFFICER, "approver": Role.REVIEWER}
    accounts = {name: employ(f"{name}{division[:6]}", role, division, at=at, name=name) for name, role in roles.items()}
    by = {name: officer(account=account, at=at) for name, account in accounts.items()}
    return Payers(**by, accounts=(accounts["finance"], accounts["checker"]), reviewer=accounts["approver"])


def account_of(child: Child, by: Payers, number: str = "", **said: Any) -> PayAccount:
    """Give a child a verified account."""
    first, second = by.accounts
    made = PayAccount(
        child=child, division_code=child.division_code, kind=AccountKind.BANK, bank="农商银行", holder=child.name,
        number=number or f"62220202{child.pk.int % 10**11:011d}", from_on=date(2020, 1, 1), entered_by=first,
        entered_at=AT, verified_by=second, verified_at=AT, **said,
    )  # fmt: skip
    made.save()
    return made


def drafted(
    by: Payers, month: date = NOVEMBER, line: str = LIVING, division: str = COUNTY, at: datetime = AT
) -> Payroll:
    """Draft a payroll."""
    opened = open_payroll(
        division_code=division, line=line, month=month, issue=IssueKind.REGULAR, job=None, by=by.finance, at=at
    )
    return draft_lines(payroll=opened.pk, by=by.finance, at=at, tell=lambda _words, _share: None)


def approved(by: Payers, payroll: Payroll, at: datetime = AT) -> Payroll:
    """Freeze, check and approve a payroll."""
    freeze_payroll(payroll=payroll.pk, by=by.finance, at=at)
    check_payroll(payroll=payroll.pk, opinion="核对无误", by=by.checker, at=at)
    return approve_payroll(payroll=payroll.pk, opinion="同意发放", by=by.approver, at=at)


def paid(by: Payers, month: date = NOVEMBER, line: str = LIVING, at: datetime = AT) -> Payroll:
    """Release a payroll."""
    return release(payroll=approved(by, drafted(by, month, line, at=at), at).pk, by=by.finance, at=at)


def sent(by: Payers, payroll: Payroll, layout: str = "bank_fixed", at: datetime = AT) -> UUID:
    """Send what waits to the bank and give the key of the file."""
    return make_bank_file(payroll=payroll.pk, layout=layout, by=by.finance, at=at).file.pk


def answer_to(file: UUID, returned: Mapping[UUID, str] | Iterable[UUID] = (), *, tells_apart: bool = True) -> bytes:
    """Write the fixed-width answer of a bank that pays all but some, named by payment; some banks tell no day."""
    back = dict.fromkeys(returned, "账号户名不符") if not isinstance(returned, Mapping) else returned
    layout = layout_of("bank_fixed").answer
    widths = {cell.field or cell.text: cell.width for cell in layout.columns}
    at = BankFile.objects.everywhere("a bank answers").get(pk=file).at
    lines, total = [], 0
    payments = Payment.objects.everywhere("a bank answers").filter(bank_file=file).select_related("account")
    for each in payments.order_by("serial"):
        total += each.amount_fen
        said = {
            "D": "D", "serial": f"{each.serial:08d}", "account": each.account.number,
            "amount": f"{each.amount_fen:016d}",
            "result": "0002" if each.pk in back else "0000", "reason": back.get(each.pk, ""),
            "reference": f"{file.hex[:20]}{each.serial}" if tells_apart else "",
            "day": f"{max(ANSWERED_ON, timezone.localdate(at)):%Y%m%d}" if tells_apart else "",
        }  # fmt: skip
        lines.append(b"".join(said[name].encode("gbk").ljust(width) for name, width in widths.items()))
    return b"\r\n".join([*lines, b"T%08d%016d" % (len(lines), total), b""])


def payment_of(grant: Grant) -> Payment:
    """Give the payment of a grant's last line."""
    lines = Payment.objects.everywhere("a payment").filter(child=grant.child_id)
    return lines.latest("payroll__month", "state")
