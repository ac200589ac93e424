"""The page of one organisation (机构详情), and what can be changed on it."""

from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gonghu.domain.access.officer import NotPermitted, authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.organisations.models import Organisation, Place
from gonghu.domain.organisations.operations import (
    EarlierThanTheLast,
    NotAStation,
    OrganisationClosed,
    StationCannotGoThere,
    advance_station,
    change_duty_phone,
)
from gonghu.domain.organisations.queries import (
    NoSuchOrganisation,
    children_of,
    contracts_of,
    opening_hours_of,
    organisation_by_key,
    parent_of,
    parents_over_time,
    places_of,
    premises_of,
    rooms_of,
    status_of,
    statuses_over_time,
)
from gonghu.domain.organisations.terms import STATION_KINDS, StationState
from gonghu.interfaces.desk.admission import DeskRequest, needs, signed_in
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.organisations.act_forms import WEEKDAYS
from gonghu.interfaces.desk.organisations.contracts import ContractShown
from gonghu.interfaces.desk.organisations.forms import PhoneForm, StationForm
from gonghu.interfaces.desk.organisations.views import REFUSED
from gonghu.interfaces.desk.places import names_of


@require_safe
@signed_in
def organisation(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show an organisation."""
    return _page(request, _organisation(key))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def change_phone(request: DeskRequest, key: UUID) -> HttpResponse:
    """Change the number people call."""
    shown = _organisation(key)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("desk:organisation", args=[key]))
    form = PhoneForm(request.POST)
    if form.is_valid():
        try:
            authorise(request.officer, Permission.MANAGE_ORGANISATIONS, shown.division_code)
            phone = form.cleaned_data["duty_phone"]
            change_duty_phone(organisation=shown, duty_phone=phone, by=request.officer, at=request.at)
        except (NotPermitted, OrganisationClosed) as refusal:
            form.refuse(refusal)
        else:
            return _done(request, shown, _("值班电话已更新。"))
    return _page(request, shown, phone_form=form)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def advance(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take a station to its next state."""
    shown = _organisation(key)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("desk:organisation", args=[key]))
    form = StationForm(request.POST, now=_state(shown))
    if form.is_valid():
        said = form.cleaned_data
        try:
            authorise(request.officer, Permission.MANAGE_ORGANISATIONS, shown.division_code)
            advance_station(
                station=shown,
                to=StationState(said["to"]),
                on=said["on"],
                plaque_on=said["plaque_on"],
                document=said["document"],
                by=request.officer,
                at=request.at,
            )
        except (NotPermitted, NotAStation, StationCannotGoThere, EarlierThanTheLast) as refusal:
            form.refuse(refusal)
        else:
            return _done(request, shown, _("站点状态已更新。"))
    return _page(request, shown, station_form=form)


def _page(request: DeskRequest, shown: Organisation, **forms: DeskForm) -> HttpResponse:
    today = timezone.localdate()
    may_change = request.officer.scope.allows(Permission.MANAGE_ORGANISATIONS, shown.division_code)
    is_station = shown.kind in STATION_KINDS
    context: dict[str, Any] = {
        "organisation": shown,
        "place_name": names_of([shown.division_code])[shown.division_code],
        "parent": parent_of(organisation=shown, on=today),
        "below": children_of(organisation=shown, on=today),
        "status": status_of(station=shown, on=today) if is_station else None,
        "is_station": is_station,
        "places": [_place(place) for place in places_of(organisation=shown, on=today)],
        "contracts": [ContractShown.of(each, today) for each in contracts_of(organisation=shown, since=today)],
        "parents": parents_over_time(organisation=shown),
        "statuses": statuses_over_time(station=shown) if is_station else [],
        "may_change": may_change and shown.closed_on is None,
        "phone_form": forms.get("phone_form") or PhoneForm(initial={"duty_phone": shown.duty_phone}),
        "station_form": forms.get("station_form") or StationForm(now=_state(shown), initial={"on": today}),
    }
    return render(request, "desk/organisations/organisation.html", context, status=REFUSED if forms else 200)


def _place(place: Place) -> dict[str, Any]:
    hours = [
        (WEEKDAYS[row.weekday - 1], f"{row.opens:%H:%M}–{row.closes:%H:%M}") for row in opening_hours_of(place=place)
    ]
    days = [(day, [span for _day, span in spans]) for day, spans in groupby(hours, key=itemgetter(0))]
    return {"place": place, "rooms": rooms_of(place=place), "premises": premises_of(place=place), "hours": days}


def _state(shown: Organisation) -> StationState | None:
    status = status_of(station=shown, on=timezone.localdate())
    return StationState(status.state) if status else None


def _organisation(key: UUID) -> Organisation:
    try:
        return organisation_by_key(key=key)
    except NoSuchOrganisation as problem:
        raise Http404(str(problem)) from problem


def _done(request: DeskRequest, shown: Organisation, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("desk:organisation", args=[shown.pk]))
