"""The list of recognitions (认定列表), as a page and as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.queries import recognitions_in
from gonghu.domain.policies.terms import RECOGNITION_PENDING, RecognitionState
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.recognitions.forms import ALL, RecognitionFilter
from gonghu.interfaces.desk.reviews.tabs import recognition_tabs
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, taken_along
from gonghu.interfaces.desk.waiting import Waiting, WaitingRow, waiting
from gonghu.standards.masking import masked_name

_LOOKS: Final = {
    RecognitionState.APPROVED: "good",
    RecognitionState.SETTLED: "good",
    RecognitionState.PROPOSED: "wait",
    RecognitionState.SENT_BACK: "wait",
    RecognitionState.REFUSED: "bad",
}


@dataclass(frozen=True, slots=True)
class RecognitionRow:
    """One recognition in a list (认定显示项)."""

    key: UUID
    name: str
    place: str
    category: str
    state: str
    state_label: str
    first_by: str
    first_at: datetime
    second_by: str
    from_on: date | None


@require_safe
@needs(Permission.RECOGNISE_FIRST, Permission.RECOGNISE_SECOND, Permission.SEE_CHILDREN)
def recognitions(request: DeskRequest) -> HttpResponse:
    """List the recognitions somebody sees, those proposed first coming first."""
    scope = request.officer.scope
    form = RecognitionFilter(request.GET, scope=scope)
    page = page_of_rows(request, recognitions_in(scope=scope, **wanted_recognitions(form.said())))
    rows = recognition_rows(page.rows, request.officer)
    context = {
        **list_shown(
            request, form=form, page=page, rows=rows, columns=recognition_columns(), export="desk:export-recognitions"
        ),
        "kept": kept_filters(request, "recognitions"),
        "tabs": recognition_tabs(request, "desk:recognitions"),
    }
    return render(request, "desk/recognitions/recognitions.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    by = request.officer
    wanted = wanted_recognitions(RecognitionFilter(request.GET, scope=by.scope).said())
    return taken_along(
        request,
        name=_("认定清单"),
        kind="recognition",
        columns=recognition_columns(),
        found=recognitions_in(scope=by.scope.holding(Permission.EXPORT), **wanted),
        rows=lambda part: recognition_rows(part, by),
    )


def wanted_recognitions(said: dict[str, Any]) -> dict[str, Any]:
    """Read which recognitions are asked for out of the filter form."""
    state = said.get("state")
    states = RECOGNITION_PENDING if not state else () if state == ALL else (RecognitionState(state),)
    area = Area.of(said["place"]) if said.get("place") else None
    return {"states": sorted(states), "area": area, "category": said.get("category", "")}


def recognition_rows(found: Sequence[Recognition], by: Officer) -> list[RecognitionRow]:
    """Write recognitions as a list shows them; one whose child is hidden from the officer is left out."""
    names = _names(found, by.scope)
    places = places_shown([each.division_code for each in found], by)
    return [
        RecognitionRow(
            each.pk,
            masked_name(names[each.child_id]),
            places[each.division_code],
            _about(each, by.scope),
            each.state,
            each.state_label,
            each.first_by.display_name,
            each.first_at,
            each.second_by.display_name if each.second_by else "",
            each.from_on,
        )
        for each in found
        if each.child_id in names
    ]


def recognition_columns() -> list[Column[RecognitionRow]]:
    """Give the columns of a list of recognitions; on the page it opens by the category, in a workbook by the name."""
    page_of, name, place, second = address_of("desk:recognition"), *map(attrgetter, ("name", "place", "second_by"))
    return [
        Column(_("类别"), lambda row: link(page_of(row.key), row.category)),
        Column(_("姓名"), name, name, 10, "name"),
        Column(_("村（居）"), place, place, 30),
        Column(_("类别"), taken=attrgetter("category"), width=20),
        Column(_("状态"), lambda row: recognition_mark(row.state, row.state_label), attrgetter("state_label"), 12),
        Column(_("初审"), _first),
        Column(_("初审人"), taken=attrgetter("first_by"), width=12),
        Column(_("初审时间"), taken=attrgetter("first_at"), width=18),
        Column(_("复核"), second),
        Column(_("复核人"), taken=second, width=12),
        Column(_("起始"), lambda row: row.from_on.isoformat() if row.from_on else "", look="code"),
        Column(_("起始日期"), taken=attrgetter("from_on"), width=12),
    ]


def recognition_mark(state: str, label: str) -> SafeString:
    """Show how a recognition stands."""
    return mark(_LOOKS.get(RecognitionState(state), "off"), label)


def _first(row: RecognitionRow) -> SafeString:
    on = timezone.localtime(row.first_at).date().isoformat()
    return format_html('<span>{} <span class="code">{}</span></span>', row.first_by, on)


def recognitions_waiting(request: DeskRequest) -> Waiting | None:
    """Give the recognitions that wait for a decision the officer may take: of others, not of the officer's own."""
    scope = request.officer.scope
    if not scope.has(Permission.RECOGNISE_SECOND):
        return None
    found = recognitions_in(scope=scope, states=[RecognitionState.PROPOSED])
    mine = [
        each
        for each in found.exclude(first_by=request.officer.account)[:20]
        if scope.allows(Permission.RECOGNISE_SECOND, each.division_code)
    ]
    if not mine:
        return None
    rows = [
        WaitingRow(f"{worded(row.category)}：{row.name}", reverse("desk:recognition", args=[row.key]), row.place)
        for row in recognition_rows(mine, request.officer)
    ]
    return waiting(_("认定待复核"), rows, reverse("desk:recognitions"))


def _about(each: Recognition, scope: Scope) -> str:
    category = category_shown(each.category, each.division_code, scope)
    return _("终止认定：%(category)s") % {"category": category} if each.is_end else category


def _names(found: Sequence[Recognition], scope: Scope) -> dict[UUID, str]:
    return names_of_children(children={each.child_id for each in found}, scope=scope)
