"""Problems and their putting right (问题整改): the list, one problem, and what is done about it."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.tasks.queries import orders_of_task
from gonghu.domain.visits.models import Problem
from gonghu.domain.visits.operations.mending import AnswerMissing, NoSuchProblem, ProblemCannotGoThere
from gonghu.domain.visits.queries import ProblemFilters, problem_by_key, problem_steps, problems_in
from gonghu.domain.visits.terms import TO_ANSWER, UNSOLVED, ProblemKind, ProblemState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import read_at_work
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.keyset import keyset_page, order_of
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import taken_along
from gonghu.interfaces.desk.visits.answers import files_shown
from gonghu.interfaces.desk.visits.forms import OVERDUE, YES, AnswerForm, ProblemFilter, RecheckForm, WhyForm
from gonghu.interfaces.desk.visits.shown import late_mark, problem_columns, problem_rows, state_mark
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.standards.division_code import LENGTH, Level
from gonghu.usecases.answer_with_photos import PhotoRefused, answer_with_photos
from gonghu.usecases.mend_problem import recheck, reopen

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, NoSuchProblem, ProblemCannotGoThere, AnswerMissing, PhotoRefused)


@require_safe
@needs(Permission.SEE_CHILDREN)
def problems(request: DeskRequest) -> HttpResponse:
    """List the problems somebody sees; the filters hold together."""
    form, today = ProblemFilter(request.GET), timezone.localdate()
    said = form.said()
    # What has to be put right first stands first, and of what is over the last.
    by = order_of(request.officer, said.get("place", ""), day="-found_on" if said.get("state") else "due_on")
    page = keyset_page(request, _wanted(said, request.officer.scope), by=by)
    rows = problem_rows(request, page.rows, today)
    context = {
        **list_shown(
            request, form=form, page=page, rows=rows, columns=problem_columns(), export="desk:export-problems"
        ),
        "kept": kept_filters(request, "problems"),
        "tabs": tabs_for(request, "desk:problems"),
    }
    return render(request, "desk/visits/problems.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    said, today = ProblemFilter(request.GET).said(), timezone.localdate()
    return taken_along(
        request,
        name=str(_("问题整改清单")),
        kind="problem",
        columns=problem_columns(),
        found=_wanted(said, request.officer.scope.holding(Permission.EXPORT)),
        rows=lambda part: problem_rows(request, part, today),
    )


@require_safe
@needs(Permission.SEE_CHILDREN)
def problem(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a problem with its course and what can be done next."""
    return _page(request, _problem(request, key))


@require_http_methods(["GET", "POST"])
@needs(Permission.RECORD_VISITS, Permission.ASSIGN_TASKS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Answer a problem, look again, or open it again."""
    if act not in ACTS:
        raise Http404
    shown = _problem(request, key)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:problem", args=[key]))
    form_of, done, said = ACTS[act]
    form = form_of(request.POST, request.FILES, prefix=act)
    if form.is_valid():
        try:
            done(request, shown, form.cleaned_data)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(said))
            return HttpResponseRedirect(reverse("desk:problem", args=[key]))
    return _page(request, shown, **{act: form})


def _answer(request: DeskRequest, shown: Problem, said: dict[str, Any]) -> None:
    photos = [photo.read() for photo in (said["photo"], said["photo_more"]) if photo]
    answer_with_photos(
        problem=shown, words=said["words"], evidence=said["evidence"], photos=photos, by=request.officer, at=request.at
    )


def _recheck(request: DeskRequest, shown: Problem, said: dict[str, Any]) -> None:
    solved = said["solved"] == YES
    recheck(problem=shown.pk, solved=solved, note=said["note"], by=request.officer, at=request.at)


def _reopen(request: DeskRequest, shown: Problem, said: dict[str, Any]) -> None:
    reopen(problem=shown.pk, reason=said["reason"], by=request.officer, at=request.at)


Act = Callable[[DeskRequest, Problem, dict[str, Any]], None]
ACTS: Final[dict[str, tuple[type[DeskForm], Act, object]]] = {
    "answer": (AnswerForm, _answer, _("答复已登记，等待另一人复查。")),
    "recheck": (RecheckForm, _recheck, _("复查已登记。")),
    "reopen": (WhyForm, _reopen, _("已重新整改，任务已产生。")),
}


def _page(request: DeskRequest, shown: Problem, **forms: DeskForm) -> HttpResponse:
    by, today = request.officer, timezone.localdate()
    (row,) = problem_rows(request, [shown], today)
    works = any(
        by.scope.holding(permission).allows(permission, shown.division_code)
        for permission in (Permission.RECORD_VISITS, Permission.ASSIGN_TASKS)
    )
    state = ProblemState(shown.state)
    read_at_work(request, shown.child_id, shown.division_code, "problem", "问题整改")
    orders = orders_of_task(task=shown.task_id, scope=by.scope) if shown.task_id else ()
    town = shown.division_code[: Level.TOWNSHIP].ljust(LENGTH, "0")
    is_late = state in TO_ANSWER and shown.due_on < today
    context = {
        "problem": shown,
        "row": row,
        "due": late_mark(row),
        "state": state_mark(row.state, row.state_label),
        "steps": [
            (step, files_shown(request, step.submission) if step.submission else ())
            for step in problem_steps(problem=shown.pk, scope=by.scope)
        ],
        "orders": orders,
        # As the list of tasks lets whoever assigns work in the whole town.
        "may_order": is_late and shown.task_id and not orders and by.scope.allows(Permission.ASSIGN_TASKS, town),
        "answer": forms.get("answer") or (AnswerForm(prefix="answer") if works and state in TO_ANSWER else None),
        "recheck": forms.get("recheck")
        or (RecheckForm(prefix="recheck") if works and state == ProblemState.ANSWERED else None),
        "reopen": forms.get("reopen") or (WhyForm(prefix="reopen") if works and state == ProblemState.CLOSED else None),
        "is_own_answer": state == ProblemState.ANSWERED and shown.answered_by_id == by.account,
    }
    return render(request, "desk/visits/problem.html", context, status=REFUSED if forms else 200)


def _problem(request: DeskRequest, key: UUID) -> Problem:
    found = problem_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def _wanted(said: dict[str, Any], scope: Scope) -> QuerySet[Problem]:
    state = said.get("state")
    states = frozenset(ProblemState) if state == "ALL" else frozenset({ProblemState(state)}) if state else UNSOLVED
    filters = ProblemFilters(
        area=Area.of(said["place"]) if said.get("place") else None,
        kind=ProblemKind(said["kind"]) if said.get("kind") else None,
        states=states,
    )
    return problems_in(
        scope=scope, filters=filters.overdue(timezone.localdate()) if said.get("due") == OVERDUE else filters
    )
