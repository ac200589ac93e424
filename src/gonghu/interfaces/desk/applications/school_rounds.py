"""Rounds of scholarships (助学轮次): who may have one this school year, and how far everybody's has come."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
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
from gonghu.domain.benefits.lines import LineUnknown, lines_of
from gonghu.domain.benefits.models import SchoolRound
from gonghu.domain.benefits.operations import (
    BatchThere,
    NobodyListed,
    ProcedureNotThere,
    SchoolRoundThere,
    SchoolRoundWanted,
    open_school_round,
)
from gonghu.domain.benefits.queries import (
    counts_of_students,
    school_round_by_key,
    school_rounds_in,
    students_in,
    students_to_ask,
)
from gonghu.domain.benefits.queries.grants import batches_in
from gonghu.domain.benefits.terms import BatchState, StudentState
from gonghu.domain.divisions.terms import Area
from gonghu.engines.entitlement import StandardMissing
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.school_forms import NumberForm, SchoolRoundForm, StudentFilter
from gonghu.interfaces.desk.applications.school_rows import student_columns, student_rows
from gonghu.interfaces.desk.applications.words import line_shown
from gonghu.interfaces.desk.confirming import not_yet_confirmed
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import taken_along
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.standards.division_code import Level
from gonghu.usecases.school_year_round import (
    NobodyOfThatNumber,
    ask_for_proofs,
    bring_students_up_to_date,
    list_by_number,
    may_ask,
    propose_school_year,
)

REFUSED: Final = 422
_REFUSALS: Final = (
    NotPermitted, BatchThere, NobodyListed, NobodyOfThatNumber, ProcedureNotThere, SchoolRoundThere, LineUnknown,
    StandardMissing,
)  # fmt: skip
_ASKED_WITHIN: Final = timedelta(days=30)


@require_safe
@needs(Permission.SEE_MONEY)
def school_rounds(request: DeskRequest) -> HttpResponse:
    """List the rounds, the latest school year first."""
    scope, today = request.officer.scope, timezone.localdate()
    found = list(school_rounds_in(scope=scope))
    names = names_of([each.division_code for each in found])
    rows = [
        {
            "round": each,
            "line": line_shown(each.line, each.division_code, scope, today),
            "place": names.get(each.division_code, ""),
            "counts": _counts(each, request.officer, today),
        }
        for each in found
    ]
    context = {"rows": rows, "may_open": bool(_county(request))}
    context |= offered_export(request, "desk:export-school-rounds")
    return render(request, "desk/applications/school_rounds.html", context)


@require_POST
@needs(Permission.EXPORT)
def export_all(request: DeskRequest) -> HttpResponse:
    """Give the rounds as a workbook."""
    scope, today = request.officer.scope.holding(Permission.EXPORT), timezone.localdate()

    def line(each: SchoolRound, place: str) -> Sequence[WorkbookCell]:
        counts = counts_of_students(scope=scope, school_round=each.pk, on=today)
        asked = (StudentState.MISSING, StudentState.READY, StudentState.GRANTED)
        about = line_shown(each.line, each.division_code, scope, today)
        return each.year, about, place, *(counts[state] for state in asked), each.due_on

    return workbook_response(
        request,
        name=_("助学轮次"),
        columns=columns_of(
            (_("学年"), 12),
            (_("项目"), 24),
            (_("区县"), 24),
            (_("缺证明"), 10),
            (_("待提出"), 10),
            (_("已确认"), 10),
            (_("证明截止日期"), 14),
        ),
        rows=rows_with_places(school_rounds_in(scope=scope), line),
        kind="school_round",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFIRM_APPLICATIONS)
def new_school_round(request: DeskRequest) -> HttpResponse:
    """Open the round of the officer's county for a school year."""
    county = _county(request)
    if not county:
        raise Http404
    today = timezone.localdate()
    lines = [(line.code, line.name) for line in lines_of(division_code=county, on=today).values() if line.school_year]
    begun = {"within": today, "due_on": today + _ASKED_WITHIN}
    form = SchoolRoundForm(request.POST or None, lines=lines, initial=begun)
    if request.method == "POST" and form.is_valid():
        wanted = SchoolRoundWanted(division_code=county, **form.cleaned_data)
        try:
            made = open_school_round(wanted=wanted, by=request.officer, at=request.at)
        except _REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("轮次已建立。下一步：更新名单，学籍名册已能印证的不再要证明。"))
            return HttpResponseRedirect(reverse("desk:school-round", args=[made.pk]))
    context = {"form": form, "place": names_of([county])[county]}
    return render(request, "desk/applications/new_school_round.html", context, status=REFUSED if form.errors else 200)


