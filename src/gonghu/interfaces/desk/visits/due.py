"""Whom to visit (应走访): due, overdue, soon; as a page and as a workbook."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.visits.plans import plan_of_place
from gonghu.domain.visits.queries import children_due, next_visits
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.places import own_division
from gonghu.interfaces.desk.tables import taken_along
from gonghu.interfaces.desk.visits.forms import OVERDUE, SOON, DueFilter
from gonghu.interfaces.desk.visits.shown import DueRow, due_columns, due_rows
from gonghu.interfaces.desk.visits.tabs import tabs_for

_ONE_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


@require_safe
@needs(Permission.SEE_CHILDREN)
def due(request: DeskRequest) -> HttpResponse:
    """List the children whose next visit is due, by place."""
    form, today = DueFilter(request.GET), timezone.localdate()
    page = keyset_page(request, _wanted(form.said(), request.officer.scope, today))
    rows = _rows(request, page.rows, today)
    context = {
        **list_shown(
            request,
            form=form,
            page=page,
            rows=rows,
            columns=due_columns(request.officer),
            export="desk:export-visits-due",
        ),
        "plan": plan_of_place(own_division(request.officer)),
        "tabs": tabs_for(request, "desk:visits-due"),
    }
    return render(request, "desk/visits/due.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    said, today = DueFilter(request.GET).said(), timezone.localdate()
    return taken_along(
        request,
        name=_("应走访儿童"),
        kind="child",
        columns=due_columns(request.officer),
        found=_wanted(said, request.officer.scope.holding(Permission.EXPORT), today),
        rows=lambda part: _rows(request, part, today),
    )


def until_of(said: str | None, today: date) -> date:
    """Give the last day of what is asked for."""
    return {OVERDUE: today - _ONE_DAY, SOON: today + _WEEK}.get(str(said), today)


def _wanted(said: dict[str, Any], scope: Scope, today: date) -> QuerySet[Any]:
    area = Area.of(said["place"]) if said.get("place") else None
    return children_due(scope=scope, on=today, until=until_of(said.get("due"), today), area=area)


def _rows(request: DeskRequest, files: Iterable[Any], today: date) -> list[DueRow]:
    return due_rows(request, next_visits(rows=files, scope=request.officer.scope, on=today), today)
