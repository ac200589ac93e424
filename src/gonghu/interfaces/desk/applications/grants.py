"""What children are given (待遇): the list, as a page and as a workbook, and one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import VERIFIED, Permission
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.queries import (
    GrantsWanted,
    endings_in,
    facts_lacking,
    facts_of_ending,
    grant_by_key,
    grants_wanted,
    reason_told,
)
from gonghu.domain.benefits.terms import CareForm, EndingState
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ALL_FILES, children_in, names_of_children
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.forms import DecisionForm
from gonghu.interfaces.desk.applications.money_forms import GrantFilter, LeaveFactsForm
from gonghu.interfaces.desk.applications.words import line_shown, month_shown, yuan_shown
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.findings.one import child_line
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, taken_along
from gonghu.standards.masking import masked_name


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant in a list (待遇显示项)."""

    key: UUID
    name: str
    place: str
    line: str
    care_form: str
    from_month: date
    to_month: date | None
    amount: str


@require_safe
@needs(Permission.SEE_MONEY)
def benefits(request: DeskRequest) -> HttpResponse:
    """List what children are given, by place."""
    form = GrantFilter(request.GET)
    scope = request.officer.scope
    page = page_of_rows(request, grants_wanted(scope=scope, wanted=wanted_grants(form.said())))
    rows = grant_rows(page.rows, request.officer)
    context = {
        **list_shown(request, form=form, page=page, rows=rows, columns=grant_columns(), export="desk:export-benefits"),
        "kept": kept_filters(request, "benefits"),
    }
    return render(request, "desk/applications/benefits.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    by, wanted = request.officer, wanted_grants(GrantFilter(request.GET).said())
    return taken_along(
        request,
        name=_("待遇清单"),
        kind="grant",
        columns=grant_columns(),
        found=grants_wanted(scope=by.scope.holding(Permission.EXPORT), wanted=wanted),
        rows=lambda part: grant_rows(part, by),
    )


@require_safe
@needs(Permission.SEE_MONEY)
def benefit(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show one grant with the decisions it rests on; it is written down that it was read."""
    found, child = grant_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    return page_of_grant(request, found, child)


def grant_or_404(request: DeskRequest, key: UUID) -> tuple[Grant, Child]:
    """
    Give a grant with its child unless either is out of scope, which looks the same as none.

    :raises Http404: it is
    """
    scope = request.officer.scope
    found = grant_by_key(key=key, scope=scope)
    child = children_in(scope=scope, filters=ALL_FILES).filter(pk=found.child_id).first() if found else None
    if found is None or child is None:
        raise Http404
    return found, child


def page_of_grant(request: DeskRequest, found: Grant, child: Child, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show a grant, and how far its ending has come."""
    scope = request.officer.scope
    read_file(request, child.pk, child.division_code, ("benefit",), unmasked=False)
    line = line_of(code=found.line, division_code=found.division_code, on=timezone.localdate())
    ending = endings_in(scope=scope, states=(EndingState.PROPOSED,)).filter(grant=found).first()
    proposes = scope.allows(Permission.CHECK_APPLICATIONS, found.division_code)
    decides = scope.allows(Permission.CONFIRM_APPLICATIONS, found.division_code)
    context: dict[str, Any] = {
        "grant": found,
        "child": child_line(request, child),
        "line": line,
        "line_name": line.name_for(scope, found.division_code),
        "verified": VERIFIED if line.is_secret_from(scope, found.division_code) else "",
        "care_form": CareForm(found.care_form).label,
        "amount": yuan_shown(found.amount_fen),
        "ending": ending,
        "ending_reason": reason_told(ending=ending, scope=scope) if ending else "",
        "ending_facts": facts_of_ending(ending=ending, scope=scope) if ending else [],
        "may_decide_ending": decides and ending is not None and ending.proposed_by_id != request.officer.account,
        "decision_form": DecisionForm(initial={"articles": line.articles}),
        "facts_form": LeaveFactsForm(names=facts_lacking(ending=ending, scope=scope)) if ending else None,
        "may_end": found.is_open and ending is None and (proposes or decides),
        "may_change": found.is_open and scope.allows(Permission.RECEIVE_APPLICATIONS, found.division_code),
        **more,
    }
    return render(request, "desk/applications/benefit.html", context, status=status)


def wanted_grants(said: dict[str, Any]) -> GrantsWanted:
    """Read which grants are asked for out of the filter form."""
    return GrantsWanted(
        area=Area.of(said["place"]) if said.get("place") else None,
        month=said.get("month"),
        open_only=not said.get("state") and not said.get("month"),
        care_form=said.get("care_form", ""),
    )


def grant_rows(found: Sequence[Grant], by: Officer) -> list[GrantRow]:
    """Write grants as a list shows them; one whose child is hidden from the officer is left out."""
    names = names_of_children(children={each.child_id for each in found}, scope=by.scope)
    places = places_shown([each.division_code for each in found], by)
    today = timezone.localdate()
    return [
        GrantRow(
            each.pk,
            masked_name(names[each.child_id]),
            places[each.division_code],
            line_shown(each.line, each.division_code, by.scope, today),
            str(CareForm(each.care_form).label),
            each.from_month,
            each.to_month,
            yuan_shown(each.amount_fen),
        )
        for each in found
        if each.child_id in names
    ]


def grant_columns() -> list[Column[GrantRow]]:
    """Give the columns of a list of grants."""
    page_of, name, place, line = address_of("desk:benefit"), *map(attrgetter, ("name", "place", "line"))
    care, amount = attrgetter("care_form"), attrgetter("amount")
    return [
        Column(_("项目"), lambda row: link(page_of(row.key), row.line)),
        Column(_("姓名"), name, name, 10, "name"),
        Column(_("村（居）"), place, place, 30),
        Column(_("项目"), taken=line, width=30),
        Column(_("养育方式"), care, care, 12, "name"),
        Column(
            _("起始月份"), lambda row: month_shown(row.from_month), lambda row: month_shown(row.from_month), 12, "code"
        ),
        Column(_("末领年月"), _until, lambda row: month_shown(row.to_month), 12),
        Column(_("核定金额（元）"), amount, amount, 14, "number"),
    ]


def _until(row: GrantRow) -> str:
    return mark("off", month_shown(row.to_month)) if row.to_month else mark("good", _("在享"))
