"""Referrals (转介页面): the list with what is overdue, a new one out of a file or a finding, what came of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import Referral
from gonghu.domain.insurance.operations import (
    AlreadyReferred,
    OutcomeUnsaid,
    ReferralCannotGoThere,
    answer_referral,
    refer_child,
)
from gonghu.domain.insurance.operations.referring import ReferralWanted
from gonghu.domain.insurance.queries import may_refer, referral_by_key, referrals_in
from gonghu.domain.insurance.terms import NEXT_REFERRAL_STATES, UNDER_WAY, ReferralKind, ReferralState
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ALL_FILES, children_in, names_of_children
from gonghu.domain.people.terms import Category
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.queries import finding_by_key, told_shown
from gonghu.foundation.labels import worded
from gonghu.foundation.read_keys import key_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import age_on, places_shown
from gonghu.interfaces.desk.findings.one import child_line
from gonghu.interfaces.desk.insurance.forms import ALL, OVERDUE, OutcomeForm, ReferralFilter, ReferralForm
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, taken_along
from gonghu.standards.masking import masked_name
from gonghu.standards.money import format_yuan

REFUSED: Final = 422
_ANSWER_WITHIN: Final = timedelta(days=30)
_REHABILITATION_AGE: Final = 6
_LOOKS: Final = {
    ReferralState.HELPED: "good",
    ReferralState.OPEN: "wait",
    ReferralState.ACCEPTED: "wait",
    ReferralState.REFUSED: "bad",
}


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral in a list (转介显示项)."""

    key: UUID
    name: str
    place: str
    kind: str
    referred_to: str
    state: str
    state_label: str
    due_on: date
    is_overdue: bool
    cost: str


