"""
How many children a place had, month by month (逐月人数): by the divisions of each day, through every change of them.

Whoever may not see children there is told of the own area only: opened one by one, what a table leaves untold would be
told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.queries import became, changes_of, former_names, full_names
from gonghu.domain.divisions.terms import Area, ChangeKind
from gonghu.domain.people.queries.months import PlaceMonth, counts_of_months, places_of_month, series_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.dashboard.forms import MonthForm
from gonghu.interfaces.desk.dashboard.small_counts import HIDDEN, hidden, hidden_together
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.tables import Column, table_of, workbook_of
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.division_code import Level

_MOST_MONTHS: Final = 24
_MOST_CHANGES: Final = 10


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One line of figures (逐月人数显示项): of a month, or of a place at its end; what is not told is negative."""

    key: str
    name: str
    counted_on: date
    files: int
    recognised: int
    then: str = ""


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """One change of a place (区划变更显示项): what it was before and what after, with the document."""

    on: date
    kind: str
    before: str
    after: str
    document: str


@require_safe
@needs(Permission.SEE_FIGURES)
def months(request: DeskRequest) -> HttpResponse:
    """Show the months of a place, and at the end of one of them the places in it as they were then."""
    form = MonthForm(request.GET)
    said, scope = form.said(), request.officer.scope
    own = own_area(request.officer, Permission.SEE_FIGURES)
    area = Area.of(said["place"]) if said.get("place") else own
    may_see = _may_see(scope, area)
    if not may_see and area != own:
        messages.info(request, _("这个地方的数量太少，单独列出就会认出人来；请看上一级的合计。"))
        return HttpResponseRedirect(reverse("desk:months"))
    counts = counts_of_months(scope=scope, area=area, on=timezone.localdate())
    series = series_of(counts, area.low)[:_MOST_MONTHS]
    shown = _month_shown(series, said.get("month"))
    places = _places(counts, shown, area, may_see=may_see) if shown else []
    context: dict[str, Any] = {
        "form": form,
        "is_filtered": bool(request.GET),
        "place": names_of([area.low])[area.low] if area.prefix else _("全国"),
        "series": series,
        "series_table": table_of(_series_columns(), _series(counts, series, area, may_see=may_see)),
        "shown": shown,
        "places_table": table_of(_place_columns(), places) if places else "",
        "changes": _changes(area.low) if area.prefix else [],
        **offered_export(request, "desk:export-months"),
    }
    return render(request, "desk/dashboard/months.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the months of a place as a workbook, of where somebody may export; small counts stay untold."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    said = MonthForm(request.GET).said()
    own = own_area(request.officer, Permission.SEE_FIGURES)
    area = Area.of(said["place"]) if said.get("place") else own
    may_see = _may_see(scope, area)
    counts = counts_of_months(scope=scope, area=area, on=timezone.localdate()) if may_see or area == own else []
    rows = _series(counts, series_of(counts, area.low), area, may_see=may_see)
    return workbook_of(request, name=_("逐月人数"), kind="figure", columns=_series_columns(), rows=rows)


def _may_see(scope: Scope, area: Area) -> bool:
    return any(each.covers(area) for each in scope.areas(Permission.SEE_CHILDREN))


def _month_shown(series: Sequence[PlaceMonth], asked: date | None) -> PlaceMonth | None:
    """Give the month that was asked for, by any of its days; else the last."""
    found = [each for each in series if asked and each.month.month_on == asked.replace(day=1)]
    return next(iter(found or series), None)


def _series(counts: Sequence[PlaceMonth], series: Sequence[PlaceMonth], area: Area, *, may_see: bool) -> list[MonthRow]:
    return [
        MonthRow(
            f"{each.month.month_on:%Y-%m}",
            "",
            each.month.counted_on,
            each.files if may_see else hidden(each.files),
            each.recognised if may_see else hidden(each.recognised),
            _then(counts, each, area),
        )
        for each in series
    ]


def _then(counts: Sequence[PlaceMonth], each: PlaceMonth, area: Area) -> str:
    """Name the places that an area was made of at the end of a month, where they were not the area itself."""
    if area.level is None:
        return ""
    codes = [place.code for place in places_of_month(counts, each.month.month_on, area.level)]
    names, now = _names(codes, each.month.counted_on), names_of([area.low])[area.low]
    return "" if list(names.values()) == [now] else "、".join(names[code] for code in codes)


def _places(counts: Sequence[PlaceMonth], shown: PlaceMonth, area: Area, *, may_see: bool) -> list[MonthRow]:
    level = next((each for each in Level if area.level is None or each > area.level), Level.VILLAGE)
    found = places_of_month(counts, shown.month.month_on, level)
    names = _names([area.low, *(each.code for each in found)], shown.month.counted_on)
    above = names.pop(area.low) if area.prefix else ""
    short = {code: name.removeprefix(above) or name for code, name in names.items()}
    # Some children have no village in any roster: they are the place's own.
    short[area.low] = above if area.level == level else _("村（居）不详")
    columns = [[each.files for each in found], [each.recognised for each in found]]
    files, recognised = columns if may_see else map(hidden_together, columns)
    return [
        MonthRow(each.code, short[each.code], shown.month.counted_on, told, of_them)
        for each, told, of_them in zip(found, files, recognised, strict=True)
    ]


def _names(codes: Sequence[str], on: date) -> dict[str, str]:
    """Name divisions as they were called on a day; one that nobody bore then as it was called last."""
    named = full_names(codes=codes, on=on)
    return {code: code for code in codes} | former_names(codes=[each for each in codes if each not in named]) | named


def _changes(code: str) -> list[PlaceChange]:
    """Tell what a place came from and went into, the last change first; of each only what was of its own level."""
    shown = []
    for change in changes_of(code=code).order_by("-effective_on", "-pk")[:_MOST_CHANGES]:
        own = [link for link in became(change=change) if code in (link.from_code, link.to_code)]
        before = dict.fromkeys(link.from_name for link in own if link.from_code)
        after = dict.fromkeys(link.to_name for link in own if link.to_code)
        label = ChangeKind(change.kind).label
        shown.append(PlaceChange(change.effective_on, label, "、".join(before), "、".join(after), change.document))
    return shown


def _series_columns() -> list[Column[MonthRow]]:
    month, counted, then = map(attrgetter, ("key", "counted_on", "then"))
    return [
        Column(_("月份"), month, month, 10, "code"),
        Column(_("截至"), lambda row: row.counted_on.isoformat(), counted, 12, "code"),
        *_counts(),
        Column(_("当时的区划"), then, then, 60),
    ]


def _place_columns() -> list[Column[MonthRow]]:
    return [Column(_("地区"), attrgetter("name")), *_counts()]


def _counts() -> list[Column[MonthRow]]:
    return [
        Column(_("在档"), lambda row: _told(row.files), lambda row: _taken(row.files), 10, "number"),
        Column(_("已认定"), lambda row: _told(row.recognised), lambda row: _taken(row.recognised), 10, "number"),
    ]


def _told(count: int) -> str:
    return _("少于 3") if count == HIDDEN else str(count)


def _taken(count: int) -> int | str:
    return _("少于 3") if count == HIDDEN else count
