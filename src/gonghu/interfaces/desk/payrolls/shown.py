"""Payrolls, lines and stops as pages show them (发放显示项)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import VERIFIED, SealedKind
from gonghu.domain.payments.models import Payment, Payroll, PayrollLine, Stop
from gonghu.domain.payments.terms import (
    LIVING,
    LineCause,
    LineKind,
    PaymentState,
    PayrollState,
    StopKind,
    StopState,
)
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.ledger.shown import in_yuan, line_name
from gonghu.interfaces.desk.payrolls.forms import LIVING_NAME
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import Column, address_of, link, mark
from gonghu.standards.masking import masked_account, masked_name
from gonghu.standards.money import format_yuan

_LOOKS: Final = {
    PayrollState.DRAFTING: "off", PayrollState.DRAFT: "wait", PayrollState.FROZEN: "wait",
    PayrollState.CHECKED: "wait", PayrollState.APPROVED: "plain", PayrollState.RELEASED: "plain",
    PayrollState.CLOSED: "good", PayrollState.CANCELLED: "off",
}  # fmt: skip
_PAID_LOOKS: Final = {
    PaymentState.PAID: "good", PaymentState.RETURNED: "bad", PaymentState.WAITING: "wait", PaymentState.SENT: "plain",
}  # fmt: skip
_STOP_LOOKS: Final = {StopState.OPEN: "wait", StopState.KEPT: "bad", StopState.LET_GO: "good"}


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """One payroll in the list (批次显示项)."""

    key: UUID
    name: str
    place: str
    month: str
    state: str
    state_label: str
    count: int
    total_fen: int
    stopped: int
    by: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a payroll (明细显示项)."""

    key: UUID
    child: UUID
    name: str
    place: str
    line: str
    month: str
    kind: str
    cause: str
    fen: int
    account: str
    state: str
    look: str
    payment: UUID | None

    @property
    def yuan(self) -> Decimal:
        """The sum in yuan, to the fen."""
        return in_yuan(self.fen)


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stop (拦截显示项)."""

    key: UUID
    child: UUID
    name: str
    place: str
    kind: str
    words: str
    fen: int
    month: str
    state: str
    state_label: str
    opinion: str
    payroll: UUID
    county: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment (支付显示项)."""

    key: UUID
    name: str
    place: str
    account: str
    fen: int
    state: str
    state_label: str
    reason: str
    file: str


def payroll_name(payroll: Payroll, by: Officer) -> str:
    """Name what a payroll pays."""
    if payroll.line == LIVING:
        return str(LIVING_NAME)
    return line_name(payroll.line, payroll.division_code, payroll.month, by.scope)


def payroll_mark(state: str) -> SafeString:
    """Show how far a payroll has come."""
    return mark(_LOOKS[PayrollState(state)], str(PayrollState(state).label))


def payroll_rows(found: Sequence[Payroll], by: Officer) -> list[PayrollRow]:
    """Write payrolls as a list shows them."""
    names = names_of({each.division_code for each in found})
    return [
        PayrollRow(
            each.pk,
            payroll_name(each, by),
            names[each.division_code],
            f"{each.month:%Y-%m}",
            each.state,
            str(PayrollState(each.state).label),
            each.count,
            each.total_fen,
            each.stopped,
            each.prepared_by.display_name,
        )
        for each in found
    ]


def payroll_columns() -> list[Column[PayrollRow]]:
    """Give the columns of a list of payrolls."""
    page_of = address_of("desk:payroll")
    return [
        Column(_("月份"), lambda row: link(page_of(row.key), row.month), attrgetter("month"), 10),
        Column(_("项目"), attrgetter("name"), attrgetter("name"), 26),
        Column(_("区县"), attrgetter("place"), attrgetter("place"), 26),
        Column(_("状态"), lambda row: payroll_mark(row.state), attrgetter("state_label"), 10),
        Column(_("人数"), lambda row: str(row.count), attrgetter("count"), 8, "number"),
        Column(
            _("金额（元）"), lambda row: format_yuan(row.total_fen), lambda row: in_yuan(row.total_fen), 16, "number"
        ),
        Column(_("拦截"), lambda row: str(row.stopped or ""), attrgetter("stopped"), 8, "number"),
        Column(_("编制人"), attrgetter("by"), attrgetter("by"), 12),
    ]