@require_safe
@needs(Permission.MANAGE_INSURANCE, Permission.RECEIVE_APPLICATIONS, Permission.SEE_CHILDREN)
def referrals(request: DeskRequest) -> HttpResponse:
    """List the referrals somebody sees, those due first coming first."""
    form = ReferralFilter(request.GET)
    scope = request.officer.scope
    page = page_of_rows(request, referrals_in(scope=scope, **_wanted(form.said())))
    rows = referral_rows(page.rows, request.officer)
    context = list_shown(
        request, form=form, page=page, rows=rows, columns=referral_columns(), export="desk:export-referrals"
    )
    return render(request, "desk/insurance/referrals.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page."""
    by, wanted = request.officer, _wanted(ReferralFilter(request.GET).said())
    return taken_along(
        request,
        name=_("转介清单"),
        kind="referral",
        columns=referral_columns(),
        found=referrals_in(scope=by.scope.holding(Permission.EXPORT), **wanted),
        rows=lambda part: referral_rows(part, by),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_INSURANCE, Permission.RECEIVE_APPLICATIONS)
def refer(request: DeskRequest, key: UUID) -> HttpResponse:
    """Send a child to whoever has to help; out of a finding the form is filled in."""
    scope = request.officer.scope
    child = children_in(scope=scope, filters=ALL_FILES).filter(pk=key).first()
    if child is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    found = _finding(request, child)
    form = ReferralForm(request.POST or None, initial=_filled(request, child, found))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted = ReferralWanted(
            child=child.pk,
            division_code=child.division_code,
            category=child.category,
            kind=ReferralKind(said["kind"]),
            referred_to=said["referred_to"],
            reason=said["reason"],
            due_on=said["due_on"],
            finding=found.pk if found else None,
        )
        try:
            made = refer_child(wanted=wanted, by=request.officer, at=request.at)
        except (NotPermitted, AlreadyReferred, OutcomeUnsaid) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已转介。对方答复后，在这里登记结果。"))
            return HttpResponseRedirect(reverse("desk:referral", args=[made.pk]))
    read_file(request, child.pk, child.division_code, ("referral",), unmasked=False)
    context = {"child": child_line(request, child), "finding": found, "form": form}
    return render(request, "desk/insurance/refer.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_INSURANCE, Permission.RECEIVE_APPLICATIONS, Permission.SEE_CHILDREN)
def referral(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a referral; write down what came of it."""
    found = referral_by_key(key=key, scope=request.officer.scope)
    child = _child(request, found) if found else None
    if found is None or child is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    nexts = sorted(NEXT_REFERRAL_STATES[ReferralState(found.state)], key=list(ReferralState).index)
    form = OutcomeForm(request.POST or None, states=nexts)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            answer_referral(
                referral=found.pk,
                state=ReferralState(said["state"]),
                outcome=said["outcome"],
                cost_fen=said["cost_fen"],
                by=request.officer,
                at=request.at,
            )
        except (NotPermitted, ReferralCannotGoThere, OutcomeUnsaid, AlreadyReferred) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("结果已登记。"))
            return HttpResponseRedirect(reverse("desk:referral", args=[key]))
    read_file(request, child.pk, child.division_code, ("referral",), unmasked=False)
    (row,) = referral_rows([found], request.officer)
    context = {
        "referral": found,
        "row": row,
        "state": referral_mark(row),
        "child": child_line(request, child),
        "form": form,
        "may_answer": bool(nexts) and may_refer(scope=request.officer.scope, division_code=found.division_code),
    }
    return render(request, "desk/insurance/referral.html", context, status=REFUSED if form.errors else 200)


def referral_rows(found: Sequence[Referral], by: Officer) -> list[ReferralRow]:
    """Write referrals as a list shows them; one whose child is hidden from the officer is left out."""
    names = names_of_children(children={each.child_id for each in found}, scope=by.scope)
    places = places_shown([each.division_code for each in found], by)
    today = timezone.localdate()
    return [
        ReferralRow(
            each.pk,
            masked_name(names[each.child_id]),
            places[each.division_code],
            str(ReferralKind(each.kind).label),
            each.referred_to,
            each.state,
            str(ReferralState(each.state).label),
            each.due_on,
            each.is_under_way and each.due_on < today,
            format_yuan(each.cost_fen) if each.cost_fen is not None else "",
        )
        for each in found
        if each.child_id in names
    ]


def referral_columns() -> list[Column[ReferralRow]]:
    """Give the columns of a list of referrals."""
    page_of, kind, place = address_of("desk:referral"), attrgetter("kind"), attrgetter("place")
    to, cost = attrgetter("referred_to"), attrgetter("cost")
    return [
        Column(_("种类"), lambda row: link(page_of(row.key), row.kind), kind, 22),
        Column(_("姓名"), attrgetter("name"), attrgetter("name"), 10, "name"),
        Column(_("村（居）"), place, place, 30),
        Column(_("转介单位"), to, to, 22),
        Column(_("状态"), referral_mark, attrgetter("state_label"), 14),
        Column(_("应答复日期"), lambda row: row.due_on.isoformat(), attrgetter("due_on"), 12, "code"),
        Column(_("落实金额（元）"), cost, cost, 14, "number"),
    ]


def referral_mark(row: ReferralRow) -> Any:
    """Show how a referral stands; what is overdue is said so."""
    if row.is_overdue:
        return mark("bad", _("%(state)s，已超期") % {"state": worded(row.state_label)})
    return mark(_LOOKS.get(ReferralState(row.state), "off"), row.state_label)


def _wanted(said: dict[str, Any]) -> dict[str, Any]:
    state = said.get("state")
    states: Sequence[ReferralState] = sorted(UNDER_WAY)
    if state == ALL:
        states = ()
    elif state and state != OVERDUE:
        states = [ReferralState(state)]
    return {
        "states": states,
        "kind": ReferralKind(said["kind"]) if said.get("kind") else None,
        "area": Area.of(said["place"]) if said.get("place") else None,
        "overdue_on": timezone.localdate() if state == OVERDUE else None,
    }


def _finding(request: DeskRequest, child: Child) -> Finding | None:
    """Give the finding that the address names, if it is of the child and in scope."""
    key = key_of(request.GET.get("finding", ""))
    found = finding_by_key(key=key, scope=request.officer.scope) if key else None
    return found if found and found.child_id == child.pk else None


def _filled(request: DeskRequest, child: Child, found: Finding | None) -> dict[str, Any]:
    """Fill the form in: what the file suggests, and what the finding says."""
    today = timezone.localdate()
    age = age_on(child.born_on, today)
    kind = ReferralKind.EDUCATION_AID
    if child.category == Category.ORPHAN:
        kind = ReferralKind.TOMORROW_PLAN
    elif age is not None and age <= _REHABILITATION_AGE:
        kind = ReferralKind.REHABILITATION
    if (asked := request.GET.get("kind")) in ReferralKind.values:
        kind = ReferralKind(asked)
    words = told_shown(finding=found, scope=request.officer.scope).words if found else ""
    return {"kind": kind, "reason": words, "due_on": today + _ANSWER_WITHIN}


def _child(request: DeskRequest, found: Referral) -> Child | None:
    return children_in(scope=request.officer.scope, filters=ALL_FILES).filter(pk=found.child_id).first()
