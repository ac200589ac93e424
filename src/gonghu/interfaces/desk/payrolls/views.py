"""The list of payrolls (批次列表), and beginning one (新建批次)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import lines_of
from gonghu.domain.payments.operations import DraftOpen, LineNotThere
from gonghu.domain.payments.queries import payrolls_in
from gonghu.domain.payments.rules import rules_of
from gonghu.domain.payments.terms import IssueKind
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.payrolls.forms import NewPayrollForm, PayrollFilter
from gonghu.interfaces.desk.payrolls.shown import payroll_columns, payroll_rows
from gonghu.interfaces.desk.places import own_division
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import taken_along
from gonghu.usecases.pay import start_payroll

REFUSED = 422


@require_safe
@needs(Permission.SEE_MONEY)
def payrolls(request: DeskRequest) -> HttpResponse:
    """List the payrolls somebody sees, the last month first."""
    form, scope = PayrollFilter(request.GET), request.officer.scope
    page = page_of_rows(request, payrolls_in(scope=scope, **_wanted(form.said())))
    rows = payroll_rows(page.rows, request.officer)
    context = {
        **list_shown(
            request, form=form, page=page, rows=rows, columns=payroll_columns(), export="desk:export-payrolls"
        ),
        "may_prepare": scope.has(Permission.PREPARE_PAYMENT),
        "kept": kept_filters(request, "payrolls"),
    }
    return render(request, "desk/payrolls/payrolls.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    return taken_along(
        request,
        name=_("发放批次"),
        kind="payroll",
        columns=payroll_columns(),
        found=payrolls_in(scope=scope, **_wanted(PayrollFilter(request.GET).said())),
        rows=lambda part: payroll_rows(part, request.officer),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.PREPARE_PAYMENT)
def new(request: DeskRequest) -> HttpResponse:
    """Begin a payroll; its lines are worked out in the background."""
    today, place = timezone.localdate(request.at), own_division(request.officer)
    lines = [line for line in lines_of(division_code=place, on=today).values() if not line.sealed]
    form = NewPayrollForm(
        request.POST or None, lines=lines, initial={"division_code": place, "month": today.replace(day=1)}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = start_payroll(
                division_code=said["division_code"],
                line=said["line"],
                month=said["month"],
                issue=IssueKind(said["issue"]),
                by=request.officer,
                at=request.at,
            )
        except (NotPermitted, DraftOpen, LineNotThere) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已开始编制，完成后本页自动更新。"))
            return HttpResponseRedirect(reverse("desk:payroll", args=[made.pk]))
    context = {"form": form, "freeze_day": rules_of(division_code=place).freeze_day}
    return render(request, "desk/payrolls/new.html", context, status=REFUSED if form.errors else 200)


def _wanted(said: dict[str, Any]) -> dict[str, Any]:
    return {"month": said.get("month"), "state": said.get("state", "")}
