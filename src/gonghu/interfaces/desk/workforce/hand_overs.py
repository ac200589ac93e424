"""Hand-overs of posts with everything that hung on them (交接记录)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.workforce.models import HandOver
from gonghu.domain.workforce.queries import hand_overs_in
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import Column, taken_along
from gonghu.interfaces.desk.workforce.forms import HandOverFilter


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """One hand-over in a list (交接显示项)."""

    on: date
    post: str
    place: str
    giver: str
    taker: str
    children: int
    tasks: int
    overdue: int
    charges: int


@require_safe
@needs(Permission.ASSIGN_TASKS)
def hand_overs(request: DeskRequest) -> HttpResponse:
    """List who gave which post to whom, and what hung on it that day."""
    form = HandOverFilter(request.GET)
    page = keyset_page(request, _wanted(form.said(), request.officer.scope))
    context = list_shown(
        request, form=form, page=page, rows=_rows(page.rows), columns=_columns(), export="desk:export-hand-overs"
    )
    return render(request, "desk/workforce/hand_overs.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    said = HandOverFilter(request.GET).said()
    return taken_along(
        request,
        name=_("岗位交接记录"),
        kind="hand_over",
        columns=_columns(),
        found=_wanted(said, request.officer.scope.holding(Permission.ASSIGN_TASKS).holding(Permission.EXPORT)),
        rows=_rows,
    )


def _wanted(said: dict[str, Any], scope: Scope) -> QuerySet[HandOver]:
    area = Area.of(said["place"]) if said.get("place") else None
    return hand_overs_in(scope=scope, area=area, since=said.get("since"))


def _rows(found: Iterable[HandOver]) -> list[HandOverRow]:
    listed = list(found)
    names = names_of([each.division_code for each in listed])
    return [
        HandOverRow(
            each.on, str(each.post.get_role_display()), names[each.division_code], each.giver.display_name,
            each.taker.display_name if each.taker else _("（离任，岗位空缺）"),
            each.children, each.tasks, each.overdue, each.charges,
        )
        for each in listed
    ]  # fmt: skip


def _columns() -> list[Column[HandOverRow]]:
    post, place, giver, taker = map(attrgetter, ("post", "place", "giver", "taker"))
    return [
        Column(_("交接日期"), lambda row: row.on.isoformat(), attrgetter("on"), 12, "code"),
        Column(_("岗位"), post, post, 16),
        Column(_("所在"), place, place, 32),
        Column(_("交出人"), giver, giver, 12),
        Column(_("接手人"), taker, taker, 16),
        Column(_("负责的儿童"), _number("children"), attrgetter("children"), 12, "number"),
        Column(_("待办任务"), _number("tasks"), attrgetter("tasks"), 10, "number"),
        Column(_("其中逾期"), _number("overdue"), attrgetter("overdue"), 10, "number"),
        Column(_("另行负责的地方"), _number("charges"), attrgetter("charges"), 14, "number"),
    ]


def _number(name: str) -> Callable[[HandOverRow], str]:
    value = attrgetter(name)
    return lambda row: str(value(row))
