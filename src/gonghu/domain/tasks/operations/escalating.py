"""What the clock does every day (提级): reminds, raises what is overdue, drafts rectification orders."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from gonghu.domain.access.officer import NotPermitted, is_system
from gonghu.domain.divisions.queries import divisions_as_of
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.drafting import draft
from gonghu.domain.tasks.models import OrderedTask, Task
from gonghu.domain.tasks.selecting import AT_ONCE, batched
from gonghu.domain.tasks.steps import StepTaken, write_steps
from gonghu.domain.tasks.terms import EscalationLevel, OrderState, StepAct, TaskState
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards.division_code import LENGTH, Level

_RAISED_BY_CLOCK: Final = (EscalationLevel.DISTRICT, EscalationLevel.SUPERVISOR, EscalationLevel.REMINDED)
_NOTES: Final = {
    EscalationLevel.REMINDED: "期限将至，提醒责任人",
    EscalationLevel.SUPERVISOR: "逾期，列入督导员跟进清单",
    EscalationLevel.DISTRICT: "逾期较久，列入区县跟进清单",
}


@dataclass(frozen=True, slots=True)
class Escalated:
    """What the clock did on one day (提级结果)."""

    raised: dict[EscalationLevel, int]
    drafted: int


@transaction.atomic
def escalate_overdue(*, on: date, by: Actor, at: datetime) -> Escalated:
    """
    Remind, raise and draft by the ladder of the clocks (提级); a second time on the same day changes nothing.

    A task skips steps when the clock was down. An order is only drafted: an officer signs it, or does not.

    :raises NotPermitted: not the system asks
    """
    if not is_system(by):
        raise NotPermitted("提级由系统每日办理")
    ladder = clocks()
    raised = {level: _raise(level, ladder.reached_by(level, on), by, at) for level in _RAISED_BY_CLOCK}
    drafted = _draft(ladder.reached_by(EscalationLevel.RECTIFICATION, on), on, by, at)
    detail = {"on": on.isoformat(), "drafted": drafted, **{level.name: count for level, count in raised.items()}}
    record(by=by, at=at, verb="tasks.escalate", subject_kind="task", subject_key="", detail=detail, district=NATION)
    return Escalated(raised, drafted)


def _raise(level: EscalationLevel, reached: date, by: Actor, at: datetime) -> int:
    rows = Task.objects.everywhere("what is overdue, by the clock").filter(
        state=TaskState.OPEN, due_on__lte=reached, level__lt=level
    )
    found = list(rows.select_for_update().order_by("pk").values_list("uuid", "owner_id"))
    for part in batched(found, AT_ONCE):
        keys = [key for key, _owner in part]
        Task.objects.everywhere("what is overdue, by the clock").filter(pk__in=keys).update(level=level)
    taken = (StepTaken(key, owner, owner, level=level) for key, owner in found)
    return write_steps(StepAct.RAISED, taken, by, at, note=_NOTES[level])


def _draft(reached: date, on: date, by: Actor, at: datetime) -> int:
    """Draft one order for each town that has tasks overdue so long and in no order yet; say how many."""
    alive = OrderedTask.objects.filter(task=OuterRef("pk")).exclude(
        order__state__in=[OrderState.WITHDRAWN, OrderState.CLOSED]
    )
    rows = Task.objects.everywhere("what is long overdue, by the clock").filter(
        ~Exists(alive), state=TaskState.OPEN, due_on__lte=reached
    )
    towns: dict[str, list[UUID]] = defaultdict(list)
    for key, code in rows.order_by("division_code", "uuid").values_list("uuid", "division_code"):
        towns[code[: Level.TOWNSHIP].ljust(LENGTH, "0")].append(key)
    names = _names(towns, on)
    for town, keys in towns.items():
        draft(town, names[town], keys, by, at)
    return len(towns)


def _names(codes: Iterable[str], on: date) -> dict[str, str]:
    known = divisions_as_of(codes=codes, on=on)
    return {code: known[code].name if code in known else code for code in codes}
