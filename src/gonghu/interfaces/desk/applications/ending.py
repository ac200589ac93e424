"""Ending what a child is given (停发): with the fields of the national leave form, by two officers."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import line_of
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
from gonghu.interfaces.desk.applications.words import line_shown
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.standards.masking import masked_name
from gonghu.usecases.end_benefit import decide_end, keep_paying, propose_end

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, GrantEnded, LeaveFormIncomplete, NotHappenedYet, ReasonMissing)


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
    """List the endings that wait for a decision, and those of late."""
    scope, today = request.officer.scope, timezone.localdate()
    found = [*endings_in(scope=scope, states=(EndingState.PROPOSED,))[:200]]
    names = names_of_children(children={each.child_id for each in found}, scope=scope)
    places = places_shown([each.division_code for each in found], request.officer)
    rows = [
        {
            "ending": each,
            "name": masked_name(names[each.child_id]),
            "place": places[each.division_code],
            "line": line_shown(each.grant.line, each.division_code, scope, today),
            "reason": reason_told(ending=each, scope=scope),
        }
        for each in found
        if each.child_id in names
    ]
    return render(request, "desk/applications/endings.html", {"rows": rows})


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
