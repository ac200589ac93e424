"""The page of one finding (问题详情): what is missing, why, on what rows, and what to do next."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.queries import ApplicationsWanted, applications_in
from gonghu.domain.insurance.queries import may_refer
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ALL_FILES, children_in
from gonghu.domain.policies.models import Finding, FindingTurn
from gonghu.domain.policies.queries import (
    evidence_of,
    finding_by_key,
    findings_of_child,
    recognitions_of_child,
    told_shown,
    turns_of_finding,
)
from gonghu.domain.policies.terms import FINDING_LIVE, RECOGNISABLE, FindingState, Turn, Verdict
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations.closing import may_close
from gonghu.domain.tasks.queries import task_by_key
from gonghu.domain.tasks.terms import TaskKind, TaskState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import ChildRow, child_rows
from gonghu.interfaces.desk.findings.tree import NodeShown, node_shown
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tasks.closing import closed_as_said
from gonghu.interfaces.desk.tasks.forms import ClosingForm
from gonghu.usecases.explain_finding import NotExplainable, explain_finding

REFUSED = 422


@dataclass(frozen=True, slots=True)
class TurnShown:
    """One line of a finding's history (问题变动显示项)."""

    on: date
    what: str
    run: UUID


@dataclass(frozen=True, slots=True)
class TreeShown:
    """The tree of reasons on a page, or why there is none (说明树显示项)."""

    as_of: date | None = None
    nodes: tuple[NodeShown, ...] = ()
    trouble: str = ""


@require_safe
@needs(Permission.SEE_CHILDREN)
def finding(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a finding; it is written down that the child's facts were read."""
    found, child = finding_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    return _page(request, found, child, ClosingForm(kind=TaskKind.VERIFY_LEAD))


@require_POST
@needs(Permission.SEE_TASKS)
def verify(request: DeskRequest, key: UUID) -> HttpResponse:
    """Close the task that verifies a finding with what was found."""
    found, child = finding_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    form = ClosingForm(request.POST, kind=TaskKind.VERIFY_LEAD)
    if found.task_id and closed_as_said(request, form, found.task_id):
        messages.success(request, _("核实结果已登记。"))
        return HttpResponseRedirect(reverse("desk:finding", args=[key]))
    return _page(request, found, child, form, status=REFUSED)


def finding_or_404(request: DeskRequest, key: UUID) -> tuple[Finding, Child]:
    """
    Give a finding with its child unless either is out of scope, which looks the same as none.

    :raises Http404: it is
    """
    scope = request.officer.scope
    found = finding_by_key(key=key, scope=scope)
    child = children_in(scope=scope, filters=ALL_FILES).filter(pk=found.child_id).first() if found else None
    if found is None or child is None:
        raise Http404
    return found, child


def child_line(request: DeskRequest, child: Child) -> ChildRow:
    """Give the masked line of a child."""
    (row,) = child_rows([child], request.officer, timezone.localdate())
    return row


def tree_of(request: DeskRequest, found: Finding) -> TreeShown:
    """Explain a finding as the officer may be told."""
    try:
        told = explain_finding(finding=found, scope=request.officer.scope)
    except NotExplainable as problem:
        return TreeShown(trouble=refused(problem))
    return TreeShown(told.as_of, tuple(map(node_shown, told.reasons)))


def _page(request: DeskRequest, found: Finding, child: Child, form: ClosingForm, *, status: int = 200) -> HttpResponse:
    scope = request.officer.scope
    read_file(request, child.pk, child.division_code, ("findings",), unmasked=False)
    task = task_by_key(key=found.task_id, scope=scope) if found.task_id else None
    recognitions = list(recognitions_of_child(child=child.pk, scope=scope))
    applications = list(applications_in(scope=scope, wanted=ApplicationsWanted(finding=found.pk)))
    context: dict[str, Any] = {
        "finding": found,
        "child": child_line(request, child),
        "told": told_shown(finding=found, scope=scope),
        "state": FindingState(found.state),
        "verdict": Verdict(found.verdict) if found.verdict else "",
        "stake": found.stake_fen / 100 if found.stake_fen else None,
        "tree": tree_of(request, found),
        "evidence": evidence_of(finding=found, scope=scope),
        "turns": _turns(turns_of_finding(finding=found.pk, scope=scope)),
        "others": [each for each in findings_of_child(child=child.pk, scope=scope) if each.pk != found.pk],
        "task": task,
        "may_verify": _may_verify(request, found, task),
        "recognitions": recognitions,
        "may_propose": _may_propose(request, found) and not any(each.is_pending for each in recognitions),
        "applications": applications,
        "may_apply": _may_apply(request, found) and not any(each.is_pending for each in applications),
        "may_refer": may_refer(scope=scope, division_code=found.division_code),
        "form": form,
    }
    return render(request, "desk/findings/finding.html", context, status=status)


def _may_verify(request: DeskRequest, found: Finding, task: Task | None) -> bool:
    waits = task is not None and task.state == TaskState.OPEN and found.state in FINDING_LIVE
    return waits and task is not None and may_close(task, request.officer)


def _may_propose(request: DeskRequest, found: Finding) -> bool:
    open_to_it = found.policy in RECOGNISABLE and found.state in FINDING_LIVE
    return open_to_it and request.officer.scope.allows(Permission.RECOGNISE_FIRST, found.division_code)


def _may_apply(request: DeskRequest, found: Finding) -> bool:
    """Tell whether a benefit may be applied for on the ground of the finding: it is true, or was recognised already."""
    asked = found.policy in RECOGNISABLE and found.state in (FindingState.CONFIRMED, FindingState.RECOGNISED)
    scope, code = request.officer.scope, found.division_code
    writes = scope.allows(Permission.EDIT_CHILDREN, code) or scope.allows(Permission.RECEIVE_APPLICATIONS, code)
    return asked and writes and scope.allows(Permission.SEE_MONEY, code)


def _turns(turns: Any) -> list[TurnShown]:
    shown = []
    for each in turns:
        turn: FindingTurn = each
        shown.append(TurnShown(turn.run.as_of, str(Turn(turn.turn).label), turn.run_id))
    return shown
