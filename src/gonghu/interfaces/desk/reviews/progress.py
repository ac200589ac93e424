"""How far places have come with the reviews of a year (复核进度): by place, of nobody by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
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
from gonghu.domain.people.queries.reviews import ReviewCounts, review_counts, reviews_in_all
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.reviews.forms import ProgressFilter
from gonghu.interfaces.desk.reviews.tabs import recognition_tabs
from gonghu.interfaces.desk.tables import Column, link, table_of, workbook_of
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.division_code import Level


@dataclass(frozen=True, slots=True)
class ProgressShown:
    """One place with its reviews (复核进度显示项); its address is the level below."""

    name: str
    row: ReviewCounts
    address: str = ""


@dataclass(frozen=True, slots=True)
class ProgressAsked:
    """What is asked for: a year and a place (复核进度查询)."""

    form: ProgressFilter
    year: int
    area: Area


@require_safe
@needs(Permission.RECOGNISE_FIRST, Permission.RECOGNISE_SECOND)
def progress(request: DeskRequest) -> HttpResponse:
    """Show how many reviews of a year fell due, were done and are late, by place."""
    asked, today = _asked(request), timezone.localdate()
    rows = _rows(asked, request.officer.scope, today)
    total = reviews_in_all((each.row for each in rows), asked.area.low)
    place = names_of([asked.area.low])[asked.area.low] if asked.area.prefix else _("全国")
    context = {
        "form": asked.form,
        "is_filtered": bool(request.GET),
        "place": place,
        "year": str(asked.year),
        "rows": rows,
        "total": total,
        "table": table_of(_columns(), [*rows, ProgressShown(_("合计"), total)]) if rows else "",
        "tabs": recognition_tabs(request, "desk:review-progress"),
        **offered_export(request, "desk:export-review-progress"),
    }
    return render(request, "desk/reviews/progress.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the table as a workbook."""
    rows = _rows(_asked(request), request.officer.scope.holding(Permission.EXPORT), timezone.localdate())
    return workbook_of(request, name=_("复核进度"), kind="figure", columns=_columns(), rows=rows)


def _asked(request: DeskRequest) -> ProgressAsked:
    today = timezone.localdate()
    form = ProgressFilter(request.GET, on=today)
    said = form.said()
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer, Permission.SEE_CHILDREN)
    return ProgressAsked(form, int(said.get("year") or today.year), area)


def _rows(asked: ProgressAsked, scope: Scope, on: date) -> Sequence[ProgressShown]:
    year = asked.year
    until = date(year, 12, 31)
    found = review_counts(scope=scope, area=asked.area, from_on=date(year, 1, 1), until=until, on=on)
    names = names_of(
        [asked.area.low, *(each.division_code for each in found)]
        if asked.area.prefix
        else [each.division_code for each in found]
    )
    head, page, shown = names.get(asked.area.low, ""), reverse("desk:review-progress"), []
    for each in found:
        below = Area.of(each.division_code)
        deeper = below.level is not None and below.level < Level.VILLAGE and below != asked.area
        query = urlencode({"year": year, "place": each.division_code})
        name = names[each.division_code].removeprefix(head) or names[each.division_code]
        shown.append(ProgressShown(name, each, f"{page}?{query}" if deeper else ""))
    return shown


def _columns() -> list[Column[ProgressShown]]:
    numbers = ((_("应复核"), "due"), (_("已复核"), "done"), (_("待复核"), "waiting"), (_("其中逾期"), "late"))
    return [
        Column(_("所在"), _named, attrgetter("name"), 30),
        *(_number(title, name) for title, name in numbers),
    ]


def _number(title: str, name: str) -> Column[ProgressShown]:
    value = attrgetter(f"row.{name}")
    return Column(title, lambda row: str(value(row)), value, 10, "number")


def _named(row: ProgressShown) -> SafeString | str:
    return link(row.address, row.name) if row.address else row.name
