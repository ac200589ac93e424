"""The page of one run (比对详情): how far it is, what it read and found, what is new, and taking it back."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.operations import RunNotUndoable, RunNotWaiting, RunWaiting
from gonghu.domain.policies.queries import changes_of_run, changes_to_runs, progress_of, run_by_key
from gonghu.domain.policies.terms import RUN_WAITING, RunState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.runs.forms import UndoForm
from gonghu.interfaces.desk.sentences import refused
from gonghu.standards.masking import masked_name
from gonghu.usecases.run_screening import start_run, stop_run
from gonghu.usecases.undo_screening import undo_screening

REFUSED = 422
_MOST_CHANGES: Final = 50
_FIRST: Final = ("缺少", "未提供", "未读取", "有问题的儿童中")
"""How the warnings begin that somebody can act on at once: a roster is missing, a file was not read."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference to the earlier run (变化显示项)."""

    child: UUID | None
    name: str
    place: str
    what: str
    due_on: object


@require_safe
@needs(Permission.RUN_SCREENING)
def run(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a run."""
    return _page(request, run_or_404(request, key), UndoForm())


@require_safe
@needs(Permission.RUN_SCREENING)
def progress(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show how far a run is; when it is over the whole page is shown again."""
    found = run_or_404(request, key)
    if found.state not in RUN_WAITING:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "desk/runs/progress.html", {"run": found, "progress": _progress(request, found)})


@require_POST
@needs(Permission.RUN_SCREENING)
def cancel(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give a run up: one that waits at once, one that runs at its next step."""
    found = run_or_404(request, key)
    try:
        stop_run(run=found.pk, by=request.officer, at=request.at)
        messages.success(
            request,
            _("已要求取消，这张表或这一步完了就停下。读完的文件留着，重新比对时接着读其余的。"),
        )
    except (NotPermitted, RunNotWaiting) as refusal:
        messages.error(request, refused(refusal))
    return HttpResponseRedirect(reverse("desk:run", args=[key]))


@require_POST
@needs(Permission.RUN_SCREENING)
def again(request: DeskRequest, key: UUID) -> HttpResponse:
    """Compare the same delivery anew, as of today."""
    found = run_or_404(request, key)
    try:
        made = start_run(
            delivery=found.delivery_id,
            division_code=found.division_code,
            as_of=day_of(request.at),
            by=request.officer,
            at=request.at,
        )
    except (NotPermitted, RunWaiting) as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:run", args=[key]))
    return HttpResponseRedirect(reverse("desk:run", args=[made.pk]))


@require_POST
@needs(Permission.RUN_SCREENING)
def undo(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take a run back, as far as nobody has worked on it."""
    found = run_or_404(request, key)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            undone = undo_screening(run=found.pk, by=request.officer, at=request.at)
        except (NotPermitted, RunNotUndoable) as refusal:
            form.refuse(refusal)
        else:
            said = _("已撤销：撤回 %(removed)s 个问题，恢复 %(restored)s 个，保留已有人办理的 %(kept)s 个。")
            counts = {"removed": undone.removed, "restored": undone.restored, "kept": undone.kept}
            messages.success(request, said % counts)
            return HttpResponseRedirect(reverse("desk:run", args=[key]))
    return _page(request, found, form, status=REFUSED)


def run_or_404(request: DeskRequest, key: UUID) -> Run:
    """
    Give a run unless it is out of scope, which looks the same as none.

    :raises Http404: it is
    """
    found = run_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def _progress(request: DeskRequest, found: Run) -> Any:
    return progress_of(run=found, scope=request.officer.scope)


def _page(request: DeskRequest, found: Run, form: UndoForm, *, status: int = 200) -> HttpResponse:
    counts = found.counts
    codes = [found.division_code]
    context = {
        "run": found,
        "state": RunState(found.state),
        "place": names_of(codes)[found.division_code],
        "progress": _progress(request, found),
        "by": found.by.display_name if found.by else _("系统"),
        "counts": counts,
        "stored": counts.get("stored", {}),
        "found": [(name, number) for name, number in counts.get("found", {}).items() if number],
        "seconds": round(sum(counts.get("seconds", {}).values())),
        "missing": [each for each in found.warnings if each.startswith(_FIRST)],
        "other_warnings": [each for each in found.warnings if not each.startswith(_FIRST)],
        "changes": _changes(request, found),
        "form": form,
        "may_see": request.officer.scope.has(Permission.SEE_CHILDREN),
        "today": timezone.localdate(),
    }
    return render(request, "desk/runs/run.html", context, status=status)


def _changes(request: DeskRequest, found: Run) -> list[ChangeRow]:
    scope = request.officer.scope
    rows = list(changes_of_run(run=found.pk, scope=scope)[:_MOST_CHANGES])
    shown = changes_to_runs(changes=rows, scope=scope)
    names = names_of_children(children={each.child for each in shown}, scope=scope)
    places = names_of([each.division_code for each in shown])
    return [
        ChangeRow(each.child, masked_name(names[each.child]), places[each.division_code], each.name, each.due_on)
        for each in shown
        if each.child in names
    ]
