"""Ending what a child is given (停发): with the fields of the national leave form, by two officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final
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
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import Ending
from gonghu.domain.benefits.operations import (
    GrantEnded,
    Leave,
    LeaveFormIncomplete,
    NotHappenedYet,
)
from gonghu.domain.benefits.queries import ending_by_key, endings_in, facts_lacking, reason_told
from gonghu.domain.benefits.terms import FIELD_LABELS, LEAVE_FIELDS, EndingState, EndReason
from gonghu.domain.benefits.writing import ReasonMissing
from gonghu.domain.people.queries import names_of_children
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.forms import DecisionForm
from gonghu.interfaces.desk.applications.grants import grant_or_404, page_of_grant
from gonghu.interfaces.desk.applications.money_forms import LeaveFactsForm, LeaveForm
from gonghu.interfaces.desk.applications.words import line_shown, month_shown
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.tables import Column, address_of, link, table_of, taken_along
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.masking import masked_name
from gonghu.usecases.end_benefit import decide_end, keep_paying, propose_end

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, GrantEnded, LeaveFormIncomplete, NotHappenedYet, ReasonMissing)


@dataclass(frozen=True, slots=True)
class EndingRow:
    """One ending in a list (停发显示项)."""

    grant: UUID
    line: str
    name: str
    place: str
    reason: str
    last_month: date | None


@require_http_methods(["GET", "POST"])
@needs(Permission.CHECK_APPLICATIONS, Permission.CONFIRM_APPLICATIONS)
def end(request: DeskRequest, key: UUID) -> HttpResponse:
    """Propose that a grant ends."""
    found, child = grant_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    today = timezone.localdate()
    form = LeaveForm(request.POST or None, initial={"left_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            propose_end(leave=_leave(found.pk, form.cleaned_data), by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已提出停发，等待另一位工作人员确认。"))
            return HttpResponseRedirect(reverse("desk:benefit", args=[key]))
    return page_of_grant(request, found, child, leave_form=form, status=REFUSED if form.errors else 200)


@require_safe
@needs(Permission.SEE_MONEY)
def endings(request: DeskRequest) -> HttpResponse:
    """List the endings that wait for a decision, those proposed first coming first."""
    page = page_of_rows(request, endings_in(scope=request.officer.scope, states=(EndingState.PROPOSED,)))
    rows = ending_rows(page.rows, request.officer)
    context = {"rows": rows, "page": page, "table": table_of(ending_columns(), rows)}
    return render(
        request, "desk/applications/endings.html", {**context, **offered_export(request, "desk:export-endings")}
    )


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page."""
    by = request.officer
    return taken_along(
        request,
        name=_("待确认的停发"),
        kind="ending",
        columns=ending_columns(),
        found=endings_in(scope=by.scope.holding(Permission.EXPORT), states=(EndingState.PROPOSED,)),
        rows=lambda part: ending_rows(part, by),
    )


def ending_rows(found: Sequence[Ending], by: Officer) -> list[EndingRow]:
    """Write endings as a list shows them; one whose child is hidden from the officer is left out."""
    scope, today = by.scope, timezone.localdate()
    names = names_of_children(children={each.child_id for each in found}, scope=scope)
    places = places_shown([each.division_code for each in found], by)
    return [
        EndingRow(
            each.grant_id,
            line_shown(each.grant.line, each.division_code, scope, today),
            masked_name(names[each.child_id]),
            places[each.division_code],
            reason_told(ending=each, scope=scope),
            each.last_month,
        )
        for each in found
        if each.child_id in names
    ]


def ending_columns() -> list[Column[EndingRow]]:
    """Give the columns of the list."""
    page_of, line, name, place, reason = (
        address_of("desk:benefit"), *map(attrgetter, ("line", "name", "place", "reason"))
    )  # fmt: skip
    return [
        Column(_("项目"), lambda row: link(page_of(row.grant), row.line), line, 26),
        Column(_("姓名"), name, name, 10),
        Column(_("村（居）"), place, place, 30),
        Column(_("退出原因"), reason, reason, 24),
        Column(
            _("末领年月"), lambda row: month_shown(row.last_month), lambda row: month_shown(row.last_month), 12, "code"
        ),
    ]


@require_POST
@needs(Permission.CONFIRM_APPLICATIONS)
def decide(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Decide that the grant ends, or that it goes on."""
    ending = ending_by_key(key=key, scope=request.officer.scope)
    if ending is None or act not in {"end", "keep"}:
        raise Http404
    found, child = grant_or_404(request, ending.grant_id)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    form = DecisionForm(request.POST)
    more = LeaveFactsForm(request.POST, names=facts_lacking(ending=ending, scope=request.officer.scope))
    if form.is_valid() and more.is_valid():
        said = form.cleaned_data
        try:
            if act == "end":
                line = line_of(code=found.line, division_code=found.division_code, on=timezone.localdate())
                articles = said["articles"] or line.articles
                facts = {name: str(value or "") for name, value in more.cleaned_data.items()}
                decide_end(
                    ending=key,
                    opinion=said["reasons"],
                    articles=articles,
                    facts=facts,
                    by=request.officer,
                    at=request.at,
                )
            else:
                keep_paying(ending=key, opinion=said["reasons"], by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已办结。") if act == "keep" else _("已停发；多发的部分由台账追回。"))
            return HttpResponseRedirect(reverse("desk:benefit", args=[found.pk]))
    return page_of_grant(request, found, child, decision_form=form, facts_form=more, status=REFUSED)


def _leave(grant: UUID, said: dict[str, Any]) -> Leave:
    facts = {name: str(said.get(name) or "") for name in FIELD_LABELS}
    return Leave(
        grant=grant,
        reason=EndReason(said["reason"]),
        happened_on=said["happened_on"],
        left_on=said["left_on"],
        notice=said["notice"],
        facts={name: facts[name] for name in LEAVE_FIELDS.get(EndReason(said["reason"]), ())},
        papers=[each.strip() for each in said["papers"].split("、") if each.strip()],
    )
