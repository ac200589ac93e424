"""
A lead is verified where the child lives (核实线索): the task is done, its findings are true or not, and what follows.

及时发现、及时排查: every lead ends with an outcome, and a true one goes on to recognition.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.scope import Scope
from gonghu.domain.people.operations import take_up_file
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.people.terms import FileState
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.operations import attach_tasks, record_verdict
from gonghu.domain.policies.queries import FindingsWanted, findings_in
from gonghu.domain.policies.terms import LEAVING, RECOGNISABLE, FindingState, Verdict
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import close_task, open_tasks, reopen_task
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder, TaskState
from gonghu.foundation.acting import SYSTEM, Actor

VERDICTS: Final = {
    Outcome.CONFIRMED: Verdict.CONFIRMED,
    Outcome.PARTLY: Verdict.PARTLY,
    Outcome.REFUTED: Verdict.REFUTED,
    Outcome.NOT_FOUND: Verdict.NOT_FOUND,
    Outcome.MOVED: Verdict.MOVED,
}
_TRUE: Final = frozenset({Verdict.CONFIRMED, Verdict.PARTLY})
VERIFY: Final = "核实线索："
_TITLE: Final = "认定初审："


def leads_to_open(*, findings: Iterable[UUID], scope: Scope) -> QuerySet[Finding]:
    """Give those of some findings that nobody verifies yet."""
    wanted = FindingsWanted(keys=tuple(findings), states=(FindingState.OPEN,), verdict=Verdict.NOT_YET)
    return findings_in(scope=scope, wanted=wanted).exclude(task__state=TaskState.OPEN)


@transaction.atomic
def open_leads(*, findings: Iterable[UUID], by: Actor, at: datetime) -> int:
    """
    Give every child of some findings that nobody verifies a task, and tell how many (转为任务).

    What somebody verifies already, or has verified, is left as it is.

    :raises NotPermitted: the actor assigns no tasks where one of the children lives
    """
    found = leads_to_open(findings=findings, scope=reached_by(by))
    by_child: dict[UUID, list[Finding]] = {}
    for each in found:
        by_child.setdefault(each.child_id, []).append(each)
    if not by_child:
        return 0
    orders = [
        TaskOrder(
            kind=TaskKind.VERIFY_LEAD,
            title=VERIFY + "、".join(dict.fromkeys(each.told.name for each in several)),
            division_code=several[0].division_code,
            child=child,
            category=several[0].category,
            source_kind="child",
            source_key=child,
        )
        for child, several in by_child.items()
    ]
    keys = open_tasks(orders=orders, by=by, at=at)
    run = next(iter(by_child.values()))[0].last_run_id
    attach_tasks(run=run, tasks=dict(zip(by_child, keys, strict=True)), by=by, at=at)
    return len(keys)


@transaction.atomic
def close_lead(*, task: UUID, outcome: Outcome, by: Actor, at: datetime, note: str = "", evidence: str = "") -> Task:
    """
    Close a task with its outcome; if it verifies a lead, its findings are true or not from then on (办结核实).

    A child whose lead is true is on file from then on (线索转为在档), so that it is visited, unless all that is true is
    that it should leave the roll. Where a true finding calls for recognition, the office that proposes it gets a task.
    Other kinds of task are just closed.

    :raises NoSuchTask: see ``close_task``, as for the other errors
    """
    closed = close_task(task=task, outcome=outcome, by=by, at=at, note=note, evidence=evidence)
    if closed.kind != TaskKind.VERIFY_LEAD:
        return closed
    found = record_verdict(task=task, verdict=VERDICTS[outcome], by=by, at=at)
    is_true = VERDICTS[outcome] in _TRUE
    if is_true and closed.child_id and (not found or any(each.policy not in LEAVING for each in found)):
        _take_up(closed.child_id, at)
    recognisable = [each for each in found if each.policy in RECOGNISABLE]
    if is_true and recognisable and closed.child_id:
        order = TaskOrder(
            kind=TaskKind.RECOGNISE_FIRST,
            title=_TITLE + "、".join(dict.fromkeys(each.told.name for each in recognisable)),
            division_code=closed.division_code,
            child=closed.child_id,
            category=closed.category,
            source_kind="finding",
            source_key=recognisable[0].pk,
        )
        # Whoever verifies need not be one who assigns work: that there is more to do follows from the outcome.
        open_tasks(orders=[order], by=SYSTEM, at=at)
    return closed


@transaction.atomic
def reopen_lead(*, task: UUID, reason: str, by: Actor, at: datetime) -> Task:
    """
    Open a task again (重新办理); what was found about its findings counts no more, but a file taken up stays in use.

    :raises NoSuchTask: see ``reopen_task``, as for the other errors
    """
    opened = reopen_task(task=task, reason=reason, by=by, at=at)
    if opened.kind == TaskKind.VERIFY_LEAD:
        record_verdict(task=task, verdict=Verdict.NOT_YET, by=by, at=at)
    return opened


def _take_up(child: UUID, at: datetime) -> None:
    file = file_in_use(child=child, scope=reached_by(SYSTEM))
    if file is not None and file.state == FileState.LEAD:
        # Whoever verifies need not be one who keeps files: this follows from the outcome as well.
        take_up_file(child=file, by=SYSTEM, at=at)
