"""Where children are in a holiday (假期去向): whom nobody asked about yet, and what the others said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.holidays import Holiday, HolidayCalendar, calendar_of
from gonghu.domain.campaigns.queries import (
    WhereaboutsRow,
    WhereaboutsWanted,
    children_in_holiday,
    whereabouts_counts,
)
from gonghu.domain.campaigns.terms import Stay
from gonghu.domain.divisions.terms import Area
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.chips import chips_of
from gonghu.interfaces.desk.holidays.forms import TOLD, HolidayFilter
from gonghu.interfaces.desk.holidays.shown import holiday_columns, holiday_rows, leading_to
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.places import names_of, own_area, own_division
from gonghu.interfaces.desk.sentences import sentence
from gonghu.interfaces.desk.tables import Column, link, table_of, taken_along
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.division_code import Level


@dataclass(frozen=True, slots=True)
class HolidayAsked:
    """What is asked for: a holiday, a place, and what of the children (去向查询条件)."""

    form: HolidayFilter
    calendar: HolidayCalendar
    holiday: Holiday
    said: dict[str, Any]

    @property
    def answers(self) -> frozenset[str]:
        """The holidays whose answers tell of this one."""
        return self.calendar.answered_by(self.holiday)

    @property
    def wanted(self) -> WhereaboutsWanted:
        """What the query is asked."""
        known = self.said.get("known", "")
        return WhereaboutsWanted(self.answers, bool(known), Stay(known) if known and known != TOLD else None, self.area)

    @property
    def area(self) -> Area | None:
        """The place that was chosen."""
        return Area.of(self.said["place"]) if self.said.get("place") else None


@dataclass(frozen=True, slots=True)
class PlaceInHoliday:
    """One place in the counts of a holiday (去向汇总显示项)."""

    name: str
    address: str
    row: WhereaboutsRow


@require_safe
@needs(Permission.SEE_CHILDREN)
def whereabouts(request: DeskRequest) -> HttpResponse:
    """List the children whose whereabouts in a holiday nobody has asked about, or what was told."""
    of, today = asked(request), timezone.localdate()
    scope = request.officer.scope
    page = keyset_page(request, children_in_holiday(scope=scope, wanted=of.wanted))
    rows = holiday_rows(request, page.rows, of.holiday, of.answers, today)
    may_ask = scope.has(Permission.ASSIGN_TASKS) and not of.said.get("known")
    columns = holiday_columns(may_ask=may_ask, may_tell=scope.has(Permission.RECORD_VISITS))
    places = _places(of, request)
    context = {
        "form": of.form,
        "page": page,
        "rows": rows,
        "table": table_of(columns, rows),
        "places": places,
        "place_table": table_of(_place_columns(), places) if places else "",
        "holiday": of.holiday,
        "warning": of.calendar.warning,
        "chips": chips_of(request, of.form),
        "is_filtered": bool(request.GET),
        "may_ask": may_ask,
        "tabs": tabs_for(request, "desk:whereabouts"),
        **offered_export(request, "desk:export-whereabouts"),
    }
    return render(request, "desk/holidays/whereabouts.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    of, today = asked(request), timezone.localdate()
    return taken_along(
        request,
        name=_("%(holiday)s去向") % {"holiday": sentence(of.holiday.name)},
        kind="child",
        columns=holiday_columns(may_ask=False, may_tell=False),
        found=children_in_holiday(scope=request.officer.scope.holding(Permission.EXPORT), wanted=of.wanted),
        rows=lambda part: holiday_rows(request, part, of.holiday, of.answers, today),
    )


def asked(request: DeskRequest) -> HolidayAsked:
    """Read what is asked for; without a holiday it is the one that runs or comes next."""
    calendar = calendar_of(own_division(request.officer))
    form = HolidayFilter(request.GET, calendar=calendar, on=timezone.localdate())
    return HolidayAsked(form, calendar, form.chosen(), form.said())


def _places(of: HolidayAsked, request: DeskRequest) -> Sequence[PlaceInHoliday]:
    """Count by place, in a county or below: more is the work of a night."""
    scope: Scope = request.officer.scope
    area = of.area or own_area(request.officer, Permission.SEE_CHILDREN)
    if area.level is None or area.level < Level.COUNTY:
        return ()
    found = whereabouts_counts(scope=scope, holidays=of.answers, area=area)
    names = names_of([area.low, *(row.division_code for row in found)])
    head = names[area.low]
    return [
        PlaceInHoliday(
            names[row.division_code].removeprefix(head) or names[row.division_code],
            leading_to(row.division_code, of.holiday.code),
            row,
        )
        for row in found
    ]


def _place_columns() -> list[Column[PlaceInHoliday]]:
    return [
        Column(_("所在"), lambda each: link(each.address, each.name)),
        Column(_("在管儿童"), lambda each: str(each.row.children), look="number"),
        Column(_("已问明"), lambda each: str(each.row.told), look="number"),
        Column(_("去向不明"), lambda each: str(each.row.unknown), look="number"),
        *(_stay_column(stay) for stay in Stay),
    ]


def _stay_column(stay: Stay) -> Column[PlaceInHoliday]:
    def number(each: PlaceInHoliday) -> SafeString | str:
        return str(each.row.stays.get(stay.value, 0))

    return Column(str(stay.label), number, look="number")
