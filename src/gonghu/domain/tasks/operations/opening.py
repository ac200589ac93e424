"""Opening tasks (产生任务), by the hundred thousand when a screening ends."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.selecting import AT_ONCE, batched, record_tasks
from gonghu.domain.tasks.steps import StepTaken, write_steps
from gonghu.domain.tasks.terms import OFFICE_KINDS, StepAct, TaskKind, TaskOrder, TaskState
from gonghu.domain.tasks.written import writers
from gonghu.domain.workforce.queries import posts_answering_for
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.standards import division_code as division_codes

_COLUMNS: Final = (
    "uuid", "kind", "title", "child_id", "division_code", "category", "owner_id", "due_on", "opened_at", "assigned_at",
    "state", "outcome", "outcome_note", "evidence", "level", "source_kind", "source_key",
)  # fmt: skip
_TITLE_LENGTH: Final = 200


@transaction.atomic
def open_tasks(*, orders: Iterable[TaskOrder], by: Actor, at: datetime) -> list[UUID]:
    """
    Open tasks and give their keys, in the order asked (产生任务).

    A task that is open already for the same source and kind is not opened twice; its key is given. Without an owner,
    work in the field goes to whoever answers for the place, work of an office waits there.

    :raises NotPermitted: the actor assigns no tasks in one of the places
    :raises NotADivisionCode: a code is of no place
    """
    asked = list(orders)
    places = {each.division_code: division_codes.pad(each.division_code) for each in asked}
    for code in places.values():
        authorise(by, Permission.ASSIGN_TASKS, code)
    known = _open_already(asked)
    keys, new = [], {}
    for each in asked:
        source = (each.source_key, each.kind.value)
        key = known.get(source) if each.source_key else None
        if key is None:
            key = uuid.uuid4()
            new[key] = each
            known[source] = key
        keys.append(key)
    _write(new, places, by, at, known=len(keys) - len(new))
    return keys


def _write(new: dict[UUID, TaskOrder], places: dict[str, str], by: Actor, at: datetime, *, known: int) -> None:
    today = day_of(at)
    owners, due = _owners(new.values(), places, today), _deadlines(today)
    tasks = [_task(key, each, places[each.division_code], owners, due, at) for key, each in new.items()]
    insert_rows(Task, _COLUMNS, _rows(tasks))
    taken = (StepTaken(each.uuid, owner=each.owner_id, due_on=each.due_on) for each in tasks)
    write_steps(StepAct.OPENED, taken, by, at)
    detail = {"tasks": len(tasks), "known": known, "kinds": sorted({each.kind for each in tasks})}
    record_tasks("tasks.open", tasks, by, at, detail)


def _open_already(asked: Sequence[TaskOrder]) -> dict[tuple[UUID | None, str], UUID]:
    sources = list({each.source_key for each in asked if each.source_key})
    found: dict[tuple[UUID | None, str], UUID] = {}
    for part in batched(sources, AT_ONCE):
        rows = Task.objects.everywhere("tasks that are open already").filter(state=TaskState.OPEN, source_key__in=part)
        found |= {(source, kind): key for source, kind, key in rows.values_list("source_key", "kind", "uuid")}
    return found


def _owners(orders: Iterable[TaskOrder], places: dict[str, str], on: date) -> dict[str, UUID]:
    """Give who answers for each place that a task without an owner is about."""
    codes = {places[each.division_code] for each in orders if each.owner is None and each.kind not in OFFICE_KINDS}
    return posts_answering_for(codes=codes, scope=None, on=on) if codes else {}


def _deadlines(on: date) -> dict[TaskKind, date]:
    in_force = clocks()
    return {kind: in_force.due_on(kind, on) for kind in TaskKind}


def _task(
    key: UUID, order: TaskOrder, code: str, owners: dict[str, UUID], due: dict[TaskKind, date], at: datetime
) -> Task:
    owner = order.owner or (None if order.kind in OFFICE_KINDS else owners.get(code))
    return Task(
        uuid=key,
        kind=order.kind,
        title=order.title.strip()[:_TITLE_LENGTH],
        child_id=order.child,
        division_code=code,
        category=order.category,
        owner_id=owner,
        due_on=order.due_on or due[order.kind],
        opened_at=at,
        assigned_at=at if owner else None,
        source_kind=order.source_kind,
        source_key=order.source_key,
    )


def _rows(tasks: Iterable[Task]) -> Iterator[list[Any]]:
    columns = list(writers(Task, _COLUMNS).items())
    for task in tasks:
        yield [written(getattr(task, name)) for name, written in columns]
