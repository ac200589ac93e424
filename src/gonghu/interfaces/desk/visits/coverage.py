"""How far everybody on a list was reached (走访覆盖): a fixed denominator, reasons for whoever is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.visits.models import CoverageList
from gonghu.domain.visits.queries import CoverageRow, coverage, coverage_counted_at, coverage_list, coverage_lists
from gonghu.domain.visits.queries.coverage import in_all
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.tables import Column, link, table_of
from gonghu.interfaces.desk.visits.forms import CoverageFilter
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.interfaces.desk.workbooks import WorkbookColumn, workbook_response
from gonghu.standards.division_code import Level

_MOST_LISTS = 12


@dataclass(frozen=True, slots=True)
class CoverageShown:
    """One line of the coverage (覆盖显示项); its address is the level below."""

    name: str
    row: CoverageRow
    address: str = ""


@dataclass(frozen=True, slots=True)
class CoverageAsked:
    """What is asked for: a list in a place (覆盖查询)."""

    form: CoverageFilter
    of: CoverageList | None
    area: Area


@require_safe
@needs(Permission.SEE_CHILDREN, Permission.SEE_FIGURES)
def coverage_page(request: DeskRequest) -> HttpResponse:
    """Show how far a list was reached, by place; of nobody by name."""
    asked = _asked(request)
    scope = request.officer.scope
    rows = _rows(asked, scope)
    total = in_all([each.row for each in rows], asked.area.low)
    context = {
        "form": asked.form,
        "list": asked.of,
        "counted_at": _counted_at(asked, scope),
        "place": names_of([asked.area.low])[asked.area.low] if asked.area.prefix else _("全国"),
        "rows": rows,
        "total": total,
        "table": table_of(columns(), [*rows, CoverageShown(_("合计"), total)]) if rows else "",
        "tabs": tabs_for(request, "desk:visit-coverage"),
        **offered_export(request, "desk:export-visit-coverage"),
    }
    return render(request, "desk/visits/coverage.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the table as a workbook."""
    asked = _asked(request)
    told = [(column, column.taken) for column in columns() if column.taken]
    rows = _rows(asked, request.officer.scope.holding(Permission.EXPORT))
    return workbook_response(
        request,
        name=_("走访覆盖"),
        columns=[WorkbookColumn(column.title, column.width) for column, _taken in told],
        rows=([taken(row) for _column, taken in told] for row in rows),
        kind="figure",
    )


def columns() -> list[Column[CoverageShown]]:
    """Give the columns of the table: the list, who of it was met, and why the others were not."""
    numbers = (
        (_("名单人数"), "listed"), (_("已见到"), "met"), (_("有例外原因"), "excepted"), (_("上门未见"), "tried"),
        (_("未走访"), "rest"), (_("名单户数"), "households"), (_("走访户数"), "households_met"),
        (_("名单外见到"), "late"), (_("走访人次"), "visits"),
    )  # fmt: skip
    return [
        Column(_("所在"), _named, attrgetter("name"), 30),
        *(_number(title, name) for title, name in numbers[:5]),
        Column(_("覆盖"), _share, _share, 8, "number"),
        *(_number(title, name) for title, name in numbers[5:]),
    ]


def _share(row: CoverageShown) -> str:
    # Of a place with nobody on the list nothing was left undone.
    return f"{row.row.share}%" if row.row.listed else "—"


def _number(title: str, name: str) -> Column[CoverageShown]:
    value = attrgetter(f"row.{name}")
    return Column(title, lambda row: str(value(row)), value, 10, "number")


def _named(row: CoverageShown) -> SafeString | str:
    return link(row.address, row.name) if row.address else row.name


def _asked(request: DeskRequest) -> CoverageAsked:
    scope, today = request.officer.scope, timezone.localdate()
    known = list(coverage_lists(scope=scope, on=today)[:_MOST_LISTS])
    form = CoverageFilter(request.GET, periods=[(each.code, each.name) for each in known])
    said: dict[str, Any] = form.said()
    of = coverage_list(scope=scope, code=said["period"]) if said.get("period") else next(iter(known), None)
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer, Permission.SEE_CHILDREN)
    return CoverageAsked(form, of, area)


def _rows(asked: CoverageAsked, scope: Scope) -> Sequence[CoverageShown]:
    if asked.of is None:
        return ()
    found = coverage(scope=scope, coverage_list=asked.of, area=asked.area, on=timezone.localdate())
    return list(_shown(asked, found))


def _counted_at(asked: CoverageAsked, scope: Scope) -> datetime | None:
    if asked.of is None:
        return None
    return coverage_counted_at(scope=scope, coverage_list=asked.of, area=asked.area, on=timezone.localdate())


def _shown(asked: CoverageAsked, found: Sequence[CoverageRow]) -> Iterator[CoverageShown]:
    names = names_of([row.division_code for row in found])
    head = names_of([asked.area.low])[asked.area.low] if asked.area.prefix else ""
    page = reverse("desk:visit-coverage")
    for row in found:
        below = Area.of(row.division_code)
        query = urlencode({"period": asked.of.code if asked.of else "", "place": row.division_code})
        leads_on = below.level is not None and below.level < Level.VILLAGE and below != asked.area
        name = names[row.division_code].removeprefix(head) or names[row.division_code]
        yield CoverageShown(name, row, f"{page}?{query}" if leads_on else "")
