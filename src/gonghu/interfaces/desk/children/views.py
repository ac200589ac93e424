"""The list of children (儿童列表), as a page and as a workbook."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.people.terms import Category, FileState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.forms import ChildFilter
from gonghu.interfaces.desk.children.rows import child_columns, child_rows
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import taken_along

_NOT_CLOSED: Final = frozenset(FileState) - {FileState.CLOSED}


@require_safe
@needs(Permission.SEE_CHILDREN)
def children(request: DeskRequest) -> HttpResponse:
    """List the children somebody sees; the filters hold together."""
    form = ChildFilter(request.GET)
    scope, today = request.officer.scope, timezone.localdate()
    wanted = wanted_children(form.said())
    page = keyset_page(request, children_in(scope=scope, filters=wanted))
    area = wanted.area or own_area(request.officer, Permission.SEE_CHILDREN)
    rows = child_rows(page.rows, request.officer, today)
    context = {
        **list_shown(request, form=form, page=page, rows=rows, columns=child_columns(), export="desk:export-children"),
        "place": names_of([area.low])[area.low] if area.prefix else _("全国"),
        "print_place": _("儿童名单"),
        "kept": kept_filters(request, "children"),
        "may_add": scope.has(Permission.EDIT_CHILDREN),
    }
    return render(request, "desk/children/children.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    by, today = request.officer, timezone.localdate()
    wanted = wanted_children(ChildFilter(request.GET).said())
    return taken_along(
        request,
        name=_("儿童名单"),
        kind="child",
        columns=child_columns(),
        found=children_in(scope=by.scope.holding(Permission.EXPORT), filters=wanted),
        rows=lambda part: child_rows(part, by, today),
    )


def wanted_children(said: dict[str, Any]) -> ChildrenWanted:
    """Read which children are asked for out of the filter form."""
    state = said.get("state")
    return ChildrenWanted(
        area=Area.of(said["place"]) if said.get("place") else None,
        category=Category(said["category"]) if said.get("category") else None,
        states=_states(state),
        risk=said.get("risk", ""),
        sex=said.get("sex", ""),
        age_from=said.get("age_from"),
        age_to=said.get("age_to"),
        on=timezone.localdate(),
        text=said.get("text", ""),
    )


def _states(state: str | None) -> frozenset[FileState]:
    if not state:
        return _NOT_CLOSED
    return frozenset(FileState) if state == "ALL" else frozenset({FileState(state)})
