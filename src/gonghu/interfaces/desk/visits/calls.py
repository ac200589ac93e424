"""Calls for help (求助): the list of who waits to be rung back, and writing one down."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.visits.call_terms import UNANSWERED, CallChannel, CallerKind, CallState, CallUrgency
from gonghu.domain.visits.models import HelpCall
from gonghu.domain.visits.operations.calling import CallClosed, CallFacts, CallUnclear, NoSuchCall
from gonghu.domain.visits.queries import CallFilters, calls_in
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import own_division
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import taken_along
from gonghu.interfaces.desk.visits.call_forms import ANOTHER, EVERY, LATE, CallFilter, CallForm, minute, since
from gonghu.interfaces.desk.visits.call_shown import call_columns, call_rows
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.standards.masking import masked_name
from gonghu.usecases.answer_a_call import add_to_call, take_call

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, NoSuchCall, CallClosed, CallUnclear)


@require_safe
@needs(Permission.ASSIGN_TASKS, Permission.SEE_SEALED_REPORTER)
def help_calls(request: DeskRequest) -> HttpResponse:
    """List the calls for help of the officer's places; what was said and who called stands on the page of each."""
    form = CallFilter(request.GET, by=request.officer)
    page = page_of_rows(request, _wanted(form.said(), request.officer.scope, request.at))
    rows = call_rows(request, page.rows)
    context = {
        **list_shown(request, form=form, page=page, rows=rows, columns=call_columns(), export="desk:export-help-calls"),
        "kept": kept_filters(request, "calls"),
        "tabs": tabs_for(request, "desk:help-calls"),
    }
    return render(request, "desk/visits/help_calls.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export: neither callers nor what they said."""
    said = CallFilter(request.GET, by=request.officer).said()
    return taken_along(
        request,
        name=_("求助登记"),
        kind="help_call",
        columns=call_columns(),
        found=_wanted(said, request.officer.scope.holding(Permission.EXPORT), request.at),
        rows=lambda part: call_rows(request, part),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS, Permission.SEE_SEALED_REPORTER)
def new(request: DeskRequest) -> HttpResponse:
    """Write a call for help down, or add it to one that its caller waits for already."""
    child = _child(request)
    form = CallForm(request.POST or None, by=request.officer, initial=_usual(request, child))
    if request.method == "POST" and form.is_valid():
        try:
            kept = _kept(request, form)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            return HttpResponseRedirect(reverse("desk:help-call", args=[kept.pk]))
    context = {"form": form, "child_name": masked_name(child.name) if child else ""}
    status = REFUSED if request.method == "POST" else 200
    return render(request, "desk/visits/new_help_call.html", context, status=status)


def _kept(request: DeskRequest, form: CallForm) -> HelpCall:
    """Keep what was filled in, as a call of its own or as another word to one that waits."""
    said, by, at = form.cleaned_data, request.officer, request.at
    child = file_in_use(child=form.chosen_child, scope=by.scope) if form.chosen_child else None
    facts = CallFacts(
        place_code=said["place"], called_at=said["called_at"], channel=CallChannel(said["channel"]),
        caller=CallerKind(said["caller"]), words=said["words"], urgency=CallUrgency(said["urgency"]),
        caller_name=said["caller_name"], phone=said["phone"], child=child.pk if child else None,
    )  # fmt: skip
    if said.get("join", ANOTHER) != ANOTHER:
        joined = add_to_call(call=UUID(said["join"]), facts=facts, by=by, at=at)
        messages.success(request, _("已并入原来的求助，记为再次来电。"))
        return joined
    made = take_call(facts=facts, by=by, at=at)
    told = {"by": minute(made.ring_back_by)} if made.ring_back_by else {"by": "—"}
    messages.success(request, _("已登记，请在 %(by)s 前回拨。孩子有危险的，先打 110。") % told)
    return made


def _usual(request: DeskRequest, child: Child | None) -> dict[str, Any]:
    """Say what stands in the form before anything is written."""
    return {
        "called_at": timezone.localtime(request.at),
        "channel": CallChannel.HOTLINE,
        "urgency": CallUrgency.TODAY,
        "place": child.division_code if child else own_division(request.officer),
        "known": child.pk if child else None,
    }


def _child(request: DeskRequest) -> Child | None:
    """Give the child from whose page somebody came here, if they see it."""
    text = request.POST.get("known") or request.GET.get("child", "")
    try:
        return file_in_use(child=UUID(text), scope=request.officer.scope) if text else None
    except ValueError:
        return None


def _wanted(said: dict[str, Any], scope: Scope, at: datetime) -> QuerySet[HelpCall]:
    state = said.get("state")
    open_ones = UNANSWERED if state in ("", None, LATE) else frozenset({CallState(state)}) if state != EVERY else None
    filters = CallFilters(
        states=open_ones or frozenset(CallState),
        area=Area.of(said["place"]) if said.get("place") else None,
        channel=CallChannel(said["channel"]) if said.get("channel") else None,
        child=UUID(said["child"]) if said.get("child") else None,
        called_since=since(said.get("days", "")),
        late_at=at if state == LATE else None,
    )
    return calls_in(scope=scope, filters=filters)
