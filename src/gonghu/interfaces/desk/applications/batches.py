"""One sum for every child of a list (名单批次): proposed, looked through, confirmed by another officer."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import LineUnknown
from gonghu.domain.benefits.models import Batch
from gonghu.domain.benefits.operations import (
    BatchAsked,
    BatchDecided,
    BatchThere,
    ListOutdated,
    NobodyListed,
    ProcedureNotThere,
    confirm_batch,
    refuse_batch,
)
from gonghu.domain.benefits.queries import batches_in
from gonghu.domain.benefits.terms import BatchState
from gonghu.domain.benefits.writing import ReasonMissing
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.batch_page import gift_or_404, page_of_batch
from gonghu.interfaces.desk.applications.forms import DecisionForm
from gonghu.interfaces.desk.applications.money_forms import BatchForm
from gonghu.interfaces.desk.applications.words import line_shown, yuan_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.standards.division_code import county
from gonghu.usecases.give_to_a_list import lines_by_list, propose_for_list

REFUSED: Final = 422
REFUSALS: Final = (
    NotPermitted, BatchThere, BatchDecided, ListOutdated, NobodyListed, ProcedureNotThere, ReasonMissing, LineUnknown,
)  # fmt: skip


@require_safe
@needs(Permission.SEE_MONEY)
def batches(request: DeskRequest) -> HttpResponse:
    """List the batches, the last first."""
    scope, today = request.officer.scope, timezone.localdate()
    page = page_of_rows(request, batches_in(scope=scope))
    names = names_of([each.division_code for each in page.rows])
    rows = [
        {
            "batch": each,
            "line": line_shown(each.line, each.division_code, scope, today),
            "place": names.get(each.division_code, ""),
            "amount": yuan_shown(each.amount_fen),
            "total": yuan_shown(each.total_fen),
            "state": BatchState(each.state).label,
        }
        for each in page.rows
    ]
    context = {"rows": rows, "page": page, "may_propose": scope.has(Permission.CONFIRM_APPLICATIONS)}
    context |= offered_export(request, "desk:export-batches")
    return render(request, "desk/applications/batches.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the batches as a workbook."""
    scope, today = request.officer.scope.holding(Permission.EXPORT), timezone.localdate()

    def line(each: Batch, place: str) -> Sequence[WorkbookCell]:
        about = line_shown(each.line, each.division_code, scope, today)
        sums = yuan_shown(each.amount_fen), yuan_shown(each.total_fen)
        return each.name, about, place, each.month, each.children, *sums, str(BatchState(each.state).label)

    return workbook_response(
        request,
        name=str(_("名单批次")),
        columns=columns_of(
            (_("批次"), 26),
            (_("项目"), 24),
            (_("区县"), 24),
            (_("月份"), 12),
            (_("人数"), 8),
            (_("每人（元）"), 12),
            (_("合计（元）"), 14),
            (_("状态"), 12),
        ),
        rows=rows_with_places(batches_in(scope=scope), line),
        kind="benefit_batch",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFIRM_APPLICATIONS)
def new_batch(request: DeskRequest) -> HttpResponse:
    """Propose one sum for all children recognised as something in the county."""
    county = _county(request.officer)
    today = timezone.localdate()
    lines = lines_by_list(division_code=county, on=today)
    form = BatchForm(
        request.POST or None,
        lines=[(line.code, line.name) for line in lines],
        initial={"month": today, "articles": lines[0].articles if lines else ""},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = BatchAsked(
            division_code=county,
            line=said["line"],
            name=said["name"],
            month=said["month"],
            amount_fen=said["amount"],
            reasons=said["reasons"],
            articles=said["articles"],
        )
        try:
            made = propose_for_list(asked=asked, categories=said["categories"], by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("名单已列好，请核对；由另一位工作人员确认。"))
            return HttpResponseRedirect(reverse("desk:benefit-batch", args=[made.pk]))
    return render(request, "desk/applications/new_batch.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_safe
@needs(Permission.SEE_MONEY)
def batch(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a batch with its list."""
    return page_of_batch(request, gift_or_404(request, key))


@require_POST
@needs(Permission.CONFIRM_APPLICATIONS)
def decide(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Confirm or refuse the list that another proposed."""
    found = gift_or_404(request, key)
    acts = {"confirm": confirm_batch, "refuse": refuse_batch}
    if act not in acts:
        raise Http404
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            acts[act](batch=key, opinion=form.cleaned_data["reasons"], by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("已确认，名单上的儿童各发一次。") if act == "confirm" else _("已决定不予确认。")
            )
            return HttpResponseRedirect(reverse("desk:benefit-batch", args=[key]))
    return page_of_batch(request, found, form=form, status=REFUSED)


def _county(by: Officer) -> str:
    return county(by.district)
