"""One child's money (儿童资金): entitled, applied, confirmed and paid, month by month, and help from others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.queries import applications_of, other_benefits_of
from gonghu.domain.ledger.queries import GrantMoney, MonthMoney, help_of_child, money_of_child
from gonghu.domain.payments.queries import payments_by_month
from gonghu.domain.visits.queries.money import money_told_of_child
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.ledger.forms import WhyForm
from gonghu.interfaces.desk.ledger.shown import line_name, why_shown, yuan
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, table_of
from gonghu.standards.money import format_yuan

_SHOWN_AT_ONCE: Final = 24
_TOLD_AT_ONCE: Final = 12


@dataclass(frozen=True, slots=True)
class GrantShown:
    """One grant with its months (待遇资金显示项)."""

    money: GrantMoney
    name: str
    table: SafeString
    older: SafeString
    owed: str
    paid: str
    open: str
    told: str


@dataclass(frozen=True, slots=True)
class ApplicationPendingShown:
    """One application on its way (申请显示项)."""

    key: UUID
    name: str
    state: str
    at: date
    due_on: date | None


@require_safe
@needs(Permission.SEE_MONEY)
def money(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show the money of a child by month; it is written down that the file was read."""
    file = file_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    child, scope, today = file.child, request.officer.scope, timezone.localdate()
    read_file(request, child.pk, child.division_code, ("money",), unmasked=False)
    grants = money_of_child(child=child.pk, through=today, scope=scope)
    context = {
        "file": file,
        "child": child,
        "print_place": _("儿童资金"),
        "grants": [_shown(each, child.division_code, request) for each in grants],
        "applications": [
            ApplicationPendingShown(
                each.pk,
                line_name(each.line, each.division_code, today, scope),
                each.get_state_display(),
                timezone.localdate(each.drafted_at),
                each.due_on,
            )
            for each in applications_of(child=child.pk, scope=scope)
            if each.is_pending
        ],
        "others": [
            (each.get_kind_display(), format_yuan(each.monthly_fen), each)
            for each in other_benefits_of(child=child.pk, scope=scope)
        ],
        "helps": [(each, yuan(each.amount_fen or 0)) for each in help_of_child(child=child.pk, scope=scope)],
        "told": money_told_of_child(child=child.pk, scope=scope)[:_TOLD_AT_ONCE],
        "may_edit": scope.allows(Permission.EDIT_CHILDREN, child.division_code),
        "why": WhyForm(),
    }
    return render(request, "desk/ledger/money.html", context)


def _shown(money: GrantMoney, division_code: str, request: DeskRequest) -> GrantShown:
    grant, scope = money.grant, request.officer.scope
    told = [month for month in money.months if month.owed_fen or month.given_fen or month.paid_fen]
    columns = _columns(payments_by_month(grant=grant.pk, scope=scope))
    older = told[_SHOWN_AT_ONCE:]
    return GrantShown(
        money=money,
        name=line_name(grant.line, division_code, timezone.localdate(), scope),
        table=table_of(columns, told[:_SHOWN_AT_ONCE]),
        older=table_of(columns, older) if older else SafeString(),
        owed=format_yuan(money.owed_fen),
        paid=format_yuan(money.paid_fen),
        open=format_yuan(money.open_fen) if money.open_fen else "",
        told=format_yuan(money.opening.told_fen) if money.opening and money.opening.told_fen else "",
    )


def _columns(payments: Mapping[str, UUID]) -> list[Column[MonthMoney]]:
    traced = address_of("desk:payment-trace")

    def paid(row: MonthMoney) -> SafeString | str:
        payment = payments.get(f"{row.month:%Y-%m}")
        return link(traced(payment), yuan(row.paid_fen) or "0.00") if payment else yuan(row.paid_fen)

    return [
        Column(_("月份"), lambda row: f"{row.month:%Y-%m}", look="code"),
        Column(_("标准"), lambda row: yuan(row.owed.standard_fen) if row.owed else "", look="number"),
        Column(_("扣除其他救助"), lambda row: yuan(row.owed.deducted_fen) if row.owed else "", look="number"),
        Column(_("应发"), lambda row: yuan(row.owed_fen), look="number"),
        Column(_("已计发"), lambda row: yuan(row.given_fen), look="number"),
        Column(_("已付"), paid, look="number"),
        Column(_("情况"), _state),
        Column(_("说明"), lambda row: why_shown(row.owed.why) if row.owed else _("不在享受期内")),
    ]


def _state(row: MonthMoney) -> SafeString:
    if row.returned_fen:
        return mark("bad", _("银行退回，待重发"))
    if row.receivable_fen > 0:
        return mark("bad", _("待追回"))
    if row.open_fen > 0:
        return mark("wait", _("待发放") if not row.given_fen else _("待补发"))
    if row.open_fen < 0:
        return mark("bad", _("多发，待扣回"))
    return mark("good", _("已发放")) if row.given_fen else mark("off", _("本月不发"))
