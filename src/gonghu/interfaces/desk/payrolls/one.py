"""The page of one payroll (批次详情): differences, stops, signatures, files, reconciliation; printed it is the roll."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.models import Account
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.banking import Layout, layouts
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.operations import shortfalls_of
from gonghu.domain.payments.operations.sending import own_layouts
from gonghu.domain.payments.operations.signing import needs_second_approval
from gonghu.domain.payments.queries import (
    bank_files_of,
    differences_of,
    lines_of_payroll,
    payments_of,
    payroll_by_key,
    reconciled,
    return_files_of,
    steps_of_payroll,
    stops_in,
)
from gonghu.domain.payments.rules import rules_of
from gonghu.domain.payments.terms import (
    BEFORE_RELEASE,
    LineCause,
    PaymentState,
    PayrollState,
    StopState,
)
from gonghu.foundation.jobs.looking_up import job_by_key
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.payrolls.forms import AnswerForm, BankFileForm, OpinionForm
from gonghu.interfaces.desk.payrolls.shown import (
    line_columns,
    line_rows,
    month_written,
    payment_rows,
    payroll_name,
    payroll_rows,
)
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.money import format_yuan, write_capitals

_MOST_RETURNED: Final = 100


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a payroll as what (签字显示项)."""

    title: str
    name: str
    at: datetime | None


