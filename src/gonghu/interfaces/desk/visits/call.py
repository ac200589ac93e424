"""One call for help (求助): what was said and by whom, each ring back, its end; every look is written down."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.visits.call_terms import UNANSWERED, CallOutcome, CallState
from gonghu.domain.visits.models import HelpCall
from gonghu.domain.visits.operations import note_look_at_call
from gonghu.domain.visits.queries import call_by_key, call_told
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import read_at_work
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.visits.call_forms import YES, CloseCallForm, HarmOfCallForm, RingForm
from gonghu.interfaces.desk.visits.call_shown import call_rows, call_state
from gonghu.interfaces.desk.visits.calls import REFUSALS, REFUSED
from gonghu.interfaces.desk.visits.forms import WhyForm
from gonghu.interfaces.desk.ways import way_to
from gonghu.standards.masking import masked_name
from gonghu.usecases.answer_a_call import RungBack, answer_again, end_call, make_report_of_call, ring_back


@require_safe
@needs(Permission.ASSIGN_TASKS, Permission.SEE_SEALED_REPORTER, Permission.RECORD_VISITS)
def help_call(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a call for help with its course and what can be done next."""
    return _page(request, _call(request, key))


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS, Permission.SEE_SEALED_REPORTER, Permission.RECORD_VISITS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Write down that somebody rang back, close a call, or make a report of harm of it."""
    if act not in ACTS:
        raise Http404
    shown = _call(request, key)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:help-call", args=[key]))
    done, said = ACTS[act]
    form = _form(act, request.POST)
    if form.is_valid():
        try:
            done(request, shown, form.cleaned_data)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(said))
            return HttpResponseRedirect(_after(request, key))
    return _page(request, shown, **{act: form})


def _ring(request: DeskRequest, shown: HelpCall, said: dict[str, Any]) -> None:
    rung = RungBack(said["reached"] == YES, said["note"], said["rang_at"], said["next_by"])
    ring_back(call=shown.pk, said=rung, by=request.officer, at=request.at)


def _close(request: DeskRequest, shown: HelpCall, said: dict[str, Any]) -> None:
    end_call(call=shown.pk, outcome=CallOutcome(said["outcome"]), note=said["note"], by=request.officer, at=request.at)


def _harm(request: DeskRequest, shown: HelpCall, said: dict[str, Any]) -> None:
    make_report_of_call(
        call=shown, in_danger=said["in_danger"], told_police=said["told_police"], by=request.officer, at=request.at
    )


def _reopen(request: DeskRequest, shown: HelpCall, said: dict[str, Any]) -> None:
    answer_again(call=shown.pk, reason=said["reason"], by=request.officer, at=request.at)


Act = Callable[[DeskRequest, HelpCall, dict[str, Any]], None]
ACTS: Final[dict[str, tuple[Act, object]]] = {
    "ring": (_ring, _("已登记回拨。")),
    "close": (_close, _("求助已办结。")),
    "reopen": (_reopen, _("已重新办理，任务也重新打开。")),
    "harm": (_harm, _("已报区县，当天受理；此后只有区县看得到。孩子有危险的，先打 110。")),
}


def _form(act: str, said: Any = None) -> DeskForm:
    match act:
        case "ring":
            return RingForm(said, prefix=act, initial={"rang_at": timezone.localtime()})
        case "close":
            return CloseCallForm(said, prefix=act)
        case "reopen":
            return WhyForm(said, prefix=act)
        case _:
            return HarmOfCallForm(said, prefix=act)


def _page(request: DeskRequest, shown: HelpCall, **forms: DeskForm) -> HttpResponse:
    by = request.officer
    note_look_at_call(call=shown, by=by, at=request.at)
    if shown.child_id:
        read_at_work(request, shown.child_id, shown.division_code, "help_call", "回拨求助")
    (row,) = call_rows(request, [shown])
    names = names_of_children(children=[shown.child_id], scope=by.scope) if shown.child_id else {}
    context = {
        "call": shown,
        "told": call_told(call=shown, scope=by),
        "row": row,
        "state": call_state(row),
        "place": names_of([shown.place_division_code])[shown.place_division_code],
        "child_name": masked_name(next(iter(names.values()))) if names else "",
        "sees_list": bool(way_to(by, "desk:help-calls")),
        "opened_form": next(iter(forms), ""),
        **{act: forms.get(act) or _form(act) for act in _offered(shown)},
    }
    return render(request, "desk/visits/help_call.html", context, status=REFUSED if forms else 200)


def _offered(shown: HelpCall) -> tuple[str, ...]:
    """Say what can be done about a call as it stands."""
    if CallState(shown.state) in UNANSWERED:
        return ("ring", "close", "harm")
    return () if shown.outcome == CallOutcome.HARM else ("reopen",)


def _call(request: DeskRequest, key: UUID) -> HelpCall:
    found = call_by_key(key=key, scope=request.officer)
    if found is None:
        raise Http404
    return found


def _after(request: DeskRequest, key: UUID) -> str:
    """Say where somebody goes on: to the call while they see it, else to the list, or to the work table."""
    if call_by_key(key=key, scope=request.officer):
        return reverse("desk:help-call", args=[key])
    return way_to(request.officer, "desk:help-calls") or reverse("desk:home")
