"""What a town receives for children of other places (异地受理): how it stands, and nothing of the child."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import LineUnknown
from gonghu.domain.benefits.operations import AlreadyApplied, AmountMissing, ProcedureNotThere
from gonghu.domain.benefits.queries import HandledElsewhere, applications_handled_for_others
from gonghu.domain.benefits.terms import ApplicationState
from gonghu.domain.benefits.writing import NoSuchApplication, StepNotNow
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.forms import ElsewhereForm
from gonghu.interfaces.desk.applications.words import line_choices, line_shown
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.standards.division_code import county
from gonghu.usecases.receive_for_others import (
    BroughtIn,
    NotTheTowns,
    NumberUnusable,
    take_and_pass_on,
    write_for_others,
)

REFUSED: Final = 422
_ENDED: Final = frozenset({ApplicationState.CONFIRMED, ApplicationState.REFUSED})


@require_safe
@needs(Permission.RECEIVE_APPLICATIONS)
def elsewhere(request: DeskRequest) -> HttpResponse:
    """List what the town received for children of other places: how it stands, and nothing of the child."""
    found = applications_handled_for_others(scope=request.officer.scope)
    names = names_of({county(each.division_code) for each in found})
    rows = [_row(each, names, request.officer) for each in found]
    context = {"rows": rows, **offered_export(request, "desk:export-elsewhere")}
    return render(request, "desk/applications/elsewhere.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the same as a workbook, of the towns one may export from."""
    scope = request.officer.scope
    if not scope.has(Permission.RECEIVE_APPLICATIONS):
        raise PermissionDenied(worded(Permission.RECEIVE_APPLICATIONS.label))
    kept = {each.key for each in applications_handled_for_others(scope=scope.holding(Permission.EXPORT))}
    found = [each for each in applications_handled_for_others(scope=scope) if each.key in kept]
    names = names_of({county(each.division_code) for each in found})
    titled = (_("编号"), 12), (_("项目"), 28), (_("户籍地"), 24), (_("状态"), 14), (_("期限"), 12), (_("告知日期"), 12)
    return workbook_response(
        request,
        name=_("异地受理"),
        columns=columns_of(*titled),
        rows=(_line(_row(each, names, request.officer)) for each in found),
        kind="application",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.RECEIVE_APPLICATIONS)
def new_elsewhere(request: DeskRequest) -> HttpResponse:
    """Write an application for a child of another place, from the papers that the family brought."""
    towns = request.officer.scope.areas(Permission.RECEIVE_APPLICATIONS)
    town = towns[0].low
    form = ElsewhereForm(request.POST or None, lines=line_choices(town, timezone.localdate(), request.officer.scope))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        brought = BroughtIn(
            name=said["name"].strip(),
            number=said["number"].strip().upper(),
            home=said["home"],
            line=said["line"],
            handling_division=town,
            applicant=said["applicant"],
            applicant_relation=said["relation"],
            words=said["words"],
        )
        try:
            write_for_others(brought=brought, by=request.officer, at=request.at)
        except (
            NotPermitted, NumberUnusable, NotTheTowns, AlreadyApplied, AmountMissing, ProcedureNotThere, LineUnknown,
        ) as refusal:  # fmt: skip
            form.refuse(refusal)
        else:
            messages.success(request, _("已填好，请登记收到的材料并受理。"))
            return HttpResponseRedirect(reverse("desk:applications-elsewhere"))
    return render(
        request, "desk/applications/new_elsewhere.html", {"form": form}, status=REFUSED if form.errors else 200
    )


@require_POST
@needs(Permission.RECEIVE_APPLICATIONS)
def receive_elsewhere(request: DeskRequest, key: UUID) -> HttpResponse:
    """Receive what was written for a child of another place, and pass it on to its home."""
    found = applications_handled_for_others(scope=request.officer.scope)
    if not any(each.key == key for each in found):
        raise Http404
    try:
        take_and_pass_on(application=key, got=request.POST.getlist("got"), by=request.officer, at=request.at)
    except (NotPermitted, NoSuchApplication, StepNotNow) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("已受理并推送户籍地。"))
    return HttpResponseRedirect(reverse("desk:applications-elsewhere"))


def _line(row: dict[str, Any]) -> Sequence[WorkbookCell]:
    told_on = timezone.localdate(row["told_at"]) if row["told_at"] else None
    return row["number"], row["line"], row["place"], row["state"].label, row["due_on"], told_on


def _row(each: HandledElsewhere, names: dict[str, str], by: Officer) -> dict[str, Any]:
    return {
        "key": each.key,
        "number": each.key.hex[:8].upper(),
        "line": line_shown(each.line, each.division_code, by.scope, timezone.localdate()),
        "place": names.get(county(each.division_code), ""),
        "state": each.state,
        "due_on": each.due_on,
        "missing": each.missing,
        "waits_to_receive": each.state == ApplicationState.DRAFT,
        "waits_to_push": each.state == ApplicationState.RECEIVED,
        "waits_to_tell": each.told_at is None and each.state in _ENDED,
        "told_at": each.told_at,
    }
