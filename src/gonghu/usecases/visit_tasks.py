"""Tasks that a visit does (走访办结的任务): the first visit to a child that was new."""

from datetime import datetime
from typing import Final

from gonghu.domain.access.officer import reached_by
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import close_task
from gonghu.domain.tasks.operations.closing import may_close
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.terms import VisitOutcome
from gonghu.foundation.acting import SYSTEM, Actor

_OUTCOMES: Final = {VisitOutcome.MET: Outcome.DONE, VisitOutcome.MOVED: Outcome.MOVED}


def close_first_visit(*, visit: Visit, by: Actor, at: datetime) -> None:
    """Close the open tasks of a first visit to a child that was met, or found to have moved (首次走访办结)."""
    outcome = _OUTCOMES.get(VisitOutcome(visit.outcome))
    if outcome is None:
        return
    filters = TaskFilters(kind=TaskKind.FIRST_VISIT, child=visit.child_id)
    for task in tasks_in(scope=reached_by(SYSTEM), filters=filters):
        close_by_visit(task, outcome, f"{visit.visited_on} 走访：{visit.get_outcome_display()}", by, at)


def close_by_visit(task: Task, outcome: Outcome, note: str, by: Actor, at: datetime) -> None:
    """Close a task by who did it, or by the system where the task is another's: that it is done follows."""
    close_task(task=task.pk, outcome=outcome, note=note, by=by if may_close(task, by) else SYSTEM, at=at)
