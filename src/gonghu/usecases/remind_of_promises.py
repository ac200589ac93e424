"""
Somebody took a wish or need up until a day, and the day is over (过了约定日期): once, a task to ask what became of it.

Handing over, giving back and settling the wish close the task; another promise may be late in its turn.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from gonghu.domain.access.officer import reached_by
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.selecting import batched
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.domain.visits.models import Wish
from gonghu.domain.visits.queries import WishFilters, wishes_in
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.jobs.registry import job
from gonghu.usecases.visit_tasks import close_by_visit

_SOURCE: Final = "wish"
_TITLE: Final = "认领的心愿过了约定日期：请联系认领方"
_AT_ONCE: Final = 1_000


@job("心愿过约定日期提醒")
def remind_of_promises(
    *, by: Actor, at: datetime, on: str, progress: Progress | None = None, **_context: object
) -> Mapping[str, int]:
    """Give a task for every wish that was promised for before a day and is not handed over, once a promise."""
    filters, opened = WishFilters().overdue(date.fromisoformat(on)), 0
    late = wishes_in(scope=reached_by(by), filters=filters).filter(child__sealed_on__isnull=True)
    for part in batched(late.iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        if progress:
            progress.check()
        opened += _remind(part, by, at)
    return {"tasks": opened}


def close_reminder(*, wish: Wish, said: str, by: Actor, at: datetime) -> None:
    """Close the task of a promise that was late, now that it is known what became of it (心愿催办办结)."""
    filters = TaskFilters(kind=TaskKind.LATE_WISH)
    for task in tasks_in(scope=reached_by(SYSTEM), filters=filters).filter(source_key=wish.pk):
        close_by_visit(task, Outcome.DONE, said, by, at)


def _remind(late: list[Wish], by: Actor, at: datetime) -> int:
    told = _told([wish.pk for wish in late])
    orders = [
        TaskOrder(
            TaskKind.LATE_WISH, _TITLE, wish.division_code, child=wish.child_id, category=wish.category,
            source_kind=_SOURCE, source_key=wish.pk,
        )
        for wish in late
        if wish.due_on is not None and not any(day > wish.due_on for day in told.get(wish.pk, ()))
    ]  # fmt: skip
    return len(open_tasks(orders=orders, by=by, at=at)) if orders else 0


def _told(wishes: list[UUID]) -> dict[UUID, list[date]]:
    """Give the days on which there was a task for some wishes; that of an earlier promise is before this one's day."""
    filters = TaskFilters(kind=TaskKind.LATE_WISH, state=None)
    rows = tasks_in(scope=reached_by(SYSTEM), filters=filters).filter(source_key__in=wishes)
    found: dict[UUID, list[date]] = {}
    for source, opened_at in rows.values_list("source_key", "opened_at"):
        if source is not None:
            found.setdefault(source, []).append(timezone.localdate(opened_at))
    return found
