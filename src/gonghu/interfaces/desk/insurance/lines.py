"""The children of a round (参保人员): the list, and what became of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound
from gonghu.domain.insurance.operations import (
    LineCannotGoThere,
    RoundSettled,
    enrol_line,
    mark_elsewhere,
    mark_refused,
    take_line_back,
)
from gonghu.domain.insurance.queries import gaps_of, lines_in
from gonghu.domain.insurance.schemes import scheme_of
from gonghu.domain.insurance.terms import LineState
from gonghu.domain.people.queries import names_of_children
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.confirming import not_yet_confirmed
from gonghu.interfaces.desk.insurance.forms import LineFilter, LineForm
from gonghu.interfaces.desk.insurance.rounds import REFUSED, round_or_404
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import Column, link, mark, taken_along
from gonghu.standards.masking import masked_name
from gonghu.standards.money import format_yuan
from gonghu.usecases.insure import open_gap_tasks

_LOOKS: Final = {
    LineState.ENROLLED: "good",
    LineState.PAID: "good",
    LineState.REFUSED: "bad",
    LineState.ELIGIBLE: "wait",
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """One child of a round in a list (参保人员显示项)."""

    key: UUID
    enrolment: UUID
    child: UUID
    name: str
    place: str
    person_class: str
    state: str
    state_label: str
    words: str
    premium: str
    sent_on: str


@require_safe
@needs(Permission.MANAGE_INSURANCE)
def lines(request: DeskRequest, key: UUID) -> HttpResponse:
    """List the children of a round."""
    found = round_or_404(request, key)
    form = LineFilter(request.GET, classes=scheme_of(division_code=found.division_code).classes)
    page = page_of_rows(request, _wanted(found, form, request.officer))
    rows = line_rows(page.rows, found, request.officer)
    context = list_shown(
        request,
        form=form,
        page=page,
        rows=rows,
        columns=line_columns(),
        export="desk:export-enrolment-lines",
        keys=[key],
    )
    return render(request, "desk/insurance/lines.html", {**context, "round": found})


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the list as a workbook, masked as on the page."""
    found = round_or_404(request, key)
    form = LineFilter(request.GET, classes=scheme_of(division_code=found.division_code).classes)
    by = request.officer
    return taken_along(
        request,
        name=_("%(year)s年度参保人员") % {"year": found.year},
        kind="enrolment_line",
        columns=line_columns(),
        found=_wanted(found, form, by, exported=True),
        rows=lambda part: line_rows(part, found, by),
    )


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def gap_tasks(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show who is entitled and not insured; once confirmed, open a task for each."""
    found = round_or_404(request, key)
    page = not_yet_confirmed(
        request,
        title=_("给参保缺口派任务"),
        found=gaps_of(scope=request.officer.scope, enrolment=key, without_task=True),
        rows=lambda part: line_rows(part, found, request.officer),
        columns=line_columns(),
        back=reverse("desk:enrolment", args=[key]),
    )
    if page:
        return page
    try:
        count = open_gap_tasks(enrolment=found, by=request.officer, at=request.at)
    except (NotPermitted, RoundSettled) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("新派 %(n)s 项任务给各村（居）核实办理。") % {"n": count})
    return HttpResponseRedirect(reverse("desk:enrolment", args=[key]))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_INSURANCE)
def line(request: DeskRequest, key: UUID, other: UUID) -> HttpResponse:
    """Show one child of a round; note what became of it."""
    found = round_or_404(request, key)
    of = lines_in(scope=request.officer.scope, enrolment=found.pk).filter(pk=other).first()
    if of is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, of.child_id)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _settled(request, of, form):
        messages.success(request, _("已登记。"))
        return HttpResponseRedirect(reverse("desk:enrolment-line", args=[key, other]))
    read_file(request, of.child_id, of.division_code, ("enrolment",), unmasked=False)
    (row,) = line_rows([of], found, request.officer) or (None,)
    person_class = scheme_of(division_code=found.division_code).named(of.person_class)
    context = {
        "round": found,
        "line": of,
        "row": row,
        "person_class": person_class,
        "form": form,
        "may_settle": found.is_open and of.state != LineState.PAID,
    }
    return render(request, "desk/insurance/line.html", context, status=REFUSED if form.errors else 200)


def line_rows(found: Sequence[EnrolmentLine], of: EnrolmentRound, by: Officer) -> list[LineRow]:
    """Write lines as a list shows them; one whose child is hidden from the officer is left out."""
    names = names_of_children(children={each.child_id for each in found}, scope=by.scope)
    places = places_shown([each.division_code for each in found], by)
    return [
        LineRow(
            each.pk,
            of.pk,
            each.child_id,
            masked_name(names[each.child_id]),
            places[each.division_code],
            Label(of.premiums.get(each.person_class, {}).get("name", each.person_class)),
            each.state,
            str(LineState(each.state).label),
            each.refusal or each.elsewhere,
            format_yuan(each.premium_fen) if each.premium_fen else "",
            each.sent_at.date().isoformat() if each.sent_at else "",
        )
        for each in found
        if each.child_id in names
    ]


def line_columns() -> list[Column[LineRow]]:
    """Give the columns of a list of lines."""
    name, place, words = attrgetter("name"), attrgetter("place"), attrgetter("words")
    person_class, premium, sent = attrgetter("person_class"), attrgetter("premium"), attrgetter("sent_on")
    return [
        Column(_("姓名"), lambda row: link(_address(row), row.name), name, 10, "name"),
        Column(_("村（居）"), place, place, 32),
        Column(_("人员类别"), person_class, person_class, 24),
        Column(_("状态"), lambda row: mark(_LOOKS.get(LineState(row.state), "plain"), row.state_label)),
        Column(_("参保状态"), taken=attrgetter("state_label"), width=16),
        Column(_("说明"), words, words, 30),
        Column(_("保费（元）"), premium, premium, 12, "number"),
        Column(_("报送日期"), sent, sent, 12, "code"),
    ]


def _address(row: LineRow) -> str:
    return reverse("desk:enrolment-line", args=[row.enrolment, row.key])


def _wanted(found: EnrolmentRound, form: LineFilter, by: Officer, *, exported: bool = False) -> Any:
    said = form.said()
    return lines_in(
        scope=by.scope.holding(Permission.EXPORT) if exported else by.scope,
        enrolment=found.pk,
        states=[LineState(said["state"])] if said.get("state") else [],
        person_class=said.get("person_class", ""),
        area=Area.of(said["place"]) if said.get("place") else None,
    )


def _settled(request: DeskRequest, of: EnrolmentLine, form: LineForm) -> bool:
    """Note what became of a line; tell at the form what was refused."""
    words, by, at = form.cleaned_data["words"], request.officer, request.at
    acts: dict[LineState, Callable[[], EnrolmentLine]] = {
        LineState.ENROLLED: lambda: enrol_line(line=of.pk, by=by, at=at),
        LineState.ELSEWHERE: lambda: mark_elsewhere(line=of.pk, words=words, by=by, at=at),
        LineState.REFUSED: lambda: mark_refused(line=of.pk, reason=words, by=by, at=at),
        LineState.ELIGIBLE: lambda: take_line_back(line=of.pk, by=by, at=at),
    }
    try:
        acts[LineState(form.cleaned_data["state"])]()
    except (NotPermitted, LineCannotGoThere, RoundSettled) as refusal:
        form.refuse(refusal)
        return False
    return True