def line_rows(found: Sequence[PayrollLine], by: Officer) -> list[LineRow]:
    """Write lines as a list shows them, masked."""
    places = places_shown([each.division_code for each in found], by)
    return [
        LineRow(
            each.pk,
            each.child_id,
            masked_name(each.child.name),
            places[each.division_code],
            line_name(each.line, each.division_code, each.month, by.scope),
            f"{each.month:%Y-%m}",
            str(LineKind(each.kind).label),
            str(LineCause(each.cause).label),
            each.amount_fen,
            _account(each),
            *_state_of(each),
            each.payment_id,
        )
        for each in found
    ]


def line_columns() -> list[Column[LineRow]]:
    """Give the columns of the lines of a payroll; each leads to the child's money and to the trace."""
    money, trace = address_of("desk:child-money"), address_of("desk:payment-trace")
    return [
        Column(_("姓名"), lambda row: link(money(row.child), row.name), attrgetter("name"), 10, "name"),
        Column(_("村（居）"), attrgetter("place"), attrgetter("place"), 28),
        Column(_("项目"), attrgetter("line"), attrgetter("line"), 24),
        Column(_("所属月份"), attrgetter("month"), attrgetter("month"), 10, "code"),
        Column(_("种类"), attrgetter("kind"), attrgetter("kind"), 8, "name"),
        Column(_("与上月差异"), attrgetter("cause"), attrgetter("cause"), 14),
        Column(_("金额（元）"), lambda row: format_yuan(row.fen), attrgetter("yuan"), 12, "number"),
        Column(_("收款账户"), attrgetter("account"), attrgetter("account"), 18),
        Column(_("状态"), lambda row: mark(row.look, row.state), attrgetter("state"), 12),
        Column(
            _("来龙去脉"),
            lambda row: link(trace(row.payment), _("追溯")) if row.payment else "",
            look="no-print",
        ),
    ]


def stop_rows(found: Sequence[Stop], by: Officer) -> list[StopRow]:
    """Write stops as a list shows them: what is sealed as verified only, its kind too."""
    places = places_shown([each.division_code for each in found], by)
    return [_stop_row(each, places[each.division_code], by) for each in found]


def stop_mark(row: StopRow) -> SafeString:
    """Show what was decided about a stop."""
    return mark(_STOP_LOOKS[StopState(row.state)], row.state_label)


def payment_rows(found: Sequence[Payment], by: Officer) -> list[PaymentRow]:
    """Write payments as a list shows them, masked."""
    places = places_shown([each.division_code for each in found], by)
    return [
        PaymentRow(
            each.pk,
            masked_name(each.child.name),
            places[each.division_code],
            f"{each.account.bank} {masked_account(each.account.number)}",
            each.amount_fen,
            each.state,
            str(PaymentState(each.state).label),
            each.reason,
            f"{each.bank_file.name} #{each.serial}" if each.bank_file else "",
        )
        for each in found
    ]


def month_written(month: date) -> str:
    """Write a month as people read it."""
    return _("%(year)s 年 %(month)s 月") % {"year": month.year, "month": month.month}


def _account(line: PayrollLine) -> SafeString | str:
    if line.account is None:
        return ""
    return format_html("{} {}", line.account.bank, masked_account(line.account.number))


def _state_of(line: PayrollLine) -> tuple[str, str]:
    if line.is_stopped:
        return _("已拦截"), "bad"
    if line.payment is None:
        return _("待冻结"), "wait"
    state = PaymentState(line.payment.state)
    return str(state.label), _PAID_LOOKS.get(state, "off")


def _stop_row(stop: Stop, place: str, by: Officer) -> StopRow:
    told = not stop.sealed or by.scope.opens(SealedKind(stop.sealed), stop.division_code)
    return StopRow(
        stop.pk,
        stop.child_id,
        masked_name(stop.child.name),
        place,
        str(StopKind(stop.kind).label) if told else _("须复核的情形"),
        stop.words if told else VERIFIED,
        stop.line.amount_fen,
        f"{stop.line.month:%Y-%m}",
        stop.state,
        str(StopState(stop.state).label),
        stop.opinion if told else "",
        stop.payroll_id,
        stop.payroll.division_code,
    )
