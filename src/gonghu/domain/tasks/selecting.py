"""Which tasks an act is about (任务的选取): held until the transaction ends, and only those the actor may act on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from gonghu.domain.access.officer import NotPermitted, Officer, is_system
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.models import Task
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record

AT_ONCE: Final = 5_000
_ONE: Final = 1
Part = TypeVar("Part")


class NoSuchTask(LookupError):
    """There is no such task, or none that the actor sees."""


def tasks_reached(by: Actor, permission: Permission = Permission.SEE_TASKS) -> ScopedQuerySet[Task]:
    """Give the tasks that an actor reaches with a permission; the system reaches all."""
    if is_system(by):
        return Task.objects.everywhere("work of the system")
    return Task.objects.visible_to(by.scope, permission) if isinstance(by, Officer) else Task.objects.none()


def held_task(key: UUID, by: Actor) -> Task:
    """
    Give one task, held until the transaction ends.

    :raises NoSuchTask: there is none that the actor sees
    """
    found = tasks_reached(by).select_for_update().filter(pk=key).first()
    if found is None:
        raise NoSuchTask(f"没有编号为 {key} 的任务")
    return found


def held_tasks(keys: Iterable[UUID], by: Actor, permission: Permission) -> list[Task]:
    """
    Give many tasks, held until the transaction ends.

    :raises NotPermitted: the actor may not act on one of them
    """
    asked = list(dict.fromkeys(keys))
    found: list[Task] = []
    for part in batched(asked, AT_ONCE):
        found += tasks_reached(by, permission).select_for_update().filter(pk__in=part).order_by("pk")
    if len(found) != len(asked):
        raise NotPermitted(f"{by.label} 对其中 {len(asked) - len(found)} 项任务没有“{permission.label}”权限")
    return found


def batched(rows: Iterable[Part], most: int) -> Iterator[list[Part]]:
    """Cut rows into lists of a size."""
    remaining = iter(rows)
    while part := list(islice(remaining, most)):
        yield part


def record_task(verb: str, task: Task, by: Actor, at: datetime, detail: Mapping[str, Any]) -> None:
    """Write down what was done to one task."""
    key = str(task.uuid)
    record(by=by, at=at, verb=verb, subject_kind="task", subject_key=key, detail=detail, district=task.district)


def record_tasks(verb: str, tasks: Sequence[Task], by: Actor, at: datetime, detail: Mapping[str, Any]) -> None:
    """Write down what was done to many tasks, in the chain of their district if they lie in one."""
    districts = {task.district for task in tasks}
    chain = districts.pop() if len(districts) == _ONE else NATION
    key = str(tasks[0].uuid) if len(tasks) == _ONE else ""
    record(by=by, at=at, verb=verb, subject_kind="task", subject_key=key, detail=detail, district=chain)
