"""The list of stops (拦截清单), and what somebody decides about one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.operations import AlreadyPast, NeverLetGo, OpinionMissing, decide_stop
from gonghu.domain.payments.queries import stop_by_key, stops_in
from gonghu.domain.payments.terms import PayrollState, StopState
from gonghu.foundation.read_keys import key_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.chips import chips_of
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.payrolls.forms import ReasonForm, StopFilter
from gonghu.interfaces.desk.payrolls.shown import StopRow, stop_mark, stop_rows
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import Column, taken_along
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.money import format_yuan

REFUSED = 422


@require_safe
@needs(Permission.SEE_MONEY)
def stops(request: DeskRequest) -> HttpResponse:
    """List the stops somebody sees, those nobody has decided first."""
    return _page(request)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the stops as a workbook, of where somebody may export."""
    form = StopFilter(request.GET)
    return taken_along(
        request,
        name=_("拦截清单"),
        kind="stop",
        columns=_columns(),
        found=stops_in(scope=request.officer.scope.holding(Permission.EXPORT), **_wanted(form.said())),
        rows=lambda part: stop_rows(part, request.officer),
    )


@require_POST
@needs(Permission.CHECK_PAYMENT)
def decide(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Keep a line stopped, or let it go."""
    found = stop_by_key(key=key, scope=request.officer.scope)
    if found is None or act not in {"keep", "let-go"}:
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明理由。"))
        return _page(request, status=REFUSED)
    try:
        decide_stop(
            stop=key,
            lets_go=act == "let-go",
            opinion=form.cleaned_data["reason"],
            by=request.officer,
            at=request.at,
        )
    except (NotPermitted, AlreadyPast, NeverLetGo, OpinionMissing) as refusal:
        messages.error(request, refused(refusal))
        return _page(request, status=REFUSED)
    messages.success(request, _("已放行，计入本批。") if act == "let-go" else _("已维持拦截。"))
    return HttpResponseRedirect(f"{reverse('desk:stops')}?payroll={found.payroll_id}")


def _page(request: DeskRequest, status: int = 200) -> HttpResponse:
    form, scope = StopFilter(request.GET or {"state": StopState.OPEN}), request.officer.scope
    payroll = key_of(request.GET.get("payroll", ""))
    page = page_of_rows(request, stops_in(scope=scope, payroll=payroll, **_wanted(form.said())))
    rows = stop_rows(page.rows, request.officer)
    states = {each.pk: each.payroll.state for each in page.rows}
    decides = scope.has(Permission.CHECK_PAYMENT)
    context = {
        "form": form,
        "page": page,
        "rows": [
            (row, stop_mark(row), format_yuan(row.fen), decides and states[row.key] == PayrollState.DRAFT)
            for row in rows
        ],
        "chips": chips_of(request, form),
        "is_filtered": bool(request.GET),
        "payroll": payroll,
        **offered_export(request, "desk:export-stops"),
        "kept": kept_filters(request, "stops"),
    }
    return render(request, "desk/payrolls/stops.html", context, status=status)


def _columns() -> list[Column[StopRow]]:
    return [
        Column(_("姓名"), taken=lambda row: row.name, width=10),
        Column(_("村（居）"), taken=lambda row: row.place, width=28),
        Column(_("种类"), taken=lambda row: row.kind, width=20),
        Column(_("理由"), taken=lambda row: row.words, width=50),
        Column(_("所属月份"), taken=lambda row: row.month, width=10),
        Column(_("处理"), taken=lambda row: row.state_label, width=10),
        Column(_("处理意见"), taken=lambda row: row.opinion, width=40),
    ]


def _wanted(said: dict[str, Any]) -> dict[str, Any]:
    state = said.get("state", "")
    return {"state": "" if state == "ALL" else state, "kind": said.get("kind", "")}
