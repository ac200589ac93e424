"""The open tasks of all places are added up (任务时效汇总), once a night."""

from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Count, F
from django.db.models.functions import Substr

from gonghu.domain.access.officer import NotPermitted, is_system
from gonghu.domain.tasks.ages import class_of_age
from gonghu.domain.tasks.models import Task, TaskTally
from gonghu.domain.tasks.terms import TaskState
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.standards.division_code import LENGTH, Level

_WHY: Final = "open tasks counted for the figures of provinces"
_COLUMNS: Final = ("division_code", "kind", "age", "tasks", "counted_at")


@transaction.atomic
def tally_open_tasks(*, on: date, by: Actor, at: datetime) -> int:
    """
    Count the open tasks of every town by kind and class of age, in place of the night before, and say how many (汇总).

    :raises NotPermitted: not the system asks
    """
    if not is_system(by):
        raise NotPermitted("任务汇总由系统每日办理")
    counted = (
        Task.objects.everywhere(_WHY)
        .filter(state=TaskState.OPEN)
        .annotate(town=Substr("division_code", 1, int(Level.TOWNSHIP)), age=class_of_age(on))
        .values_list("town", "kind", "age")
        .annotate(tasks=Count("pk"))
        .order_by("town", F("kind"), "age")
    )
    moment = connection.ops.adapt_datetimefield_value(at)
    rows = [(town.ljust(LENGTH, "0"), *rest, moment) for town, *rest in counted]
    TaskTally.objects.everywhere(_WHY).delete()
    insert_rows(TaskTally, _COLUMNS, rows)
    tasks = sum(int(row[3]) for row in rows)
    record(
        by=by, at=at, verb="tasks.tally", subject_kind="task", subject_key="",
        detail={"on": on.isoformat(), "tasks": tasks}, district=NATION,
    )  # fmt: skip
    return tasks
