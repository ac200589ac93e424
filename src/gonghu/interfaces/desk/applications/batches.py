"""One sum for every child of a list (名单批次): proposed, looked through, confirmed by another officer."""

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
    NobodyListed,
    ProcedureNotThere,
    confirm_batch,
    refuse_batch,
)
from gonghu.domain.benefits.queries import batch_by_key, batches_in, children_of_batch
from gonghu.domain.benefits.terms import BatchState
from gonghu.domain.benefits.writing import ReasonMissing
from gonghu.domain.people.queries import names_of_children
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.forms import DecisionForm
from gonghu.interfaces.desk.applications.money_forms import BatchForm
from gonghu.interfaces.desk.applications.words import line_shown, yuan_shown
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.standards.masking import masked_name
from gonghu.usecases.give_to_a_list import lines_by_list, propose_for_list

REFUSED: Final = 422
REFUSALS: Final = (
    NotPermitted, BatchThere, BatchDecided, NobodyListed, ProcedureNotThere, ReasonMissing, LineUnknown,
)  # fmt: skip
_COUNTY: Final = 6


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
    return render(request, "desk/applications/batches.html", context)


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
    return _page(request, _batch_or_404(request, key), DecisionForm())


@require_POST
@needs(Permission.CONFIRM_APPLICATIONS)
def decide(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Confirm or refuse the list that another proposed."""
    found = _batch_or_404(request, key)
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
    return _page(request, found, form, status=REFUSED)


def _batch_or_404(request: DeskRequest, key: UUID) -> Batch:
    found = batch_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def _page(request: DeskRequest, found: Batch, form: DecisionForm, *, status: int = 200) -> HttpResponse:
    by, scope = request.officer, request.officer.scope
    page = page_of_rows(request, children_of_batch(batch=found.pk, scope=scope))
    names = names_of_children(children={each.child_id for each in page.rows}, scope=scope)
    places = places_shown([each.division_code for each in page.rows], by)
    waits = found.state == BatchState.PROPOSED
    confirms = scope.allows(Permission.CONFIRM_APPLICATIONS, found.division_code)
    context = {
        "batch": found,
        "state": BatchState(found.state).label,
        "line": line_shown(found.line, found.division_code, scope, timezone.localdate()),
        "amount": yuan_shown(found.amount_fen),
        "total": yuan_shown(found.total_fen),
        "rows": [
            {
                "name": masked_name(names[each.child_id]),
                "place": places[each.division_code],
                "category": category_shown(each.category, each.division_code, scope),
            }
            for each in page.rows
            if each.child_id in names
        ],
        "page": page,
        "form": form,
        "may_decide": waits and confirms and found.first_by_id != by.account,
        "is_own": waits and found.first_by_id == by.account,
    }
    return render(request, "desk/applications/batch.html", context, status=status)


def _county(by: Officer) -> str:
    return by.district[:_COUNTY].ljust(12, "0")
