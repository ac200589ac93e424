"""Closing tasks with their outcome (办结), opening them again, postponing, cancelling."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, Officer, authorise, day_of, is_system
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations.assigning import owns, require_reason
from gonghu.domain.tasks.selecting import AT_ONCE, batched, held_task, held_tasks, record_task, record_tasks
from gonghu.domain.tasks.steps import StepTaken, TaskCannotGoThere, require_state, write_steps
from gonghu.domain.tasks.terms import (
    NEEDS_NOTE,
    OFFICE_KINDS,
    OUTCOMES,
    SHORTEST_NOTE,
    EscalationLevel,
    Outcome,
    StepAct,
    TaskKind,
    TaskState,
)
from gonghu.foundation.acting import Actor


class OutcomeImpossible(ValueError):
    """A task of that kind does not end that way."""


class NoteMissing(ValueError):
    """An answer that says no for a child must say how that was found out."""


class DeadlineNotLater(ValueError):
    """The new deadline is not later than the old one, or has passed already."""


@transaction.atomic
def close_task(*, task: UUID, outcome: Outcome, by: Actor, at: datetime, note: str = "", evidence: str = "") -> Task:
    """
    Close a task with its outcome, what was found, and what shows it (办结).

    :raises NoSuchTask: the actor sees none
    :raises NotPermitted: the actor neither owns the task, nor assigns tasks there, nor has the office's permission
    :raises TaskCannotGoThere: it is not open
    :raises OutcomeImpossible: a task of its kind does not end that way
    :raises NoteMissing: the outcome needs a note
    """
    found = held_task(task, by)
    if not may_close(found, by):
        raise NotPermitted("这项任务由别的岗位负责，只有责任岗位或分派任务的上级可以办结")
    found.state = require_state(found, StepAct.CLOSED)
    kind = TaskKind(found.kind)
    if outcome not in OUTCOMES[kind]:
        raise OutcomeImpossible(f"“{kind.label}”的结果不能是“{Outcome(outcome).label}”")
    if outcome in NEEDS_NOTE and len(note.strip()) < SHORTEST_NOTE:
        raise NoteMissing(f"结果为“{Outcome(outcome).label}”时，请写明是怎样了解到的（至少 {SHORTEST_NOTE} 个字）")
    found.outcome, found.outcome_note, found.evidence = outcome, note.strip(), evidence.strip()
    found.closed_at, found.closed_by_id = at, by.account
    found.save(update_fields=["state", "outcome", "outcome_note", "evidence", "closed_at", "closed_by"])
    taken = StepTaken(found.uuid, found.owner_id, found.owner_id, outcome=outcome)
    write_steps(StepAct.CLOSED, [taken], by, at, note=note.strip())
    record_task("tasks.close", found, by, at, {"kind": kind.value, "outcome": str(outcome)})
    return found


def may_close(task: Task, by: Actor) -> bool:
    """Tell whether an actor may close a task: its owner, who assigns there, whose office's work it is, the system."""
    if is_system(by) or owns(task, by):
        return True
    asked = {Permission.ASSIGN_TASKS, OFFICE_KINDS.get(TaskKind(task.kind), Permission.ASSIGN_TASKS)}
    return isinstance(by, Officer) and any(by.scope.allows(each, task.division_code) for each in asked)


@transaction.atomic
def reopen_task(*, task: UUID, reason: str, by: Actor, at: datetime, due_on: date | None = None) -> Task:
    """
    Open a closed or cancelled task again (重新办理): the outcome does not convince, or things have changed.

    It belongs to the same post, and is due by the clock of its kind from that day unless a day is named.

    :raises NoSuchTask: the actor sees none
    :raises NotPermitted: the actor assigns no tasks there
    :raises TaskCannotGoThere: it is open, or another of its source is
    :raises ReasonTooShort: why is not said
    """
    found = held_task(task, by)
    authorise(by, Permission.ASSIGN_TASKS, found.division_code)
    state = require_state(found, StepAct.REOPENED)
    require_reason(reason)
    _refuse_second(found)
    before, today = found.due_on, day_of(at)
    found.state, found.outcome, found.closed_at, found.closed_by_id = state, "", None, None
    found.due_on, found.level = due_on or clocks().due_on(TaskKind(found.kind), today), EscalationLevel.NONE
    found.assigned_at = at if found.owner_id else None
    found.save(update_fields=["state", "outcome", "closed_at", "closed_by", "due_on", "level", "assigned_at"])
    taken = StepTaken(found.uuid, found.owner_id, found.owner_id, before, found.due_on)
    write_steps(StepAct.REOPENED, [taken], by, at, note=reason.strip())
    record_task("tasks.reopen", found, by, at, {"due_on": found.due_on.isoformat()})
    return found


@transaction.atomic
def postpone_task(*, task: UUID, until: date, reason: str, by: Actor, at: datetime) -> Task:
    """
    Give a task a later deadline (延期); reminders begin anew.

    :raises NoSuchTask: the actor sees none
    :raises NotPermitted: the actor assigns no tasks there
    :raises TaskCannotGoThere: it is not open
    :raises DeadlineNotLater: the day is not later, or is over
    :raises ReasonTooShort: why is not said
    """
    found = held_task(task, by)
    authorise(by, Permission.ASSIGN_TASKS, found.division_code)
    require_state(found, StepAct.POSTPONED)
    require_reason(reason)
    if until <= found.due_on or until < day_of(at):
        raise DeadlineNotLater(f"新的期限须晚于原期限 {found.due_on}，且不早于今天")
    before, found.due_on, found.level = found.due_on, until, EscalationLevel.NONE
    found.save(update_fields=["due_on", "level"])
    taken = StepTaken(found.uuid, found.owner_id, found.owner_id, before, until)
    write_steps(StepAct.POSTPONED, [taken], by, at, note=reason.strip())
    record_task("tasks.postpone", found, by, at, {"from": before.isoformat(), "until": until.isoformat()})
    return found


@transaction.atomic
def cancel_tasks(*, tasks: Iterable[UUID], reason: str, by: Actor, at: datetime) -> int:
    """
    Cancel open tasks that nobody need do any more (取消); say how many.

    :raises NotPermitted: the actor assigns no tasks where one of them lies
    :raises TaskCannotGoThere: one of them is not open
    :raises ReasonTooShort: why is not said
    """
    require_reason(reason)
    found = held_tasks(tasks, by, Permission.ASSIGN_TASKS)
    for each in found:
        require_state(each, StepAct.CANCELLED)
    for part in batched([each.uuid for each in found], AT_ONCE):
        rows = Task.objects.everywhere("tasks held above").filter(pk__in=part)
        rows.update(state=TaskState.CANCELLED, closed_at=at, closed_by=by.account)
    taken = (StepTaken(each.uuid, each.owner_id, each.owner_id) for each in found)
    write_steps(StepAct.CANCELLED, taken, by, at, note=reason.strip())
    record_tasks("tasks.cancel", found, by, at, {"tasks": len(found)})
    return len(found)


def _refuse_second(task: Task) -> None:
    """Refuse to open a task again while another of the same source and kind is open."""
    others = Task.objects.everywhere("one open task for a source").filter(
        source_key=task.source_key, kind=task.kind, state=TaskState.OPEN
    )
    if task.source_key and others.exists():
        raise TaskCannotGoThere("同一来源已有一项待办任务，请在那一项上办理")
