"""Days that come by themselves (将到日期): by month and place, as a page and a workbook; of much a month and a kind."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries.coming import DateComing, DatesWanted, dates_coming
from gonghu.domain.people.terms import DateKind
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.rows import category_shown
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import PAGE, Page, page_number
from gonghu.interfaces.desk.places import own_area
from gonghu.interfaces.desk.reviews.forms import DateFilter
from gonghu.interfaces.desk.reviews.tabs import recognition_tabs
from gonghu.interfaces.desk.tables import Column, address_of, link, workbook_of
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.standards.division_code import Level
from gonghu.standards.masking import masked_name

_AHEAD: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class DateRow:
    """One day to come in the list (将到日期显示项)."""

    child: UUID
    on: date
    kind: str
    name: str
    place: str
    category: str


@require_safe
@needs(Permission.SEE_CHILDREN)
def dates(request: DeskRequest) -> HttpResponse:
    """List the days to come of a county or less, or of one month and kind; who asks for more is asked to choose."""
    form = DateFilter(request.GET, on=timezone.localdate())
    found = _found(request, form.said(), request.officer.scope)
    number = page_number(request)
    part = (found or [])[(number - 1) * PAGE : number * PAGE]
    page = Page(part, number, found is not None and len(found) > number * PAGE)
    rows = _rows(request, part)
    context = {
        **list_shown(request, form=form, page=page, rows=rows, columns=_columns(), export="desk:export-dates"),
        "tabs": recognition_tabs(request, "desk:dates"),
        "is_too_wide": found is None,
    }
    return render(request, "desk/reviews/dates.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    form, scope = DateFilter(request.GET, on=timezone.localdate()), request.officer.scope.holding(Permission.EXPORT)
    rows = _rows(request, _found(request, form.said(), scope) or [])
    return workbook_of(request, name=_("将到日期"), kind="child", columns=_columns(), rows=rows)


def _found(request: DeskRequest, said: dict[str, Any], scope: Scope) -> list[DateComing] | None:
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer, Permission.SEE_CHILDREN)
    is_wide = area.level is None or area.level < Level.COUNTY
    if is_wide and not (said.get("month") and said.get("kind")):
        return None
    from_on, until = timezone.localdate(), timezone.localdate() + _AHEAD
    if said.get("month"):
        first = date.fromisoformat(f"{said['month']}-01")
        from_on, until = max(first, from_on), first.replace(day=monthrange(first.year, first.month)[1])
    kinds = frozenset({DateKind(said["kind"])}) if said.get("kind") else frozenset(DateKind)
    return dates_coming(scope=scope, wanted=DatesWanted(from_on, until, kinds, area))


def _rows(request: DeskRequest, found: Sequence[DateComing]) -> list[DateRow]:
    places = near_names([each.division_code for each in found], request)
    return [
        DateRow(
            each.child,
            each.on,
            worded(each.kind.label),
            masked_name(each.name),
            places[each.division_code],
            category_shown(each.category, each.division_code, request.officer.scope),
        )
        for each in found
    ]


def _columns() -> list[Column[DateRow]]:
    file_of, place, category, kind = address_of("desk:child"), *map(attrgetter, ("place", "category", "kind"))
    return [
        Column(_("日期"), lambda row: row.on.isoformat(), attrgetter("on"), 12, "code"),
        Column(_("是什么日子"), kind, kind, 20),
        Column(_("儿童"), lambda row: link(file_of(row.child), row.name), attrgetter("name"), 10, "name"),
        Column(_("所在"), place, place, 32),
        Column(_("类别"), category, category, 18),
    ]
