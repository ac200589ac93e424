"""Tasks that a visit does (走访办结的任务): the first visit to a child that was new, until it is sent back."""

from datetime import datetime
from typing import Final

from gonghu.domain.access.officer import Officer, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import close_task, reopen_task
from gonghu.domain.tasks.operations.closing import may_close
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskState
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.queries import visits_of_child
from gonghu.domain.visits.terms import VisitOutcome
from gonghu.foundation.acting import SYSTEM, Actor

_LEADS: Final = Permission.ASSIGN_TASKS
_OUTCOMES: Final = {VisitOutcome.MET: Outcome.DONE, VisitOutcome.MOVED: Outcome.MOVED}


def close_first_visit(*, visit: Visit, by: Actor, at: datetime) -> None:
    """Close the open tasks of a first visit to a child that was met, or found to have moved (首次走访办结)."""
    outcome = _OUTCOMES.get(VisitOutcome(visit.outcome))
    if outcome is None:
        return
    filters = TaskFilters(kind=TaskKind.FIRST_VISIT, child=visit.child_id)
    for task in tasks_in(scope=reached_by(SYSTEM), filters=filters):
        close_by_visit(task, outcome, f"{visit.visited_on} 走访：{visit.get_outcome_display()}", by, at)


def reopen_first_visit(*, visit: Visit, by: Actor, at: datetime) -> None:
    """Open the task of a first visit again that a visit closed which is to be mended (首次走访重新办理)."""
    if VisitOutcome(visit.outcome) not in _OUTCOMES or _settled_otherwise(visit):
        return
    filters = TaskFilters(kind=TaskKind.FIRST_VISIT, state=None, child=visit.child_id)
    tasks = list(tasks_in(scope=reached_by(SYSTEM), filters=filters))
    if any(task.state == TaskState.OPEN for task in tasks):
        return
    for task in tasks:
        # A visit closes its task at the very moment at which it comes on file.
        if task.state == TaskState.DONE and task.closed_at == visit.accepted_at:
            who = by if isinstance(by, Officer) and by.scope.allows(_LEADS, task.division_code) else SYSTEM
            reopen_task(task=task.pk, reason=f"{visit.visited_on} 的走访退回修改", by=who, at=at)


def _settled_otherwise(visit: Visit) -> bool:
    """Tell whether another visit met the child, or found that it had moved."""
    others = visits_of_child(child=visit.child_id, scope=reached_by(SYSTEM)).exclude(pk=visit.pk)
    return others.filter(outcome__in=[each.value for each in _OUTCOMES]).exists()


def close_by_visit(task: Task, outcome: Outcome, note: str, by: Actor, at: datetime) -> None:
    """Close a task by who did it, or by the system where the task is another's: that it is done follows."""
    close_task(task=task.pk, outcome=outcome, note=note, by=by if may_close(task, by) else SYSTEM, at=at)
