"""What the clock does every day (提级): reminds, raises what is overdue, drafts rectification orders."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import chain
from operator import or_
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gonghu.domain.access.officer import NotPermitted, is_system
from gonghu.domain.divisions.queries import divisions_as_of
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.drafting import ToDraft, draft
from gonghu.domain.tasks.models import OrderedTask, Task
from gonghu.domain.tasks.selecting import AT_ONCE
from gonghu.domain.tasks.steps import StepTaken, write_steps
from gonghu.domain.tasks.terms import EscalationLevel, OrderState, StepAct, TaskKind, TaskState
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import key_writer, update_rows
from gonghu.standards.division_code import LENGTH, Level

_WHY: Final = "what is overdue, by the clock"
_RAISED_BY_CLOCK: Final = (EscalationLevel.DISTRICT, EscalationLevel.SUPERVISOR, EscalationLevel.REMINDED)
_NOTES: Final = {
    EscalationLevel.REMINDED: "期限将至，提醒责任人",
    EscalationLevel.SUPERVISOR: "逾期，列入督导员跟进清单",
    EscalationLevel.DISTRICT: "逾期较久，列入区县跟进清单",
}


@dataclass(frozen=True, slots=True)
class Escalated:
    """What the clock did on one day (提级结果); ``more`` if there was more than it may do at once."""

    raised: dict[EscalationLevel, int]
    drafted: int
    more: bool = False


@transaction.atomic
def escalate_overdue(*, on: date, by: Actor, at: datetime, most: int = AT_ONCE) -> Escalated:
    """
    Remind, raise and draft by the ladder of the clocks (提级); a second time on the same day changes nothing.

    A task skips steps when the clock was down. An order is only drafted: an officer signs it, or does not. At once
    ``most`` tasks are raised, and towns of about as many drafted for: nobody else writes to SQLite meanwhile.

    :raises NotPermitted: not the system asks
    """
    if not is_system(by):
        raise NotPermitted("提级由系统每日办理")
    ladder = clocks()
    straight = {kind: on - timedelta(days=clock.days) for kind, clock in ladder.straight_up.items()}
    raised = _raise({level: ladder.reached_by(level, on) for level in _RAISED_BY_CLOCK}, straight, by, at, most)
    drafted, is_cut = _draft(ladder.reached_by(EscalationLevel.RECTIFICATION, on), on, by, at, most)
    detail = {"on": on.isoformat(), "drafted": drafted, **{level.name: count for level, count in raised.items()}}
    record(by=by, at=at, verb="tasks.escalate", subject_kind="task", subject_key="", detail=detail, district=NATION)
    return Escalated(raised, drafted, is_cut or sum(raised.values()) >= most)


def _raise(
    reached: dict[EscalationLevel, date], straight: dict[TaskKind, date], by: Actor, at: datetime, most: int
) -> dict[EscalationLevel, int]:
    """
    Raise each open task to the highest level that its deadline has reached; say how many came to each.

    Some kinds wait for no working day: by their own deadlines they go straight to the district.
    """
    climbs = (Q(due_on__lte=last, level__lt=level) for level, last in reached.items())
    leaps = (Q(kind=kind, due_on__lte=last, level__lt=EscalationLevel.DISTRICT) for kind, last in straight.items())
    is_due = reduce(or_, chain(climbs, leaps))
    rows = Task.objects.everywhere(_WHY).filter(is_due, state=TaskState.OPEN).select_for_update().order_by("pk")[:most]
    taken: dict[EscalationLevel, list[StepTaken]] = {level: [] for level in reached}
    for key, owner, kind, due_on in rows.values_list("uuid", "owner_id", "kind", "due_on").iterator(AT_ONCE):
        leaps_by = straight.get(TaskKind(kind), date.min)
        level = next(level for level, last in reached.items() if due_on <= last or due_on <= leaps_by)
        taken[level].append(StepTaken(key, owner, owner, level=level))
    written = key_writer()
    update_rows(Task, ["level"], ((written(each.task_id), each.level) for each in chain.from_iterable(taken.values())))
    return {level: write_steps(StepAct.RAISED, steps, by, at, note=_NOTES[level]) for level, steps in taken.items()}


def _draft(reached: date, on: date, by: Actor, at: datetime, most: int) -> tuple[int, bool]:
    """Draft one order for each town that has tasks overdue so long and in no order yet; say how many, and if cut."""
    alive = OrderedTask.objects.filter(task=OuterRef("pk")).exclude(
        order__state__in=[OrderState.WITHDRAWN, OrderState.CLOSED]
    )
    rows = Task.objects.everywhere(_WHY).filter(~Exists(alive), state=TaskState.OPEN, due_on__lte=reached)
    towns: dict[str, list[UUID]] = defaultdict(list)
    is_cut = False
    late = rows.order_by("division_code", "uuid").values_list("uuid", "division_code").iterator(AT_ONCE)
    for found, (key, code) in enumerate(late):
        town = code[: Level.TOWNSHIP].ljust(LENGTH, "0")
        # A town is drafted for whole.
        if is_cut := found >= most and town not in towns:
            break
        towns[town].append(key)
    known = divisions_as_of(codes=towns, on=on)
    names = {code: known[code].name if code in known else code for code in towns}
    return len(draft((ToDraft(town, names[town], keys) for town, keys in towns.items()), by, at)), is_cut
