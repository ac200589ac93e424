"""The duty roster of a station (值班表): who answers which telephone on which day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.organisations.duty import DutyDaysWrong, put_on_duty, take_off_duty
from gonghu.domain.organisations.models import DutyShift, Organisation
from gonghu.domain.organisations.queries import (
    NoSuchOrganisation,
    duty_shift_by_key,
    duty_shifts,
    organisation_by_key,
)
from gonghu.domain.organisations.terms import STATION_KINDS
from gonghu.interfaces.desk.admission import DeskRequest, needs, signed_in
from gonghu.interfaces.desk.organisations.acting import managed, who
from gonghu.interfaces.desk.organisations.forms import DutyForm
from gonghu.interfaces.desk.organisations.views import REFUSED
from gonghu.interfaces.desk.tables import Column, workbook_of
from gonghu.interfaces.desk.workbook_lists import offered_export

_TWO_WEEKS: Final = 14


@dataclass(frozen=True, slots=True)
class DutyDay:
    """A day of the roster with somebody who is on duty, or nobody (值班表的一行)."""

    on: date
    shift: DutyShift | None


@require_safe
@signed_in
def roster(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show who is on duty at a station from today on."""
    return _page(request, _station(key), DutyForm(initial={"from_on": timezone.localdate()}))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def put(request: DeskRequest, key: UUID) -> HttpResponse:
    """Put somebody on duty for some days."""
    shown = _station(managed(request, key).pk)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("desk:duty-roster", args=[key]))
    form = DutyForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        from_on, to_on = said["from_on"], said["to_on"] or said["from_on"]
        try:
            days = put_on_duty(
                organisation=shown, name=said["name"], phone=said["phone"], from_on=from_on, to_on=to_on, **who(request)
            )
        except DutyDaysWrong as refusal:
            form.refuse(refusal, "to_on")
        else:
            messages.success(request, _("已排班 %(n)s 天。") % {"n": days})
            return HttpResponseRedirect(reverse("desk:duty-roster", args=[key]))
    return _page(request, shown, form)


@require_POST
@needs(Permission.MANAGE_ORGANISATIONS)
def take_off(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take somebody off the roster of a day."""
    shift = duty_shift_by_key(key=key)
    if shift is None:
        raise Http404(str(key))
    shown = managed(request, shift.organisation_id)
    take_off_duty(shift=shift, **who(request))
    messages.success(request, _("已取消这天的排班。"))
    return HttpResponseRedirect(reverse("desk:duty-roster", args=[shown.pk]))


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the roster as a workbook."""
    columns: list[Column[DutyShift]] = [
        Column(_("日期"), taken=attrgetter("on"), width=12),
        Column(_("值班人"), taken=attrgetter("name")),
        Column(_("值班电话"), taken=attrgetter("phone"), width=18),
    ]
    rows = duty_shifts(organisation=_station(key).pk, since=timezone.localdate())
    return workbook_of(request, name=_("值班表"), kind="organisation", columns=columns, rows=rows)


def _station(key: UUID) -> Organisation:
    try:
        found = organisation_by_key(key=key)
    except NoSuchOrganisation as problem:
        raise Http404(str(problem)) from problem
    if found.kind not in STATION_KINDS:
        raise Http404(str(key))
    return found


def _days(shifts: list[DutyShift], today: date) -> Iterator[DutyDay]:
    """Give two weeks with the days on which nobody is on duty, and later days as far as they are filled."""
    by_day = {on: list(of_day) for on, of_day in groupby(shifts, attrgetter("on"))}
    coming = {today + timedelta(days=number) for number in range(_TWO_WEEKS)}
    for on in sorted(coming | by_day.keys()):
        yield from (DutyDay(on, each) for each in by_day.get(on, [None]))


def _page(request: DeskRequest, shown: Organisation, form: DutyForm) -> HttpResponse:
    may_change = request.officer.scope.allows(Permission.MANAGE_ORGANISATIONS, shown.division_code)
    today = timezone.localdate()
    shifts = list(duty_shifts(organisation=shown.pk, since=today))
    context = {
        "organisation": shown,
        "rows": list(_days(shifts, today)),
        "is_filled": bool(shifts),
        "today": today,
        "form": form,
        "may_change": may_change and not shown.closed_on,
        **offered_export(request, "desk:export-duty-roster", shown.pk),
    }
    return render(request, "desk/organisations/duty.html", context, status=REFUSED if form.errors else 200)
