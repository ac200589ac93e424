"""Appointing somebody to answer for a place (任命责任人), and handing a post over with everything on it (岗位交接)."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gonghu.domain.access.colleagues import posts_in_area
from gonghu.domain.access.models import Post
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations.posts import PostClosed, PostTaken, PostVacant, RolesIncompatible
from gonghu.domain.access.queries import account_named, holders_on, posts_in
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.tasks.queries import OpenCounts, open_counts
from gonghu.domain.workforce.operations import PostUnfit, SeatTaken, WrongLevel
from gonghu.domain.workforce.queries import charges_of_post
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.interfaces.desk.accounts.forms import HandOverForm
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.workforce.forms import AppointForm, PlaceFilter
from gonghu.usecases.appoint_to_charge import appoint_to_charge
from gonghu.usecases.hand_over_a_post import hand_over_with_everything

REFUSED: Final = 422
_SOON: Final = timedelta(days=7)
_REFUSALS: Final = (NotPermitted, PostClosed, PostTaken, PostVacant, RolesIncompatible)
_MOST_SHOWN: Final = 500


@require_safe
@needs(Permission.ASSIGN_TASKS)
def people(request: DeskRequest) -> HttpResponse:
    """List the directors, supervisors and commissioners of an area with their posts."""
    form = PlaceFilter(request.GET)
    said = form.said()
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer, Permission.ASSIGN_TASKS)
    roles = [kind.role for kind in ChargeKind]
    seen = request.officer.scope.areas(Permission.ASSIGN_TASKS)
    found = [
        each
        for each in posts_in_area(area=area, roles=roles, on=timezone.localdate())
        if any(one.holds(each.division_code) for one in seen)
    ]
    names = names_of([each.division_code for each in found[:_MOST_SHOWN]] + [area.low])
    context = {
        "form": form,
        "place": names[area.low] if area.prefix else _("全国"),
        "rows": [(each, names[each.division_code]) for each in found[:_MOST_SHOWN]],
        "not_shown": max(len(found) - _MOST_SHOWN, 0),
        "may_appoint": request.officer.scope.has(Permission.MANAGE_ACCOUNTS),
        "is_filtered": bool(request.GET),
    }
    return render(request, "desk/workforce/people.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS)
def appoint(request: DeskRequest) -> HttpResponse:
    """Appoint somebody to answer for a place."""
    first = {
        "kind": request.GET.get("kind", ChargeKind.DIRECTOR.value),
        "division_code": request.GET.get("place", ""),
        "from_on": timezone.localdate(),
    }
    form = AppointForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and _appointed(request, form):
        return HttpResponseRedirect(reverse("desk:vacancies"))
    return render(request, "desk/workforce/appoint.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ACCOUNTS)
def hand_over(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show what hangs on a post; hand it over with all of it."""
    scope, today = request.officer.scope, timezone.localdate()
    post: Post = get_object_or_404(posts_in(scope=scope, on=today), uuid=key)
    holder = holders_on(posts=[key], on=today, scope=scope).get(key)
    form = HandOverForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid() and _handed_over(request, post, form):
        return HttpResponseRedirect(reverse("desk:post", args=[key]))
    counts = open_counts(posts=[key], scope=scope, on=today, soon_until=today + _SOON).get(key, OpenCounts())
    charges = list(charges_of_post(post=key, scope=scope, on=today))
    names = names_of([post.division_code, *(charge.division_code for charge in charges)])
    context = {
        "post": post,
        "place": names[post.division_code],
        "holder": holder,
        "counts": counts,
        "charges": [names[charge.division_code] for charge in charges],
        "form": form,
    }
    return render(request, "desk/workforce/hand_over.html", context, status=REFUSED if form.errors else 200)


def _appointed(request: DeskRequest, form: AppointForm) -> bool:
    said = form.cleaned_data
    account = account_named(name=said["to"], scope=request.officer.scope)
    if account is None:
        form.add_error("to", _("您管理的账号里没有这个登录名，请在“账号”列表中核对，或先开立账号。"))
        return False
    try:
        appoint_to_charge(
            kind=ChargeKind(said["kind"]),
            division_code=said["division_code"],
            account=account,
            from_on=said["from_on"],
            by=request.officer,
            at=request.at,
        )
    except (WrongLevel, SeatTaken, PostUnfit) as refusal:
        form.refuse(refusal, "division_code")
    except _REFUSALS as refusal:
        form.refuse(refusal)
    else:
        messages.success(request, _("已任命 %(name)s；需要重新登录。") % {"name": account.display_name})
        return True
    return False


def _handed_over(request: DeskRequest, post: Post, form: HandOverForm) -> bool:
    taker = account_named(name=form.cleaned_data["to"], scope=request.officer.scope)
    if taker is None:
        form.add_error("to", _("您管理的账号里没有这个登录名，请在“账号”列表中核对，或先开立账号。"))
        return False
    try:
        on = form.cleaned_data["on"]
        hand_over_with_everything(post=post, to=taker, on=on, by=request.officer, at=request.at)
    except _REFUSALS as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("岗位已交接给 %(name)s，待办任务和责任区一并转交。") % {"name": taker.display_name})
    return True
