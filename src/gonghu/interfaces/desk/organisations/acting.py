"""What happens to one organisation (机构变更): its parent, its places with rooms and hours, its end."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.officer import NotPermitted, authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.national_list import codes_above
from gonghu.domain.organisations.correcting import change_room, close_place, correct_organisation
from gonghu.domain.organisations.models import Organisation, Place
from gonghu.domain.organisations.operations import (
    ContractOver,
    EarlierThanTheLast,
    HoursOverlap,
    OrganisationClosed,
    UnderItself,
    add_room,
    close_organisation,
    open_place,
    place_under,
    set_opening_hours,
)
from gonghu.domain.organisations.queries import (
    NoSuchOrganisation,
    opening_hours_of,
    organisation_by_key,
    organisations_at,
    place_by_key,
    room_by_key,
)
from gonghu.domain.organisations.terms import RoomFunction
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.organisations.act_forms import (
    CloseForm,
    ClosePlaceForm,
    HoursForm,
    ParentForm,
    PlaceForm,
    RoomForm,
)
from gonghu.interfaces.desk.organisations.forms import CorrectForm
from gonghu.standards.credit_code import NotACreditCode

REFUSED: Final = 422
_REFUSALS: Final = (
    NotPermitted,
    EarlierThanTheLast,
    HoursOverlap,
    OrganisationClosed,
    UnderItself,
    ContractOver,
    NotACreditCode,
)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def parent(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say whom an organisation stands under from a day on."""
    shown, today = managed(request, key), timezone.localdate()
    above = organisations_at(codes=[shown.division_code, *codes_above(shown.division_code)], on=today)
    offered = [each for each in above if each.pk != shown.pk]
    form = ParentForm(request.POST or None, offered=offered, initial={"on": today})

    def write(said: dict[str, Any]) -> None:
        chosen = organisation_by_key(key=UUID(said["parent"]))
        place_under(organisation=shown, parent=chosen, on=said["on"], document=said["document"], **who(request))

    return act(request, shown, form, write, (str(_("变更主管单位")), str(_("主管单位已更新。"))))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def close(request: DeskRequest, key: UUID) -> HttpResponse:
    """Close an organisation."""
    shown = managed(request, key)
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate()})

    def write(said: dict[str, Any]) -> None:
        close_organisation(organisation=shown, on=said["on"], **who(request))

    return act(request, shown, form, write, (str(_("撤销机构")), str(_("机构已撤销，历史保留。"))))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def new_place(request: DeskRequest, key: UUID) -> HttpResponse:
    """Enter a place of an organisation."""
    shown = managed(request, key)
    form = PlaceForm(request.POST or None, initial={"on": timezone.localdate()})

    def write(said: dict[str, Any]) -> None:
        code = said["division_code"] or shown.division_code
        authorise(request.officer, Permission.MANAGE_ORGANISATIONS, code)
        open_place(
            organisation=shown, name=said["name"], on=said["on"], division_code=code, address=said["address"],
            **who(request),
        )  # fmt: skip

    return act(request, shown, form, write, (str(_("登记场所")), str(_("场所已登记，请接着登记房间和开放时间。"))))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def new_room(request: DeskRequest, key: UUID) -> HttpResponse:
    """Enter a room of a place."""
    place = _place(request, key)
    form = RoomForm(request.POST or None)

    def write(said: dict[str, Any]) -> None:
        add_room(
            place=place, name=said["name"], function=RoomFunction(said["function"]),
            area_square_metres=said["area_square_metres"], capacity=said["capacity"] or 0, **who(request),
        )  # fmt: skip

    title = f"{place.name}：{_('登记房间')}"
    return act(request, place.organisation, form, write, (title, str(_("房间已登记。"))))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def hours(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say when a place is open."""
    place = _place(request, key)
    form = HoursForm(request.POST or None, hours=list(opening_hours_of(place=place)))

    def write(_said: dict[str, Any]) -> None:
        set_opening_hours(place=place, hours=form.hours(), **who(request))

    title = f"{place.name}：{_('开放时间')}"
    return act(request, place.organisation, form, write, (title, str(_("开放时间已更新。"))))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def correct(request: DeskRequest, key: UUID) -> HttpResponse:
    """Put the name, the credit code and the point of an organisation right."""
    shown = managed(request, key)
    stood = {name: getattr(shown, name) for name in ("name", "credit_code", "longitude", "latitude")}
    form = CorrectForm(request.POST or None, initial=stood)

    def write(said: dict[str, Any]) -> None:
        correct_organisation(
            organisation=shown, name=said["name"], credit_code=said["credit_code"], coordinates=form.coordinates(),
            **who(request),
        )  # fmt: skip

    return act(request, shown, form, write, (str(_("更正机构")), str(_("已更正，审计中留有原来的名称和代码。"))))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def end_place(request: DeskRequest, key: UUID) -> HttpResponse:
    """Close a place."""
    place = _place(request, key)
    form = ClosePlaceForm(request.POST or None, initial={"on": timezone.localdate()})

    def write(said: dict[str, Any]) -> None:
        close_place(place=place, on=said["on"], **who(request))

    title = f"{place.name}：{_('停用场所')}"
    return act(request, place.organisation, form, write, (title, str(_("场所已停用。"))))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def room(request: DeskRequest, key: UUID) -> HttpResponse:
    """Change a room."""
    try:
        found = room_by_key(key=key)
    except NoSuchOrganisation as problem:
        raise Http404(str(problem)) from problem
    organisation = managed(request, found.place.organisation_id)
    stood = {name: getattr(found, name) for name in ("name", "function", "area_square_metres", "capacity")}
    form = RoomForm(request.POST or None, initial=stood)

    def write(said: dict[str, Any]) -> None:
        change_room(
            room=found, name=said["name"], function=RoomFunction(said["function"]),
            area_square_metres=said["area_square_metres"], capacity=said["capacity"] or 0, **who(request),
        )  # fmt: skip

    title = f"{found.place.name}：{_('变更房间')}"
    return act(request, organisation, form, write, (title, str(_("房间已更新。"))))


def act(
    request: DeskRequest,
    shown: Organisation,
    form: DeskForm,
    write: Callable[[dict[str, Any]], object],
    words: tuple[str, str],
) -> HttpResponse:
    """Show a form about an organisation; do what it says, and go back to the organisation."""
    title, done = words
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                write(form.cleaned_data)
        except _REFUSALS as refusal:
            form.refuse(refusal)
        except IntegrityError:
            form.add_error(None, str(_("已经登记过同名、同号的一项，请在机构页面核对。")))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("desk:organisation", args=[shown.pk]))
    context = {"organisation": shown, "form": form, "title": title}
    return render(request, "desk/organisations/act.html", context, status=REFUSED if form.errors else 200)


def managed(request: DeskRequest, key: UUID) -> Organisation:
    """
    Give an organisation that the officer may change.

    :raises Http404: there is none, it was closed, or it stands elsewhere
    """
    try:
        found = organisation_by_key(key=key)
    except NoSuchOrganisation as problem:
        raise Http404(str(problem)) from problem
    if found.closed_on or not request.officer.scope.allows(Permission.MANAGE_ORGANISATIONS, found.division_code):
        raise Http404(str(key))
    return found


def who(request: DeskRequest) -> dict[str, Any]:
    """Give who writes, and when."""
    return {"by": request.officer, "at": request.at}


def _place(request: DeskRequest, key: UUID) -> Place:
    try:
        place = place_by_key(key=key)
    except NoSuchOrganisation as problem:
        raise Http404(str(problem)) from problem
    managed(request, place.organisation_id)
    return place
