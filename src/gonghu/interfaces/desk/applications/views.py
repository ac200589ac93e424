"""The queue of applications by clock (申请队列), as a page and as a workbook; what was received for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.queries import (
    ApplicationsWanted,
    DeadlinesWanted,
    applications_in,
)
from gonghu.domain.benefits.terms import PENDING, ApplicationState, Procedure
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import names_of_children
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.forms import ApplicationFilter
from gonghu.interfaces.desk.applications.words import application_mark, line_shown
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, taken_along
from gonghu.interfaces.desk.waiting import Waiting, WaitingRow, waiting
from gonghu.standards.masking import masked_name

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application in a list (申请显示项)."""

    key: UUID
    name: str
    place: str
    line: str
    procedure: str
    state: str
    state_label: str
    due_on: date | None
    is_late: bool
    papers_due_on: date | None


@require_safe
@needs(Permission.SEE_MONEY)
def applications(request: DeskRequest) -> HttpResponse:
    """List the applications somebody sees, the green channel first, then by clock."""
    form = ApplicationFilter(request.GET)
    scope = request.officer.scope
    page = page_of_rows(request, applications_in(scope=scope, wanted=wanted_applications(form.said())))
    rows = application_rows(page.rows, request.officer)
    context = {
        **list_shown(
            request, form=form, page=page, rows=rows, columns=application_columns(), export="desk:export-applications"
        ),
        "kept": kept_filters(request, "applications"),
        "receives": scope.has(Permission.RECEIVE_APPLICATIONS),
    }
    return render(request, "desk/applications/applications.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    by, wanted = request.officer, wanted_applications(ApplicationFilter(request.GET).said())
    return taken_along(
        request,
        name=_("申请清单"),
        kind="application",
        columns=application_columns(),
        found=applications_in(scope=by.scope.holding(Permission.EXPORT), wanted=wanted),
        rows=lambda part: application_rows(part, by),
    )


def wanted_applications(said: dict[str, Any]) -> ApplicationsWanted:
    """Read which applications are asked for out of the filter form."""
    state = said.get("state")
    states = tuple(sorted(PENDING)) if not state else () if state == "ALL" else (ApplicationState(state),)
    return ApplicationsWanted(
        area=Area.of(said["place"]) if said.get("place") else None,
        states=tuple(map(ApplicationState, states)),
        procedure=Procedure(said["procedure"]) if said.get("procedure") else None,
        clock=DeadlinesWanted.named(said.get("clock", ""), timezone.localdate()),
        papers_missing=bool(said.get("papers")),
    )


def application_rows(found: Sequence[Application], by: Officer) -> list[ApplicationRow]:
    """Write applications as a list shows them; one whose child is hidden from the officer is left out."""
    names = names_of_children(children={each.child_id for each in found}, scope=by.scope)
    places = places_shown([each.division_code for each in found], by)
    today = timezone.localdate()
    return [
        ApplicationRow(
            each.pk,
            masked_name(names[each.child_id]),
            places[each.division_code],
            line_shown(each.line, each.division_code, by.scope, today),
            str(Procedure(each.procedure).label),
            each.state,
            str(ApplicationState(each.state).label),
            each.due_on,
            bool(each.due_on and each.due_on < today),
            each.papers_due_on,
        )
        for each in found
        if each.child_id in names
    ]


def application_columns() -> list[Column[ApplicationRow]]:
    """Give the columns of a list of applications."""
    page_of, name, place, line = address_of("desk:application"), *map(attrgetter, ("name", "place", "line"))
    procedure = attrgetter("procedure")
    return [
        Column(_("项目"), lambda row: link(page_of(row.key), row.line)),
        Column(_("姓名"), name, name, 10, "name"),
        Column(_("村（居）"), place, place, 30),
        Column(_("项目"), taken=line, width=30),
        Column(_("程序"), procedure, procedure, 12),
        Column(_("状态"), lambda row: application_mark(row.state, row.state_label), attrgetter("state_label"), 16),
        Column(_("期限"), _due, attrgetter("due_on"), 12),
        Column(_("欠材料"), _papers, attrgetter("papers_due_on"), 12),
    ]


def applications_waiting(request: DeskRequest) -> Waiting | None:
    """Give the applications that wait for a step the officer may take, by clock."""
    scope = request.officer.scope
    steps = {
        Permission.CHECK_APPLICATIONS: (ApplicationState.CHECKING, ApplicationState.SENT_BACK),
        Permission.CONFIRM_APPLICATIONS: (ApplicationState.CHECKED,),
    }
    rows: list[ApplicationRow] = []
    for permission, states in steps.items():
        if scope.has(permission):
            found = applications_in(scope=scope.holding(permission), wanted=ApplicationsWanted(states=states))
            others = found.exclude(checked_by=request.officer.account, state=ApplicationState.CHECKED)
            rows += application_rows(list(others[:_SHOWN]), request.officer)
    if not rows:
        return None
    told = [
        WaitingRow(
            f"{worded(row.line)}：{row.name}", reverse("desk:application", args=[row.key]), row.place, row.due_on
        )
        for row in rows
    ]
    return waiting(_("待办的申请"), told, reverse("desk:applications"))


def _due(row: ApplicationRow) -> SafeString | str:
    if row.due_on is None:
        return ""
    return mark("bad" if row.is_late else "plain", row.due_on.isoformat())


def _papers(row: ApplicationRow) -> SafeString | str:
    return mark("wait", row.papers_due_on.isoformat()) if row.papers_due_on else ""
