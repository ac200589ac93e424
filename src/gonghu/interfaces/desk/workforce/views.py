"""Who answers where (责任人覆盖): by place with drill-down, vacancies, whether every child has a named person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.workforce.queries import (
    SeatCoverage,
    coverage_of_seats,
    people_answering_for,
    turnover,
    vacancies,
)
from gonghu.domain.workforce.terms import ChargeKind, months_before
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.tasks.shown import owner_label
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn, workbook_response
from gonghu.interfaces.desk.workforce.forms import PlaceFilter, VacancyFilter
from gonghu.standards.division_code import Level
from gonghu.usecases.nobody_without_a_name import named_persons

_A_YEAR: Final = 12
_MOST_SHOWN: Final = 300
_MOST_UNNAMED: Final = 30


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """How far one place has its people (到岗显示项): one figure for each kind."""

    name: str
    address: str
    directors: SeatCoverage | None
    supervisors: SeatCoverage | None


@dataclass(frozen=True, slots=True)
class VacancyShown:
    """One division without its person (空缺显示项)."""

    code: str
    place: str
    stands_in: str


@require_safe
@needs(Permission.ASSIGN_TASKS)
def workforce(request: DeskRequest) -> HttpResponse:
    """Show which villages and towns of an area have somebody who answers for them."""
    form = PlaceFilter(request.GET)
    said = form.said()
    scope, today = request.officer.scope, timezone.localdate()
    area = _area(request, said.get("place"))
    is_wide = area.level is None or area.level < Level.COUNTY
    directors = coverage_of_seats(scope=scope, area=area, kind=ChargeKind.DIRECTOR, on=today)
    supervisors = coverage_of_seats(scope=scope, area=area, kind=ChargeKind.SUPERVISOR, on=today)
    people = named_persons(scope=scope, area=area, on=today)
    names = names_of([each.division_code for each in people.unnamed[:_MOST_UNNAMED]] + [area.low])
    since = said.get("since") or months_before(today, _A_YEAR)
    context = {
        "form": form,
        "place": names[area.low] if area.prefix else _("全国"),
        "code": area.low if area.prefix else "",
        "rows": _rows(directors, supervisors, area),
        "directors": _sum(directors),
        "supervisors": _sum(supervisors),
        "commissioners": coverage_of_seats(scope=scope, area=area, kind=ChargeKind.COMMISSIONER, on=today)
        if is_wide or area.level == Level.COUNTY
        else [],
        "people": people,
        "unnamed": [
            (names[each.division_code], each.children, owner_label(each.stands_in) if each.stands_in else "")
            for each in people.unnamed[:_MOST_UNNAMED]
        ],
        "not_shown": max(len(people.unnamed) - _MOST_UNNAMED, 0),
        "turnover": turnover(scope=scope, area=area, since=since, until=today),
        "since": since,
        "may_appoint": scope.has(Permission.MANAGE_ACCOUNTS),
        **offered_export(request, "desk:export-workforce"),
    }
    return render(request, "desk/workforce/workforce.html", context)


@require_safe
@needs(Permission.ASSIGN_TASKS)
def vacant(request: DeskRequest) -> HttpResponse:
    """List the divisions of an area that have nobody, with who stands in."""
    form = VacancyFilter(request.GET)
    said = form.said()
    kind = ChargeKind(said.get("kind") or ChargeKind.DIRECTOR)
    area = _area(request, said.get("place"))
    found = vacancies(scope=request.officer.scope, area=area, kind=kind, on=timezone.localdate())
    context = {
        "form": form,
        "kind": kind,
        "place": names_of([area.low])[area.low] if area.prefix else _("全国"),
        "rows": _vacant(request.officer.scope, found[:_MOST_SHOWN], timezone.localdate()),
        "count": len(found),
        "not_shown": max(len(found) - _MOST_SHOWN, 0),
        "is_filtered": bool(request.GET),
        "may_appoint": request.officer.scope.has(Permission.MANAGE_ACCOUNTS),
        **offered_export(request, "desk:export-vacancies"),
    }
    return render(request, "desk/workforce/vacancies.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the coverage as a workbook."""
    scope, today = request.officer.scope.holding(Permission.EXPORT), timezone.localdate()
    area = _area(request, PlaceFilter(request.GET).said().get("place"))
    columns = [(_("所在"), 30), (_("岗位"), 14), (_("应有"), 8), (_("已有"), 8), (_("空缺"), 8)]
    found = [
        each
        for kind in (ChargeKind.DIRECTOR, ChargeKind.SUPERVISOR)
        for each in coverage_of_seats(scope=scope, area=area, kind=kind, on=today)
    ]
    names = names_of([each.division_code for each in found])
    return workbook_response(
        request,
        name=_("责任人覆盖"),
        columns=[WorkbookColumn(str(title), width) for title, width in columns],
        rows=(
            [names[each.division_code], each.kind.label, each.divisions, each.covered, len(each.without)]
            for each in found
        ),
        kind="coverage",
    )


@require_POST
@needs(Permission.EXPORT)
def export_vacant(request: DeskRequest) -> HttpResponse:
    """Give the vacancies as a workbook."""
    said = VacancyFilter(request.GET).said()
    kind = ChargeKind(said.get("kind") or ChargeKind.DIRECTOR)
    scope, today = request.officer.scope.holding(Permission.EXPORT), timezone.localdate()
    found = vacancies(scope=scope, area=_area(request, said.get("place")), kind=kind, on=today)
    return workbook_response(
        request,
        name=_("空缺名单"),
        columns=[WorkbookColumn(_("区划代码"), 16), WorkbookColumn(_("所在"), 36), WorkbookColumn(_("现由谁负责"), 30)],
        rows=_vacant_lines(scope, found, today),
        kind="vacancy",
    )


def _vacant_lines(scope: Scope, codes: Sequence[str], on: date) -> Iterator[Sequence[WorkbookCell]]:
    for row in _vacant(scope, codes, on):
        yield row.code, row.place, row.stands_in


def _vacant(scope: Scope, codes: Sequence[str], on: date) -> list[VacancyShown]:
    names = names_of(codes)
    answering = people_answering_for(codes=codes, scope=scope, on=on)
    return [
        VacancyShown(code, names[code], owner_label(answering[code]) if code in answering else "") for code in codes
    ]


def _area(request: DeskRequest, said: str | None) -> Area:
    return Area.of(said) if said else own_area(request.officer, Permission.ASSIGN_TASKS)


def _rows(directors: list[SeatCoverage], supervisors: list[SeatCoverage], area: Area) -> list[PlaceShown]:
    one, other = ({each.division_code: each for each in part} for part in (directors, supervisors))
    codes = sorted(one.keys() | other.keys())
    names = names_of(codes)
    deeper = area.level is None or area.level < Level.COUNTY
    page = reverse("desk:workforce") if deeper else reverse("desk:vacancies")
    return [PlaceShown(names[code], f"{page}?place={code}", one.get(code), other.get(code)) for code in codes]


def _sum(found: list[SeatCoverage]) -> tuple[int, int]:
    return sum(each.covered for each in found), sum(each.divisions for each in found)