@require_safe
@needs(Permission.SEE_MONEY)
def school_round(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a round: what is to be done next, and its students."""
    return _page(request, round_or_404(request, key), NumberForm())


@require_POST
@needs(Permission.CONFIRM_APPLICATIONS)
def act_on_round(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Bring the list up to date, ask for proofs, propose the year's award, or list somebody by number."""
    found = round_or_404(request, key)
    acts: dict[str, Callable[[DeskRequest, SchoolRound], str]] = {
        "update": _update,
        "ask": _ask,
        "propose": _propose,
        "add": _add,
    }
    if act not in acts:
        raise Http404
    if act == "ask" and (page := _not_yet_confirmed(request, found)):
        return page
    try:
        address = acts[act](request, found)
    except _REFUSALS as refusal:
        form = NumberForm(request.POST if act == "add" else None)
        if act == "add":
            form.refuse(refusal)
        else:
            messages.error(request, refused(refusal))
        return _page(request, found, form, status=REFUSED)
    return HttpResponseRedirect(address)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the list as a workbook, masked as on the page."""
    found, by = round_or_404(request, key), request.officer
    return taken_along(
        request,
        name=_("%(year)s学年助学名单") % {"year": found.year},
        kind="school_student",
        columns=student_columns(),
        found=_wanted(found, StudentFilter(request.GET), by, exported=True),
        rows=lambda part: student_rows(part, by),
    )


def round_or_404(request: DeskRequest, key: UUID) -> SchoolRound:
    """
    Give a round unless neither it nor any of its students is in scope, which looks the same as none.

    :raises Http404: it is
    """
    found = school_round_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def _page(request: DeskRequest, found: SchoolRound, number_form: NumberForm, *, status: int = 200) -> HttpResponse:
    by, today = request.officer, timezone.localdate()
    form = StudentFilter(request.GET)
    page = page_of_rows(request, _wanted(found, form, by))
    rows = student_rows(page.rows, by)
    counts = _counts(found, by, today)
    batches = batches_in(scope=by.scope).filter(school_round=found.pk)
    context = {
        **list_shown(
            request,
            form=form,
            page=page,
            rows=rows,
            columns=student_columns(),
            export="desk:export-school-round",
            keys=[found.pk],
        ),
        "round": found,
        "line": line_shown(found.line, found.division_code, by.scope, today),
        "place": names_of([found.division_code])[found.division_code],
        "states": [(state, state.label, n) for state, n in counts.items() if n],
        "missing": counts[StudentState.MISSING] + counts[StudentState.LAPSED],
        "ready": counts[StudentState.READY],
        "batches": [(each, BatchState(each.state).label) for each in batches],
        "may_act": may_ask(by, found),
        "number_form": number_form,
    }
    return render(request, "desk/applications/school_round.html", context, status=status)


def _update(request: DeskRequest, found: SchoolRound) -> str:
    done = bring_students_up_to_date(school_round=found, by=request.officer, at=request.at)
    told = {"added": done.listed.added, "known": done.listed.known, "proved": done.proved}
    messages.success(
        request,
        _("名单已更新：新列入 %(added)s 人，原有 %(known)s 人；学籍已能印证、不再要证明的 %(proved)s 人。") % told,
    )
    return reverse("desk:school-round", args=[found.pk])


def _not_yet_confirmed(request: DeskRequest, found: SchoolRound) -> HttpResponse | None:
    by = request.officer
    return not_yet_confirmed(
        request,
        title=_("催交在读证明"),
        found=students_to_ask(school_round=found.pk, scope=by.scope, on=timezone.localdate(request.at)),
        rows=lambda part: student_rows(part, by),
        columns=student_columns(),
        back=reverse("desk:school-round", args=[found.pk]),
    )


def _ask(request: DeskRequest, found: SchoolRound) -> str:
    asked = ask_for_proofs(school_round=found, by=request.officer, at=request.at)
    told = (
        _("已派出 %(n)s 项催交任务，每人一项。") % {"n": asked}
        if asked
        else _("没有要新派的：都已派过任务或不缺证明。")
    )
    messages.success(request, told)
    return reverse("desk:school-round", args=[found.pk])


def _propose(request: DeskRequest, found: SchoolRound) -> str:
    made = propose_school_year(school_round=found, by=request.officer, at=request.at)
    messages.success(request, _("名单已列好，请核对；由另一位工作人员确认。"))
    return reverse("desk:benefit-batch", args=[made.pk])


def _add(request: DeskRequest, found: SchoolRound) -> str:
    form = NumberForm(request.POST)
    number = form.cleaned_data["number"] if form.is_valid() else ""
    done = list_by_number(school_round=found, number=number, by=request.officer, at=request.at)
    messages.success(request, _("已列入名单。") if done.listed.added else _("已在名单上，不重复列入。"))
    return reverse("desk:school-round", args=[found.pk])


def _wanted(found: SchoolRound, form: StudentFilter, by: Officer, *, exported: bool = False) -> Any:
    said = form.said()
    return students_in(
        scope=by.scope.holding(Permission.EXPORT) if exported else by.scope,
        school_round=found.pk,
        on=timezone.localdate(),
        states=[StudentState(said["state"])] if said.get("state") else [],
        area=Area.of(said["place"]) if said.get("place") else None,
    )


def _counts(found: SchoolRound, by: Officer, on: date) -> dict[StudentState, int]:
    return counts_of_students(scope=by.scope, school_round=found.pk, on=on)


def _county(request: DeskRequest) -> str:
    """Give the county for which the officer opens rounds, empty where the post is of no county."""
    if not request.officer.scope.has(Permission.CONFIRM_APPLICATIONS):
        return ""
    area = own_area(request.officer, Permission.CONFIRM_APPLICATIONS)
    return area.low if area.level == Level.COUNTY else ""
