"""The list of visits (走访记录), as a page and as a workbook."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.queries import VisitFilters, visits_in
from gonghu.domain.visits.terms import VisitKind, VisitOutcome
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page, order_of
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import taken_along
from gonghu.interfaces.desk.visits.forms import VisitFilter
from gonghu.interfaces.desk.visits.shown import visit_columns, visit_rows
from gonghu.interfaces.desk.visits.tabs import tabs_for


@require_safe
@needs(Permission.SEE_CHILDREN)
def visits(request: DeskRequest) -> HttpResponse:
    """List the visits somebody sees; the filters hold together."""
    form = VisitFilter(request.GET)
    said = form.said()
    by = order_of(request.officer, said.get("place", ""), day="-visited_on")
    page = keyset_page(request, _wanted(said, request.officer.scope), by=by)
    rows = visit_rows(request, page.rows, timezone.localdate())
    context = {
        **list_shown(request, form=form, page=page, rows=rows, columns=visit_columns(), export="desk:export-visits"),
        "kept": kept_filters(request, "visits"),
        "tabs": tabs_for(request, "desk:visits"),
    }
    return render(request, "desk/visits/visits.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    said, today = VisitFilter(request.GET).said(), timezone.localdate()
    return taken_along(
        request,
        name=_("走访记录"),
        kind="visit",
        columns=visit_columns(),
        found=_wanted(said, request.officer.scope.holding(Permission.EXPORT)),
        rows=lambda part: visit_rows(request, part, today),
    )


def _wanted(said: dict[str, Any], scope: Scope) -> QuerySet[Visit]:
    filters = VisitFilters(
        area=Area.of(said["place"]) if said.get("place") else None,
        kind=VisitKind(said["kind"]) if said.get("kind") else None,
        outcome=VisitOutcome(said["outcome"]) if said.get("outcome") else None,
        since=said.get("since"),
        until=said.get("until"),
    )
    return visits_in(scope=scope, filters=filters)
