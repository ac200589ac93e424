"""Cancelled tasks let go of children whose files are taken back (任务脱离儿童)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.selecting import AT_ONCE, batched, held_tasks, record_tasks
from gonghu.domain.tasks.terms import TaskState
from gonghu.foundation.acting import Actor


@transaction.atomic
def release_children(*, tasks: Iterable[UUID], by: Actor, at: datetime) -> int:
    """
    Let cancelled tasks no longer be about their children, and say how many (任务脱离儿童); what happened to them stays.

    :raises NotPermitted: the actor assigns no tasks where one of them lies
    """
    found = [each for each in held_tasks(tasks, by, Permission.ASSIGN_TASKS) if each.state == TaskState.CANCELLED]
    for part in batched([each.uuid for each in found], AT_ONCE):
        Task.objects.everywhere("tasks held above").filter(pk__in=part).update(child=None, source_key=None)
    record_tasks("tasks.release", found, by, at, {"tasks": len(found)})
    return len(found)
