"""Giving tasks to posts (分派), back to whoever gave them (退回), and taking an assignment back (撤回)."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.colleagues import colleagues
from gonghu.domain.access.officer import NotPermitted, Officer, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.models import Task, TaskStep
from gonghu.domain.tasks.selecting import AT_ONCE, batched, held_task, held_tasks, record_task, record_tasks
from gonghu.domain.tasks.steps import StepTaken, require_state, write_steps
from gonghu.domain.tasks.terms import SHORTEST_NOTE, StepAct, TaskState
from gonghu.domain.workforce.queries import posts_answering_for
from gonghu.foundation.acting import Actor

UNDO_MINUTES: Final = 10


class OwnerCannotTake(ValueError):
    """The post is vacant, is closed, or does not reach the place of the task."""


class NothingToUndo(ValueError):
    """The assignment is older than ten minutes, is somebody else's, or was taken back before."""


class ReasonTooShort(ValueError):
    """Whoever reads it later must understand why."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an assignment did (分派结果): how many tasks got an owner, how many found none, what to name to undo it."""

    batch: UUID
    tasks: int
    without_owner: int = 0


@transaction.atomic
def assign_tasks(*, tasks: Iterable[UUID], owner: UUID, by: Actor, at: datetime) -> Assigned:
    """
    Give tasks to one post (分派).

    :raises NotPermitted: the actor assigns no tasks where one of them lies
    :raises TaskCannotGoThere: one of them is not open
    :raises OwnerCannotTake: the post is vacant, or does not reach one of them
    """
    found = held_tasks(tasks, by, Permission.ASSIGN_TASKS)
    taker = colleagues(posts=[owner], on=day_of(at)).get(owner)
    if taker is None or not taker.name:
        raise OwnerCannotTake("这个岗位现在没有人担任，请先任命，或分派给别的岗位")
    elsewhere = sum(not taker.covers(task.division_code) for task in found)
    if elsewhere:
        raise OwnerCannotTake(f"其中 {elsewhere} 项不在“{taker.name}（{taker.role.label}）”的工作范围内")
    return _assign(found, {task.uuid: owner for task in found}, by, at, {"owner": str(owner)})


@transaction.atomic
def share_out_tasks(*, tasks: Iterable[UUID], by: Actor, at: datetime) -> Assigned:
    """
    Give each task to whoever answers for its place that day (按责任区分派); those without anybody stay as they are.

    :raises NotPermitted: the actor assigns no tasks where one of them lies
    :raises TaskCannotGoThere: one of them is not open
    """
    found = held_tasks(tasks, by, Permission.ASSIGN_TASKS)
    answering = posts_answering_for(codes={task.division_code for task in found}, scope=None, on=day_of(at))
    owners = {task.uuid: answering[task.division_code] for task in found if task.division_code in answering}
    return _assign(found, owners, by, at, {"by": "charge"})


@transaction.atomic
def undo_assignment(*, batch: UUID, by: Actor, at: datetime) -> int:
    """
    Take the actor's own assignment back within ten minutes (撤回分派); say how many tasks are as they were before.

    Tasks that moved on since stay where they are.

    :raises NothingToUndo: it is too late, not the actor's, or done already
    """
    steps = {
        step.task_id: step
        for step in TaskStep.objects.filter(
            batch=batch, act=StepAct.ASSIGNED, account=by.account, at__gte=at - timedelta(minutes=UNDO_MINUTES)
        )
    }
    tasks = [
        task
        for task in held_tasks(steps, by, Permission.ASSIGN_TASKS)
        if task.state == TaskState.OPEN and task.assigned_at == steps[task.uuid].at
    ]
    if not tasks:
        raise NothingToUndo(f"没有可以撤回的分派：只能在 {UNDO_MINUTES} 分钟内撤回本人的分派，已经办结的不能撤回")
    before: dict[UUID | None, list[UUID]] = defaultdict(list)
    for task in tasks:
        before[steps[task.uuid].owner_before].append(task.uuid)
    for owner, keys in before.items():
        _give(keys, owner, None)
    taken = (StepTaken(task.uuid, task.owner_id, steps[task.uuid].owner_before) for task in tasks)
    write_steps(StepAct.UNDONE, taken, by, at)
    record_tasks("tasks.undo_assignment", tasks, by, at, {"tasks": len(tasks), "batch": str(batch)})
    return len(tasks)


@transaction.atomic
def send_back_task(*, task: UUID, reason: str, by: Actor, at: datetime) -> Task:
    """
    Give a task back to whoever assigns (退回): it is not this post's; it waits for another owner.

    :raises NoSuchTask: the actor sees none
    :raises NotPermitted: another post owns it
    :raises TaskCannotGoThere: it is not open
    :raises ReasonTooShort: why is not said
    """
    found = held_task(task, by)
    if found.owner_id is None or not owns(found, by):
        raise NotPermitted("只有责任岗位可以退回任务")
    require_state(found, StepAct.SENT_BACK)
    require_reason(reason)
    before, found.owner_id, found.assigned_at = found.owner_id, None, None
    found.save(update_fields=["owner", "assigned_at"])
    write_steps(StepAct.SENT_BACK, [StepTaken(found.uuid, before, None)], by, at, note=reason.strip())
    record_task("tasks.send_back", found, by, at, {"owner": str(before)})
    return found


def owns(task: Task, by: Actor) -> bool:
    """Tell whether an actor holds the post that owns a task."""
    return isinstance(by, Officer) and any(post.uuid == task.owner_id for post in by.posts)


def require_reason(reason: str) -> None:
    """
    Refuse a reason that says nothing.

    :raises ReasonTooShort: it does not
    """
    if len(reason.strip()) < SHORTEST_NOTE:
        raise ReasonTooShort(f"请写明理由（至少 {SHORTEST_NOTE} 个字）")


def _assign(
    tasks: Sequence[Task], owners: Mapping[UUID, UUID], by: Actor, at: datetime, detail: Mapping[str, str]
) -> Assigned:
    for task in tasks:
        require_state(task, StepAct.ASSIGNED)
    batch = uuid.uuid4()
    shares: dict[UUID, list[UUID]] = defaultdict(list)
    for key, owner in owners.items():
        shares[owner].append(key)
    for owner, keys in shares.items():
        _give(keys, owner, at)
    taken = (StepTaken(task.uuid, task.owner_id, owners[task.uuid]) for task in tasks if task.uuid in owners)
    write_steps(StepAct.ASSIGNED, taken, by, at, batch=batch)
    record_tasks("tasks.assign", tasks, by, at, {**detail, "tasks": len(owners), "batch": str(batch)})
    return Assigned(batch, len(owners), len(tasks) - len(owners))


def _give(keys: Iterable[UUID], owner: UUID | None, at: datetime | None) -> None:
    for part in batched(keys, AT_ONCE):
        Task.objects.everywhere("tasks held above").filter(pk__in=part).update(owner=owner, assigned_at=at)
