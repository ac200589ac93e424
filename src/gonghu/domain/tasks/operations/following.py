"""Open tasks follow a child to another village, and work of an office its place to another district (任务随迁)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.selecting import record_tasks, tasks_reached
from gonghu.domain.tasks.steps import StepTaken, write_steps
from gonghu.domain.tasks.terms import OFFICE_KINDS, StepAct, TaskState
from gonghu.domain.workforce.queries import posts_answering_for
from gonghu.foundation.acting import Actor
from gonghu.standards import division_code as division_codes

_NOTE: Final = "儿童迁居，任务随迁"
_DISTRICT: Final = "区划调整，任务随迁"


@transaction.atomic
def follow_child(*, child: UUID, division_code: str, by: Actor, at: datetime) -> int:
    """
    Let the open tasks about a child lie where it lives now, and say how many (任务随迁).

    Work in the field goes to whoever answers there, work of an office waits for the office there; deadlines stay.

    :raises NotADivisionCode: the code is of no place
    """
    code = division_codes.pad(division_code)
    rows = tasks_reached(by, Permission.ASSIGN_TASKS).filter(child=child, state=TaskState.OPEN)
    found: list[Task] = list(rows.exclude(division_code=code).select_for_update(of=("self",)).order_by("pk"))
    answering = posts_answering_for(codes=[code], scope=None, on=day_of(at)).get(code)
    steps = []
    for task in found:
        before, task.owner_id = task.owner_id, None if task.kind in OFFICE_KINDS else answering
        task.division_code, task.assigned_at = code, at if task.owner_id else None
        task.save(update_fields=["division_code", "owner", "assigned_at"])
        steps.append(StepTaken(task.uuid, owner_before=before, owner=task.owner_id))
    write_steps(StepAct.ASSIGNED, steps, by, at, note=_NOTE)
    record_tasks("tasks.follow_child", found, by, at, {"child": str(child), "to": code, "tasks": len(found)})
    return len(found)


@transaction.atomic
def follow_districts(*, places: Mapping[UUID, str], by: Actor, at: datetime) -> int:
    """Let open work of an office wait for the office of another district, and say how much (任务随区划)."""
    rows = tasks_reached(by, Permission.ASSIGN_TASKS).filter(pk__in=list(places), state=TaskState.OPEN)
    found: list[Task] = list(rows.select_for_update(of=("self",)).order_by("pk"))
    steps = []
    for task in found:
        before, task.owner_id, task.assigned_at = task.owner_id, None, None
        task.division_code = places[task.pk]
        task.save(update_fields=["division_code", "owner", "assigned_at"])
        steps.append(StepTaken(task.uuid, owner_before=before))
    write_steps(StepAct.ASSIGNED, steps, by, at, note=_DISTRICT)
    if found:
        record_tasks("tasks.follow_districts", found, by, at, {"tasks": len(found)})
    return len(found)