@require_safe
@needs(Permission.SEE_MONEY)
def payroll(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a payroll."""
    return page_of_payroll(request, payroll_or_404(request, key))


@require_safe
@needs(Permission.SEE_MONEY)
def progress(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show how far the drafting is; when it is over the whole page is shown again."""
    found = payroll_or_404(request, key)
    if found.state != PayrollState.DRAFTING or found.trouble:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "desk/payrolls/progress.html", {"payroll": found, "job": job_by_key(found.job)})


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the lines of a payroll as a workbook, masked as on the page."""
    found = payroll_or_404(request, key)
    scope = request.officer.scope.holding(Permission.EXPORT)
    return taken_along(
        request,
        name=_("发放明细 %(month)s") % {"month": f"{found.month:%Y-%m}"},
        kind="payroll_line",
        columns=line_columns(),
        found=lines_of_payroll(payroll=key, scope=scope),
        rows=lambda part: line_rows(part, request.officer),
    )


def payroll_or_404(request: DeskRequest, key: UUID) -> Payroll:
    """
    Give a payroll unless it is out of scope, which looks the same as none.

    :raises Http404: it is
    """
    found = payroll_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def own_bank_layouts() -> list[Layout]:
    """List the layouts that files may be made in."""
    return list(layouts(*own_layouts()))


def page_of_payroll(
    request: DeskRequest,
    found: Payroll,
    *,
    opinion: OpinionForm | None = None,
    banking: BankFileForm | None = None,
    answer: AnswerForm | None = None,
    problems: Any = (),
    status: int = 200,
) -> HttpResponse:
    """Show a payroll with the steps that the officer may take."""
    by, scope, acts = request.officer, request.officer.scope, _acts()
    page = keyset_page(request, lines_of_payroll(payroll=found.pk, scope=scope))
    rows = line_rows(page.rows, by)
    files = list(bank_files_of(payroll=found.pk, scope=scope))
    (row,) = payroll_rows([found], by)
    money = reconciled(payroll=found, scope=scope)
    returned = payments_of(payroll=found.pk, scope=scope, state=PaymentState.RETURNED)[:_MOST_RETURNED]
    context = {
        "payroll": found,
        "row": row,
        "name": payroll_name(found, by),
        "place": names_of([found.division_code])[found.division_code],
        "month": month_written(found.month),
        "job": job_by_key(found.job) if found.state == PayrollState.DRAFTING else None,
        "total": format_yuan(found.total_fen),
        "capitals": write_capitals(found.total_fen) if found.total_fen > 0 else "",
        "differences": [
            (_cause(each.cause), each.count, format_yuan(each.fen))
            for each in differences_of(payroll=found, scope=scope)
        ],
        "open_stops": stops_in(scope=scope, payroll=found.pk, state=StopState.OPEN).count(),
        "steps": [(acts.get(each.act, each.act), each) for each in steps_of_payroll(payroll=found.pk, scope=scope)],
        "signatures": _signatures(found),
        "files": [(each, format_yuan(each.total_fen)) for each in files],
        "answers": list(return_files_of(payroll=found.pk, scope=scope)),
        "money": [
            (state.label, money.counts[state], format_yuan(money.fens[state]))
            for state in PaymentState
            if state in money.counts
        ],
        "open": format_yuan(money.open_fen),
        "is_settled": not money.open_fen,
        "returned": payment_rows(list(returned), by),
        "page": page,
        "rows": rows,
        "table": table_of(line_columns(), rows),
        "freeze_late": _is_late(found, timezone.localdate(request.at)),
        "freeze_day": rules_of(division_code=found.division_code).freeze_day,
        "opinion": opinion or OpinionForm(),
        "banking": banking or BankFileForm(layouts=own_bank_layouts()),
        "answer": answer or AnswerForm(files=files),
        "problems": problems,
        **offered_export(request, "desk:export-payroll", found.pk),
        **_budgets(request, found),
        **_steps_open(request, found),
    }
    return render(request, "desk/payrolls/payroll.html", context, status=status)


def _steps_open(request: DeskRequest, found: Payroll) -> dict[str, Any]:
    """Tell which steps the officer may take, and what keeps the officer from the next."""
    scope, account, place = request.officer.scope, request.officer.account, found.division_code
    state = PayrollState(found.state)

    def may(permission: Permission, *others: UUID | None) -> bool:
        return scope.allows(permission, place) and account not in others

    prepares = scope.allows(Permission.PREPARE_PAYMENT, place)
    releases = scope.allows(Permission.RELEASE_PAYMENT, place)
    signed = (found.prepared_by_id, found.checked_by_id, found.approved_by_id)
    return {
        "may_redraft": prepares and state == PayrollState.DRAFT,
        "may_freeze": prepares and state == PayrollState.DRAFT and found.count,
        "may_check": state == PayrollState.FROZEN and may(Permission.CHECK_PAYMENT, found.prepared_by_id),
        "may_approve": state == PayrollState.CHECKED and may(Permission.APPROVE_PAYMENT, *signed),
        "may_release": state == PayrollState.APPROVED
        and may(Permission.RELEASE_PAYMENT, found.checked_by_id, found.approved_by_id, found.approved_again_by_id),
        "may_send_back": state in BEFORE_RELEASE - {PayrollState.DRAFT}
        and any(
            may(each) for each in (Permission.PREPARE_PAYMENT, Permission.CHECK_PAYMENT, Permission.APPROVE_PAYMENT)
        ),
        "may_cancel": prepares and state in BEFORE_RELEASE | {PayrollState.DRAFTING},
        "may_send": releases and state == PayrollState.RELEASED,
        "may_prepare": prepares,
        "needs_two": needs_second_approval(found) and state in {PayrollState.FROZEN, PayrollState.CHECKED},
        "next_step": _next_step(found),
    }


def _budgets(request: DeskRequest, found: Payroll) -> dict[str, Any]:
    """Tell which budgets do not suffice for a payroll that waits for its release, and who may do something about it."""
    by, place = request.officer, found.division_code
    if found.state != PayrollState.APPROVED:
        return {}
    short = shortfalls_of(payroll=found, by=by, at=request.at)
    signed = (found.prepared_by_id, found.checked_by_id, found.approved_again_by_id and found.approved_by_id)
    held = bool(short) and found.overspending_by_id is None
    return {
        "short": [each.words for each in short],
        "held": held,
        "may_agree": held and by.scope.allows(Permission.APPROVE_PAYMENT, place) and by.account not in signed,
        "may_budget": by.scope.allows(Permission.MANAGE_BUDGETS, place),
    }


def _next_step(found: Payroll) -> str:
    return {
        PayrollState.DRAFT: _("下一步：处理拦截后冻结名单。"),
        PayrollState.FROZEN: _("下一步：由另一人复核。"),
        PayrollState.CHECKED: _("下一步：由编制、复核以外的人审批。"),
        PayrollState.APPROVED: _("下一步：由没有复核、审批过的人放款。"),
        PayrollState.RELEASED: _("下一步：生成银行文件、登记回盘，直到每一笔都有结果。"),
    }.get(PayrollState(found.state), "")


def _signatures(found: Payroll) -> list[Signature]:
    told: list[tuple[str, Account | None, datetime | None]] = [
        (_("编制"), found.prepared_by, found.frozen_at or found.opened_at),
        (_("复核"), found.checked_by, found.checked_at),
        (_("审批"), found.approved_by, found.approved_at),
        (_("二级审批"), found.approved_again_by, found.approved_again_at),
        (_("放款"), found.released_by, found.released_at),
    ]
    return [
        Signature(title, account.display_name if account else "", at)
        for title, account, at in told
        if account or title != _("二级审批")
    ]


def _acts() -> dict[str, str]:
    """Name the steps of a payroll."""
    return {
        "OPEN": _("新建"),
        "REDRAFT": _("重新编制"),
        "DRAFT": _("编制完成"),
        "FAIL": _("编制失败"),
        "FREEZE": _("冻结"),
        "SEND_BACK": _("退回"),
        "CANCEL": _("作废"),
        "CHECK": _("复核"),
        "APPROVE": _("审批"),
        "OVERSPEND": _("同意超预算放款"),
        "RELEASE": _("放款"),
        "CLOSE": _("对账完成"),
    }


def _cause(cause: str) -> str:
    return _("上月有、本月没有") if cause == "LEFT" else str(LineCause(cause).label)


def _is_late(found: Payroll, today: date) -> bool:
    last = found.month.replace(day=rules_of(division_code=found.division_code).freeze_day)
    return found.state in {PayrollState.DRAFTING, PayrollState.DRAFT} and today > last
