"""The month of the ledger (财务月报): what was owed, paid, returned and taken back, by line and by fund."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.queries import LineOfMonth, MonthReport, funds, month_report
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.ledger.forms import MonthFilter
from gonghu.interfaces.desk.ledger.shown import in_yuan, line_name, signed
from gonghu.interfaces.desk.ledger.tabs import tabs_for
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.tables import Column, table_of, workbook_of
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.money import format_rounded, format_yuan


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the month (月报显示项)."""

    name: str
    sums: LineOfMonth


@require_safe
@needs(Permission.SEE_MONEY)
def month_page(request: DeskRequest) -> HttpResponse:
    """Show what a month came to in an area."""
    form = MonthFilter(request.GET)
    said, scope = form.said(), request.officer.scope
    report, area = _report(request, said, scope)
    rows = _rows(report, area, scope)
    named = {fund.code: Label(fund.name) for fund in funds(scope=scope)}
    total = report.total
    context = {
        "form": form,
        "is_filtered": bool(request.GET),
        "month": report.month,
        "print_place": names_of([area.low])[area.low] if area.prefix else _("全国"),
        "rows": rows,
        "table": table_of(_columns(), rows),
        "by_fund": [(named.get(code, _("未指明资金")), format_yuan(fen)) for code, fen in report.by_fund],
        "paid": format_yuan(total.paid_fen),
        "published": format_rounded(total.paid_fen),
        "returned": format_yuan(report.open_returned_fen),
        "receivable": format_yuan(report.open_receivable_fen),
        "tabs": tabs_for(request, "desk:finance-report"),
        **offered_export(request, "desk:export-finance-report"),
    }
    return render(request, "desk/ledger/month.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the month as a workbook, of where somebody may export."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    report, area = _report(request, MonthFilter(request.GET).said(), scope)
    name = _("财务月报") + f" {report.month:%Y-%m}"
    rows = _rows(report, area, scope)
    return workbook_of(request, name=name, kind="finance report", columns=_columns(), rows=rows)


def _report(request: DeskRequest, said: dict[str, Any], scope: Scope) -> tuple[MonthReport, Area]:
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer, Permission.SEE_MONEY)
    month = said.get("month") or month_before(timezone.localdate())
    return month_report(month=month, scope=scope, area=area), area


def month_before(day: date) -> date:
    """Give the first day of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _rows(report: MonthReport, area: Area, scope: Scope) -> list[ReportRow]:
    rows = [ReportRow(line_name(line.line, area.low, report.month, scope), line) for line in report.lines]
    return [*rows, ReportRow(_("合计"), report.total)] if rows else []


def _columns() -> list[Column[ReportRow]]:
    def sum_of(title: str, name: str) -> Column[ReportRow]:
        def fen(row: ReportRow) -> int:
            return int(getattr(row.sums, name))

        def shown(row: ReportRow) -> str:
            return signed(fen(row)) if fen(row) else ""

        return Column(title, shown, lambda row: in_yuan(fen(row)), 16, "number")

    return [
        Column(_("项目"), lambda row: row.name, lambda row: row.name, 28),
        Column(_("人数"), lambda row: str(row.sums.grants), lambda row: row.sums.grants, 8, "number"),
        sum_of(_("本月应发"), "regular_fen"),
        sum_of(_("补发"), "back_pay_fen"),
        sum_of(_("扣回"), "taken_back_fen"),
        sum_of(_("发出"), "paid_fen"),
        sum_of(_("银行退回"), "returned_fen"),
        sum_of(_("重发"), "sent_again_fen"),
        sum_of(_("收回款项"), "repaid_fen"),
    ]
