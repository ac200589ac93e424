"""Pages of the divisions (行政区划页面): the tree, one division, search."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.models import Division, DivisionChange
from gonghu.domain.divisions.queries import (
    NoSuchDivision,
    ancestors_of,
    changes_of,
    children_of,
    division_as_of,
    divisions_matching,
    full_names,
    last_division_of,
    successors_on,
)
from gonghu.domain.divisions.terms import Area, ChangeKind
from gonghu.interfaces.desk.admission import DeskRequest, signed_in
from gonghu.interfaces.desk.divisions.changing import TITLES
from gonghu.interfaces.desk.divisions.forms import DivisionSearch
from gonghu.standards.division_code import Level, NotADivisionCode

MOST_FOUND = 50
_ROUTES: Final = {
    ChangeKind.RENAMED: "rename-division",
    ChangeKind.MOVED: "move-division",
    ChangeKind.SPLIT: "split-division",
    ChangeKind.MERGED: "merge-divisions",
    ChangeKind.CREATED: "create-division",
    ChangeKind.ABOLISHED: "abolish-division",
}


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """One answer to a search (查到的区划)."""

    division: Division
    full_name: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change with the names it led from and to (变更记录)."""

    change: DivisionChange
    before: list[str]
    after: list[str]


@require_safe
@signed_in
def divisions(request: DeskRequest) -> HttpResponse:
    """Show the provinces, or what a search found."""
    form = DivisionSearch(request.GET)
    on = _day(form)
    text = form.said().get("q", "")
    found = divisions_matching(text=text, scope=Area(""), on=on, limit=MOST_FOUND) if text else []
    names = full_names(codes=[division.code for division in found], on=on)
    return render(
        request,
        "desk/divisions/divisions.html",
        {
            "form": form,
            "on": on,
            "text": text,
            "found": [PlaceFound(division, names[division.code]) for division in found],
            "is_cut": len(found) == MOST_FOUND,
            "provinces": [] if text else children_of(code="", on=on),
        },
    )


@require_safe
@signed_in
def division(request: DeskRequest, code: str) -> HttpResponse:
    """Show one division: what is above and below it, and how it came to be."""
    form = DivisionSearch(request.GET)
    on = _day(form)
    shown = _shown(code, on)
    is_over = shown.valid_to is not None and shown.valid_to < on
    now = successors_on(code=shown.code, since=shown.valid_to, on=on) if shown.valid_to and is_over else ()
    may_change = not is_over and request.officer.scope.allows(Permission.MANAGE_DIVISIONS, shown.code)
    return render(
        request,
        "desk/divisions/division.html",
        {
            "division": shown,
            "form": form,
            "on": on,
            "is_past": on != timezone.localdate(),
            "above": list(reversed(ancestors_of(code=code, on=min(on, shown.valid_to) if shown.valid_to else on))),
            "below": children_of(code=code, on=on),
            "changes": _changes(code),
            "is_over": is_over,
            "now": sorted(full_names(codes=now, on=on).items()),
            "acts": _acts(shown) if may_change and on == timezone.localdate() else [],
        },
    )


def _shown(code: str, on: date) -> Division:
    """Give what bore a code on a day; where nothing did, what bore it last before, to tell where it went."""
    try:
        try:
            return division_as_of(code=code, on=on)
        except NoSuchDivision:
            last = last_division_of(code=code)
    except (NoSuchDivision, NotADivisionCode) as problem:
        raise Http404(str(problem)) from problem
    if last.valid_to is None or last.valid_to >= on:
        raise Http404(code)
    return last


def _acts(shown: Division) -> list[tuple[str, str]]:
    """List the changes that can be recorded of a division, with their addresses."""
    kinds = [kind for kind in TITLES if kind != ChangeKind.CREATED or shown.level < Level.VILLAGE]
    return [(str(TITLES[kind]), reverse(f"desk:{_ROUTES[kind]}", args=[shown.code])) for kind in kinds]


def _day(form: DivisionSearch) -> date:
    day: date | None = form.said().get("on")
    return day or timezone.localdate()


def _changes(code: str) -> list[ChangeShown]:
    """Return the changes of a code, latest first, with names as they were before and after."""
    shown = []
    for change in reversed(changes_of(code=code).prefetch_related("successions")):
        links = list(change.successions.all())
        before = {link.from_code for link in links if link.from_code}
        after = {link.to_code for link in links if link.to_code}
        day_before = date.fromordinal(change.effective_on.toordinal() - 1)
        shown.append(ChangeShown(change, _named(before, day_before), _named(after, change.effective_on)))
    return shown


def _named(codes: set[str], on: date) -> list[str]:
    names = full_names(codes=codes, on=on)
    return [names.get(code, code) for code in sorted(codes)]
