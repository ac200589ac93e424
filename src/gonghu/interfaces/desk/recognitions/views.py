"""The list of recognitions (认定列表), as a page and as a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
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
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.interfaces.desk.chips import chips_of
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.recognitions.forms import ALL, RecognitionFilter
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.waiting import Waiting, WaitingRow, waiting
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn, workbook_response
from gonghu.standards.masking import masked_name

_AT_ONCE: Final = 2_000


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
    form = RecognitionFilter(request.GET)
    scope = request.officer.scope
    page = page_of_rows(request, recognitions_in(scope=scope, **wanted_recognitions(form.said())))
    context = {
        "form": form,
        "page": page,
        "rows": recognition_rows(page.rows, request.officer),
        "chips": chips_of(request, form),
        "is_filtered": bool(request.GET),
        "kept": kept_filters(request, "recognitions"),
        "may_export": scope.has(Permission.EXPORT),
        "export_address": reverse("desk:export-recognitions"),
    }
    return render(request, "desk/recognitions/recognitions.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    wanted = wanted_recognitions(RecognitionFilter(request.GET).said())
    return workbook_response(
        request, name=_("认定清单"), columns=_columns(), rows=_lines(request, wanted), kind="recognition"
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
            category_shown(each.category, each.division_code, by.scope),
            each.state,
            str(RecognitionState(each.state).label),
            each.first_by.display_name,
            each.first_at,
            each.second_by.display_name if each.second_by else "",
            each.from_on,
        )
        for each in found
        if each.child_id in names
    ]


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
    rows = [
        WaitingRow(f"{row.category}：{row.name}", reverse("desk:recognition", args=[row.key]), row.place)
        for row in recognition_rows(mine, request.officer)
    ]
    return waiting(_("认定待复核"), rows, reverse("desk:recognitions"))


def _names(found: Sequence[Recognition], scope: Scope) -> dict[UUID, str]:
    return names_of_children(children={each.child_id for each in found}, scope=scope)


def _lines(request: DeskRequest, wanted: dict[str, Any]) -> Iterator[Sequence[WorkbookCell]]:
    scope = request.officer.scope.holding(Permission.EXPORT)
    found = recognitions_in(scope=scope, **wanted).iterator(chunk_size=_AT_ONCE)
    while part := list(islice(found, _AT_ONCE)):
        for row in recognition_rows(part, request.officer):
            yield (
                row.name, row.place, row.category, row.state_label, row.first_by, row.first_at, row.second_by,
                row.from_on,
            )  # fmt: skip


def _columns() -> list[WorkbookColumn]:
    titles = (
        (_("姓名"), 10), (_("村（居）"), 30), (_("类别"), 20), (_("状态"), 12), (_("初审人"), 12), (_("初审时间"), 18),
        (_("复核人"), 12), (_("起始日期"), 12),
    )  # fmt: skip
    return [WorkbookColumn(title, width) for title, width in titles]
