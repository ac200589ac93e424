"""Writing what happened to tasks (任务过程的写入), one task or a hundred thousand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from gonghu.domain.tasks.models import Task, TaskStep
from gonghu.domain.tasks.terms import NEXT_STATES, EscalationLevel, Outcome, StepAct, TaskState
from gonghu.domain.tasks.written import writers
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import insert_rows

_COLUMNS: Final = (
    "task_id", "act", "at", "actor", "account", "note", "outcome", "level", "owner_before", "owner",
    "due_before", "due_on", "batch",
)  # fmt: skip
_ACTOR_LENGTH: Final = 120


class TaskCannotGoThere(ValueError):
    """The act does not follow from the state the task is in."""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """What changed on a task (任务变动), before it is written down."""

    task_id: UUID
    owner_before: UUID | None = None
    owner: UUID | None = None
    due_before: date | None = None
    due_on: date | None = None
    outcome: Outcome | str = ""
    level: int = EscalationLevel.NONE


def require_state(task: Task, act: StepAct) -> TaskState:
    """
    Give the state that an act takes a task to.

    :raises TaskCannotGoThere: the act does not follow from the state
    """
    follows = NEXT_STATES[TaskState(task.state)]
    if act not in follows:
        raise TaskCannotGoThere(f"任务“{task.title}”{task.get_state_display()}，不能再“{act.label}”")
    return follows[act]


def write_steps(
    act: StepAct, taken: Iterable[StepTaken], by: Actor, at: datetime, *, note: str = "", batch: UUID | None = None
) -> int:
    """Write one step for each task and return how many."""
    written = writers(TaskStep, _COLUMNS)
    shared = {
        "act": act, "at": at, "actor": by.label[:_ACTOR_LENGTH], "account": by.account, "note": note, "batch": batch,
    }  # fmt: skip
    same = {name: written[name](value) for name, value in shared.items()}

    def row(each: StepTaken) -> list[Any]:
        return [same[name] if name in same else written[name](getattr(each, name)) for name in _COLUMNS]

    return insert_rows(TaskStep, _COLUMNS, map(row, taken))
