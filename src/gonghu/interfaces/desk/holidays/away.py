"""Whose parents are both away at New Year (春节父母均在外), and the weeks in which nobody spoke with the child."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.holidays import Holiday, HolidayCalendar, calendar_of
from gonghu.domain.campaigns.queries import away_told, children_alone
from gonghu.domain.divisions.terms import Area
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.chips import chips_of
from gonghu.interfaces.desk.holidays.forms import SILENT, AwayFilter
from gonghu.interfaces.desk.holidays.shown import AwayRow, away_columns, away_rows
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.places import own_division
from gonghu.interfaces.desk.sentences import sentence
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.workbook_lists import offered_export


@dataclass(frozen=True, slots=True)
class AwayAsked:
    """What is asked for: a New Year, a place, weeks without contact (父母均在外查询条件)."""

    form: AwayFilter
    calendar: HolidayCalendar
    holiday: Holiday
    on: date

    def found(self, scope: Scope) -> QuerySet[Any]:
        """Give the children."""
        said = self.form.said()
        weeks = self.holiday.weeks_over(self.on)
        silent = weeks[-1] if weeks and said.get("weeks") == SILENT else None
        found = children_alone(
            scope=scope,
            holiday=self.holiday,
            answers=self.calendar.answered_by(self.holiday),
            area=Area.of(said["place"]) if said.get("place") else None,
            silent=silent,
        )
        return found.none() if said.get("weeks") == SILENT and not weeks else found

    def rows(self, request: DeskRequest, files: Any) -> list[AwayRow]:
        """Write children as the list shows them."""
        told = away_told(rows=files, scope=request.officer.scope, holiday=self.holiday, on=self.on)
        return away_rows(request, told)


@require_safe
@needs(Permission.SEE_CHILDREN)
def away(request: DeskRequest) -> HttpResponse:
    """List the children whose parents are both away at New Year."""
    of = _asked(request)
    page = keyset_page(request, of.found(request.officer.scope))
    rows = of.rows(request, page.rows)
    context = {
        "form": of.form,
        "page": page,
        "rows": rows,
        "table": table_of(away_columns(), rows),
        "holiday": of.holiday,
        "chips": chips_of(request, of.form),
        "is_filtered": bool(request.GET),
        "tabs": tabs_for(request, "desk:parents-away"),
        **offered_export(request, "desk:export-parents-away"),
    }
    return render(request, "desk/holidays/away.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    of = _asked(request)
    return taken_along(
        request,
        name=_("%(holiday)s父母均在外") % {"holiday": sentence(of.holiday.name)},
        kind="child",
        columns=away_columns(),
        found=of.found(request.officer.scope.holding(Permission.EXPORT)),
        rows=lambda part: of.rows(request, part),
    )


def _asked(request: DeskRequest) -> AwayAsked:
    calendar, today = calendar_of(own_division(request.officer)), timezone.localdate()
    form = AwayFilter(request.GET, calendar=calendar, on=today)
    return AwayAsked(form, calendar, form.chosen(), today)
