"""Where families say something else of the subsidy than was paid (走访核对), as a page and as a workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.tasks.terms import TaskState
from gonghu.domain.visits.models import MoneyTold
from gonghu.domain.visits.queries.money import DifferencesWanted, money_differences
from gonghu.domain.visits.terms import MoneyDifference
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.ledger.forms import ToldFilter
from gonghu.interfaces.desk.ledger.tabs import tabs_for
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, taken_along
from gonghu.standards.masking import masked_name

_ALL: Final = "ALL"


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One difference in the list (走访核对显示项)."""

    child: UUID
    name: str
    place: str
    told_on: date
    difference: str
    words: str
    task: UUID | None
    state: str
    is_open: bool


@require_safe
@needs(Permission.SEE_MONEY)
def told(request: DeskRequest) -> HttpResponse:
    """List where families say something else than what was paid, until somebody has found out."""
    form = ToldFilter(request.GET)
    page = keyset_page(request, _found(form.said(), request.officer.scope))
    rows = _rows(request, page.rows)
    context = {
        **list_shown(
            request,
            form=form,
            page=page,
            rows=rows,
            columns=_columns(request.officer),
            export="desk:export-money-told",
        ),
        "tabs": tabs_for(request, "desk:money-told"),
    }
    return render(request, "desk/ledger/told.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    return taken_along(
        request,
        name=_("走访核对清单"),
        kind="money_told",
        columns=_columns(request.officer),
        found=_found(ToldFilter(request.GET).said(), scope),
        rows=lambda part: _rows(request, part),
    )


def _found(said: dict[str, Any], scope: Scope) -> QuerySet[MoneyTold]:
    wanted = DifferencesWanted(
        area=Area.of(said["place"]) if said.get("place") else None,
        difference=MoneyDifference(said["difference"]) if said.get("difference") else None,
        settled_too=said.get("state") == _ALL,
    )
    return money_differences(scope=scope, wanted=wanted)


def _rows(request: DeskRequest, found: Iterable[MoneyTold]) -> list[ToldRow]:
    rows, by = list(found), request.officer
    names = names_of_children(children={each.child_id for each in rows}, scope=by.scope)
    places = places_shown([each.division_code for each in rows], by)
    return [
        ToldRow(
            each.child_id,
            masked_name(names[each.child_id]),
            places[each.division_code],
            each.told_on,
            each.get_difference_display(),
            each.words,
            each.task_id,
            each.task.get_state_display() if each.task else "",
            each.task is not None and each.task.state == TaskState.OPEN,
        )
        for each in rows
        if each.child_id in names
    ]


def _columns(by: Officer) -> list[Column[ToldRow]]:
    money_of, task_of = address_of("desk:child-money"), address_of("desk:task")
    opens_tasks = by.scope.has(Permission.SEE_TASKS)
    place, words, state = map(attrgetter, ("place", "words", "state"))

    def task(row: ToldRow) -> str:
        shown = mark("wait" if row.is_open else "good", row.state)
        return link(task_of(row.task), shown) if row.task and opens_tasks else shown

    return [
        Column(_("姓名"), lambda row: link(money_of(row.child), row.name), attrgetter("name"), 10, "name"),
        Column(_("村（居）"), place, place, 32),
        Column(_("走访日期"), lambda row: row.told_on.isoformat(), attrgetter("told_on"), 12, "code"),
        Column(_("不一致"), lambda row: mark("bad", row.difference), attrgetter("difference"), 24),
        Column(_("情况"), words, words, 60),
        Column(_("核实任务"), task, state, 12),
    ]
