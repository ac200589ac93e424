"""The households of a village in a round (摸排户): what came of each, ticked by whoever went there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.models import SweepRound, SweptHousehold
from gonghu.domain.campaigns.operations import list_households, mark_household
from gonghu.domain.campaigns.operations.sweeping import SweepUnclear
from gonghu.domain.campaigns.queries import households_swept, sweep_totals, swept_household
from gonghu.domain.campaigns.terms import DoorOutcome, HouseholdListed
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.sweeps.forms import HouseholdFilter, MarkForm, NewHouseholdForm
from gonghu.interfaces.desk.sweeps.views import sweep_or_404, total_of
from gonghu.interfaces.desk.tables import Column, taken_along
from gonghu.standards.division_code import Level, NotADivisionCode
from gonghu.standards.masking import masked_name
from gonghu.usecases.sweep_lists import protected_labels

REFUSED: Final = 422
_HIDDEN: Final = "****"
_LOOKS: Final = {
    DoorOutcome.VISITED: "good",
    DoorOutcome.FOUND: "good",
    DoorOutcome.ABSENT: "plain",
    DoorOutcome.REFUSED: "plain",
}


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One household of a list (摸排户显示项)."""

    key: UUID
    number: int
    label: str
    head: str
    is_addition: bool
    is_from_door: bool
    answered_by: str
    outcome: str
    look: str
    seen_on: date | None
    marked_by: str


@require_safe
@needs(Permission.SEE_CHILDREN)
def village(request: DeskRequest, key: UUID, code: str) -> HttpResponse:
    """List the households of a village, with what came of each."""
    return _shown(request, sweep_or_404(request, key), _village(code), NewHouseholdForm())


@require_POST
@needs(Permission.RECORD_VISITS)
def add(request: DeskRequest, key: UUID, code: str) -> HttpResponse:
    """Put one household on the list of a village."""
    found, area = sweep_or_404(request, key), _village(code)
    form = NewHouseholdForm(request.POST)
    if form.is_valid():
        wanted = HouseholdListed(area.low, form.cleaned_data["label"], form.cleaned_data["head"])
        try:
            added = list_households(sweep=key, households=[wanted], by=request.officer, at=request.at)
        except (NotPermitted, SweepUnclear) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("这一户已在名单上。") if added.known else _("已增加这一户。"))
            return HttpResponseRedirect(reverse("desk:sweep-village", args=[key, code]))
    return _shown(request, found, area, form)


@require_POST
@needs(Permission.RECORD_VISITS)
def mark(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say what came of a household; whoever found a child goes on to open its file."""
    found = swept_household(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    back = reverse("desk:sweep-village", args=[found.sweep_id, found.division_code])
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选一个结果，并写明入户日期（年-月-日）。"))
        return HttpResponseRedirect(back)
    outcome = DoorOutcome(form.cleaned_data["outcome"])
    try:
        mark_household(
            household=key, outcome=outcome, seen_on=form.cleaned_data["seen_on"], by=request.officer, at=request.at
        )
    except (NotPermitted, SweepUnclear) as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(back)
    if outcome == DoorOutcome.FOUND and request.officer.scope.allows(Permission.EDIT_CHILDREN, found.division_code):
        messages.success(request, _("已登记新发现。请接着给这名儿童建档；先核对是不是已经有档案。"))
        return HttpResponseRedirect(f"{reverse('desk:new-child')}?{urlencode({'place': found.division_code})}")
    messages.success(request, _("已登记：%(outcome)s。") % {"outcome": worded(outcome.label)})
    return HttpResponseRedirect(back)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest, key: UUID, code: str) -> HttpResponse:
    """Give the list of a village as a workbook, of where somebody may export."""
    of, area = sweep_or_404(request, key), _village(code)
    scope = request.officer.scope.holding(Permission.EXPORT)
    outcome = str(HouseholdFilter(request.GET).said().get("outcome", ""))
    return taken_along(
        request,
        name=_("%(sweep)s户名单") % {"sweep": of.name},
        kind="swept_household",
        columns=_columns(),
        found=households_swept(sweep=key, scope=scope, area=area, outcome=outcome),
        rows=lambda part: _rows(part, area, scope),
    )


def _shown(request: DeskRequest, of: SweepRound, area: Area, form_add: NewHouseholdForm) -> HttpResponse:
    scope, form = request.officer.scope, HouseholdFilter(request.GET)
    found = households_swept(sweep=of.pk, scope=scope, area=area, outcome=str(form.said().get("outcome", "")))
    page = page_of_rows(request, found)
    code = area.low
    context = {
        "sweep": of,
        "code": code,
        "place": names_of([code])[code],
        "form": form,
        "form_add": form_add,
        "page": page,
        "rows": _rows(page.rows, area, scope),
        "total": total_of(sweep_totals(sweep=of.pk, scope=scope, area=area), code),
        "outcomes": DoorOutcome.choices,
        "is_filtered": bool(request.GET),
        "may_mark": scope.allows(Permission.RECORD_VISITS, code),
        "today": timezone.localdate(),
        "may_export": scope.allows(Permission.EXPORT, code),
        "export_address": reverse("desk:export-sweep-village", args=[of.pk, code]),
    }
    return render(request, "desk/sweeps/village.html", context, status=REFUSED if form_add.errors else 200)


def _rows(found: Sequence[SweptHousehold], area: Area, scope: Scope) -> list[HouseholdRow]:
    """Write households; an address that was protected since the list was made is told to nobody."""
    children = (
        children_in(scope=scope, filters=ChildrenWanted(area=area)) if any(row.household for row in found) else ()
    )
    protected = protected_labels(children=children, scope=scope, on=timezone.localdate())
    return [_row(each, protected.get(each.household or each.pk, each.label), scope) for each in found]


def _row(each: SweptHousehold, label: str, scope: Scope) -> HouseholdRow:
    """Write a household; which door it is, is told to those who go there or send them."""
    at_work = any(
        scope.allows(permission, each.division_code)
        for permission in (Permission.RECORD_VISITS, Permission.ASSIGN_TASKS)
    )
    return HouseholdRow(
        each.pk,
        each.number,
        label if at_work else _HIDDEN,
        masked_name(each.head) if each.head else "",
        each.is_addition,
        each.is_from_door,
        masked_name(each.answered_by) if each.answered_by else "",
        str(each.get_outcome_display()) if each.outcome else "",
        _LOOKS[DoorOutcome(each.outcome)] if each.outcome else "",
        each.seen_on,
        each.marked_by.display_name if each.marked_by else "",
    )


def _columns() -> list[Column[HouseholdRow]]:
    return [
        Column(_("序号"), taken=attrgetter("number"), width=8),
        Column(_("户"), taken=attrgetter("label"), width=40),
        Column(_("户主"), taken=attrgetter("head"), width=12),
        Column(_("名单外"), taken=lambda row: _("是") if row.is_addition else "", width=8),
        Column(_("结果"), taken=attrgetter("outcome"), width=12),
        Column(_("入户日期"), taken=attrgetter("seen_on"), width=12),
        Column(_("登记人"), taken=attrgetter("marked_by"), width=14),
        Column(_("上门时新增"), taken=lambda row: _("是") if row.is_from_door else "", width=12),
        Column(_("应门的人"), taken=attrgetter("answered_by"), width=12),
    ]


def _village(code: str) -> Area:
    """
    Give the village that an address names.

    :raises Http404: it names none
    """
    try:
        area = Area.of(code)
    except NotADivisionCode as problem:
        raise Http404 from problem
    if area.level != Level.VILLAGE:
        raise Http404
    return area
