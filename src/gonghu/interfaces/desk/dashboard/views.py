"""
The page of figures (总览): what is open and where, how far leads have come, whether they were true, what is late.

Every figure is of places and matters; there is none of a person who works, no order of merit and no target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.queries import (
    PlaceFigures,
    Tallied,
    figures_by_place,
    funnel,
    policies_found,
    precision_of_leads,
    tallied,
)
from gonghu.domain.tasks.ages import AGES
from gonghu.domain.tasks.queries import ageing, ageing_counted_at
from gonghu.domain.workforce.queries import coverage_of_seats
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.dashboard.forms import PlaceForm
from gonghu.interfaces.desk.dashboard.shown import PlaceShown, line_of_place, places_shown, tiles_shown
from gonghu.interfaces.desk.dashboard.small_counts import HIDDEN, hidden
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export
from gonghu.interfaces.desk.workbooks import workbook_response
from gonghu.standards.division_code import Level

_WIDEST_WITH_SEATS: Final = Level.COUNTY


@dataclass(frozen=True, slots=True)
class StageShown:
    """How many leads have come so far (办理阶段显示项); a count that is not told is negative."""

    name: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class PrecisionShown:
    """How many verified leads of one kind were true (准确率显示项)."""

    name: str
    confirmed: int
    verified: int
    percent: int | None


@require_safe
@needs(Permission.SEE_FIGURES)
def dashboard(request: DeskRequest) -> HttpResponse:
    """Show the figures of an area, and of the places right below it."""
    form = PlaceForm(request.GET)
    place, scope = form.said().get("place"), request.officer.scope
    own = own_area(request.officer, Permission.SEE_FIGURES)
    area = Area.of(place) if place else own
    may_see = any(each.covers(area) for each in scope.areas(Permission.SEE_CHILDREN))
    if not may_see and _is_hidden(scope, own, area):
        messages.info(request, _("这个地方的数量太少，单独列出就会认出人来；请看上一级的合计。"))
        return HttpResponseRedirect(f"{reverse('desk:dashboard')}?place={_up(area)}")
    known = tallied(scope=scope, area=area)
    above = names_of([area.low])[area.low] if area.prefix else ""
    found, places = _places(scope, area, known, may_see=may_see)
    today = timezone.localdate()
    late = ageing(scope=scope, on=today, area=area)
    context: dict[str, Any] = {
        "form": form,
        "is_filtered": bool(request.GET),
        "place": above or _("全国"),
        "own": area.low,
        "up": _up(area),
        "places": places,
        "tiles": tiles_shown(places),
        "drills": area.level is None or area.level < Level.TOWNSHIP,
        "live": _told(sum(each.live for each in found), may_see),
        "stake": sum(each.stake_yuan for each in places),
        "stages": _stages(request, area, known, may_see),
        "precision": _precision(request, area, known, may_see),
        "ages": list(zip((name for name, _days in AGES), _sums(late), strict=True)),
        "counted_at": ageing_counted_at(scope=scope, on=today, area=area),
        "seats": _seats(request, area),
        "may_see": may_see,
        **offered_export(request, "desk:export-dashboard"),
    }
    context["may_export"] = _may_export(scope, area)
    return render(request, "desk/dashboard/dashboard.html", context)


@require_POST
@needs(Permission.SEE_FIGURES)
def export(request: DeskRequest) -> HttpResponse:
    """Give the figures of the places as a workbook; what the page does not tell, it does not tell either."""
    place, scope = PlaceForm(request.GET).said().get("place"), request.officer.scope
    own = own_area(request.officer, Permission.SEE_FIGURES)
    area = Area.of(place) if place else own
    may_see = any(each.covers(area) for each in scope.areas(Permission.SEE_CHILDREN))
    if not _may_export(scope, area) or (not may_see and _is_hidden(scope, own, area)):
        raise PermissionDenied(worded(Permission.EXPORT.label))
    _found, places = _places(scope, area, tallied(scope=scope, area=area), may_see=may_see)
    titled = (_("地区"), 30), (_("待办理"), 10), (_("已核实"), 10), (_("已认定"), 10), (_("元/月"), 12)
    return workbook_response(
        request, name=_("总览"), columns=columns_of(*titled), rows=map(line_of_place, places), kind="figure"
    )


def _may_export(scope: Scope, area: Area) -> bool:
    """Tell whether all of an area may be exported: of a part, counts would tell what is hidden of the whole."""
    return any(each.covers(area) for each in scope.areas(Permission.EXPORT))


def _places(
    scope: Scope, area: Area, known: list[Tallied], *, may_see: bool
) -> tuple[Sequence[PlaceFigures], list[PlaceShown]]:
    found = figures_by_place(scope=scope, area=area, known=known)
    names = names_of([area.low, *(each.code for each in found)])
    above = names[area.low] if area.prefix else ""
    short = {code: name.removeprefix(above) or name for code, name in names.items()}
    # Some children have no village in any roster: they are the place's own to look for.
    short[area.low] = _("村（居）不详") if area.prefix else short[area.low]
    return found, places_shown(found, short, may_see=may_see)


def _is_hidden(scope: Scope, own: Area, area: Area) -> bool:
    """Tell whether a page above leaves an area, or one that it lies in, untold: opened, it would tell."""
    levels = [level for level in Level if area.level is not None and level < area.level]
    for above in [each for each in (Area.of(area.prefix[:level]) for level in levels) if own.covers(each)]:
        found = figures_by_place(scope=scope, area=above)
        for place in places_shown(found, {each.code: "" for each in found}, may_see=False):
            is_on_the_way = place.code != above.low and Area.of(place.code).covers(area)
            if is_on_the_way and HIDDEN in (place.live, place.verified, place.recognised):
                return True
    return False


def _stages(request: DeskRequest, area: Area, known: list[Tallied], may_see: bool) -> list[StageShown]:
    come = funnel(scope=request.officer.scope, area=area, known=known)
    named = (
        (_("线索"), come.leads),
        (_("已核实"), come.verified),
        (_("已提出认定"), come.proposed),
        (_("已认定"), come.recognised),
    )
    return [
        StageShown(name, _told(count, may_see), round(100 * count / come.leads) if come.leads else 0)
        for name, count in named
    ]


def _precision(request: DeskRequest, area: Area, known: list[Tallied], may_see: bool) -> list[PrecisionShown]:
    scope = request.officer.scope
    names = dict(policies_found(scope=scope))
    shown = []
    for policy, found in precision_of_leads(scope=scope, area=area, known=known):
        told = may_see or min(found.confirmed, found.verified - found.confirmed) not in (1, 2)
        confirmed = found.confirmed if told else HIDDEN
        percent = round(100 * found.share) if told and found.share is not None else None
        shown.append(PrecisionShown(names.get(policy, policy), confirmed, _told(found.verified, may_see), percent))
    return shown


def _seats(request: DeskRequest, area: Area) -> tuple[int, int] | None:
    """Tell how many villages have a director; of more than a county nobody waits for it."""
    scope = request.officer.scope
    if not scope.has(Permission.SEE_TASKS) or area.level is None or area.level < _WIDEST_WITH_SEATS:
        return None
    found = coverage_of_seats(scope=scope, area=area, kind=ChargeKind.DIRECTOR, on=timezone.localdate())
    return sum(each.covered for each in found), sum(each.divisions for each in found)


def _sums(rows: Any) -> list[int]:
    return [sum(row.ages[place] for row in rows) for place in range(len(AGES))]


def _told(count: int, may_see: bool) -> int:
    return count if may_see else hidden(count)


def _up(area: Area) -> str:
    """Give the code of the division above, empty at the top."""
    above = [level for level in Level if area.level is not None and level < area.level]
    return Area.of(area.prefix[: above[-1]]).low if above else ""
