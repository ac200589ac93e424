"""How fresh what is known of the children is (新旧一览): a map of rectangles, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

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
from gonghu.domain.visits.queries import FreshnessRow, TooWide, freshness
from gonghu.engines.reporting import treemap_tiles
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.dashboard.shown import HEIGHT, WIDTH, TileShown
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.tables import Column, link, table_of, workbook_of
from gonghu.interfaces.desk.visits.forms import FreshnessFilter
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.division_code import Level

BY_LATE: Final = "late"
_DAYS: Final = (30, 90, 180)
_SHARES: Final = (0, 10, 30)
_CHARACTER: Final = 15.0
_LEAST_HEIGHT: Final = 42.0


@dataclass(frozen=True, slots=True)
class FreshnessShown:
    """One place (新旧显示项); its address is the level below, or the list of who is overdue."""

    name: str
    row: FreshnessRow
    address: str


@require_safe
@needs(Permission.SEE_CHILDREN)
def freshness_page(request: DeskRequest) -> HttpResponse:
    """Show how long ago the children of an area were seen and how many are overdue, by place."""
    form = FreshnessFilter(request.GET)
    said = form.said()
    area = _area(request, said)
    rows = _rows(request.officer.scope, area)
    arrived = [each.row.arrived_at for each in rows or () if each.row.arrived_at]
    context = {
        "form": form,
        "is_filtered": bool(request.GET),
        "place": names_of([area.low])[area.low] if area.prefix else _("全国"),
        "is_too_wide": rows is None,
        "rows": rows,
        "tiles": _tiles(rows or [], by_late=said.get("by") == BY_LATE),
        "by_late": said.get("by") == BY_LATE,
        "arrived_at": max(arrived, default=None),
        "now": timezone.localtime(),
        "table": table_of(_columns(), rows) if rows else "",
        "tabs": tabs_for(request, "desk:visit-freshness"),
        **offered_export(request, "desk:export-visit-freshness"),
    }
    return render(request, "desk/visits/freshness.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the table as a workbook."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    rows = _rows(scope, _area(request, FreshnessFilter(request.GET).said())) or []
    return workbook_of(request, name=_("走访新旧一览"), kind="figure", columns=_columns(), rows=rows)


def _area(request: DeskRequest, said: dict[str, Any]) -> Area:
    return Area.of(said["place"]) if said.get("place") else own_area(request.officer, Permission.SEE_CHILDREN)


def _rows(scope: Scope, area: Area) -> list[FreshnessShown] | None:
    """Give the places below an area, or nothing where it is too wide to be counted as one looks."""
    try:
        found = freshness(scope=scope, area=area, on=timezone.localdate())
    except TooWide:
        return None
    names = names_of([area.low, *(each.division_code for each in found)])
    deeper = area.level is not None and area.level < Level.TOWNSHIP
    page = reverse("desk:visit-freshness") if deeper else reverse("desk:visits-due")
    return [
        FreshnessShown(
            names[each.division_code].removeprefix(names[area.low]) or names[each.division_code], each,
            f"{page}?place={each.division_code}",
        )
        for each in found
    ]  # fmt: skip


def _tiles(rows: Sequence[FreshnessShown], *, by_late: bool) -> list[TileShown]:
    """Lay the places out by their children; the longer unseen, or the more overdue, the darker."""
    shown = []
    for tile in treemap_tiles([float(each.row.children) for each in rows], WIDTH, HEIGHT):
        place = rows[tile.place]
        fits = int((tile.width - 16) / _CHARACTER) if tile.height >= _LEAST_HEIGHT else 0
        told = f"{place.row.share}%" if by_late else _days(place)
        shown.append(
            TileShown(
                code=place.address, title=f"{place.name} {told}", label=place.name[: max(fits, 0)],
                count=place.row.share if by_late else place.row.days or 0,
                shade=_shade(place.row, by_late=by_late), x=round(tile.x, 1), y=round(tile.y, 1),
                width=round(tile.width, 1), height=round(tile.height, 1),
            )
        )  # fmt: skip
    return shown


def _shade(row: FreshnessRow, *, by_late: bool) -> int:
    if by_late:
        return sum(row.share > bound for bound in _SHARES)
    return len(_DAYS) if row.days is None else sum(row.days > bound for bound in _DAYS)


def _columns() -> list[Column[FreshnessShown]]:
    days = attrgetter("row.days")
    return [
        Column(_("所在"), _named, attrgetter("name"), 30),
        _number(_("在管儿童"), "children"),
        Column(_("多久没见到（天）"), _days, lambda row: _days(row) if days(row) is None else days(row), 14, "number"),
        _number(_("还没见过"), "never"),
        _number(_("走访逾期"), "overdue"),
        Column(_("逾期比例"), lambda row: f"{row.row.share}%", lambda row: f"{row.row.share}%", 10, "number"),
        Column(_("最近送达"), _arrived, attrgetter("row.arrived_at"), 18, "code"),
    ]  # fmt: skip


def _number(title: str, name: str) -> Column[FreshnessShown]:
    value = attrgetter(f"row.{name}")
    return Column(title, lambda row: str(value(row)), value, 10, "number")


def _named(row: FreshnessShown) -> SafeString:
    return link(row.address, row.name)


def _days(row: FreshnessShown) -> str:
    return _("多数没见过") if row.row.days is None else str(row.row.days)


def _arrived(row: FreshnessShown) -> str:
    moment: datetime | None = row.row.arrived_at
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "—"
