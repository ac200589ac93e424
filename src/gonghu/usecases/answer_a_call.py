"""
Somebody calls for help for a child (求助): written down in a minute, a task of the town the same moment, rung back.

The task says how urgent it is and nothing else; of what sounds like harm a report is made, which only the district
sees.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from gonghu.domain.access.officer import Officer, reached_by
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import close_task, open_tasks, postpone_task, reopen_task
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder, TaskState
from gonghu.domain.visits.call_terms import CallOutcome, CallUrgency
from gonghu.domain.visits.facts import HarmFacts
from gonghu.domain.visits.models import HelpCall
from gonghu.domain.visits.operations import (
    close_as_harm,
    close_call,
    give_call_task,
    note_ring_back,
    note_second_call,
    reopen_call,
    write_call_down,
)
from gonghu.domain.visits.operations.calling import CallFacts
from gonghu.domain.visits.queries import call_told
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.usecases.report_harm import report_harm

_TITLE: Final = {
    CallUrgency.AT_ONCE: "求助回拨：马上",
    CallUrgency.TODAY: "求助回拨：当天",
    CallUrgency.THREE_DAYS: "求助回拨：三天内",
}
_SOURCE: Final = "help_call"
_NEXT: Final = "已回拨，说好了下次联系的时间"
_AGAIN: Final = "求助重新办理"
_NOT_REACHED: Final = "联系不上，见求助登记"


@dataclass(frozen=True, slots=True)
class RungBack:
    """That somebody rang back (回拨内容): whether they spoke, what was agreed, and until when they ring again."""

    reached: bool
    note: str
    rang_at: datetime
    next_by: datetime | None = None


@transaction.atomic
def take_call(*, facts: CallFacts, by: Actor, at: datetime) -> HelpCall:
    """
    Write a call for help down and give the town a task to ring back (登记求助).

    :raises NotPermitted: see ``write_call_down``, as for the other errors
    """
    call = write_call_down(facts=facts, by=by, at=at)
    if call.task_id is not None or call.ring_back_by is None:
        return call
    order = TaskOrder(
        TaskKind.CALL_BACK, _TITLE[facts.urgency], call.division_code, due_on=timezone.localdate(call.ring_back_by),
        source_kind=_SOURCE, source_key=call.pk,
    )  # fmt: skip
    (task,) = open_tasks(orders=[order], by=SYSTEM, at=at)
    return give_call_task(call=call.pk, task=task, by=SYSTEM, at=at)


def add_to_call(*, call: UUID, facts: CallFacts, by: Actor, at: datetime) -> HelpCall:
    """
    Add to a call that waits that its caller rang again (并入求助).

    :raises NoSuchCall: see ``note_second_call``, as for the other errors
    """
    return note_second_call(call=call, words=facts.words, called_at=facts.called_at, by=by, at=at)


@transaction.atomic
def ring_back(*, call: UUID, said: RungBack, by: Actor, at: datetime) -> HelpCall:
    """
    Write down that somebody rang back (登记回拨); the task waits until the day that was agreed.

    :raises NoSuchCall: see ``note_ring_back``, as for the other errors
    """
    found = note_ring_back(
        call=call, reached=said.reached, note=said.note, rang_at=said.rang_at, next_by=said.next_by, by=by, at=at
    )
    task = _open_task(found)
    if task and said.next_by and timezone.localdate(said.next_by) > task.due_on:
        postpone_task(task=task.pk, until=timezone.localdate(said.next_by), reason=_NEXT, by=SYSTEM, at=at)
    return found


@transaction.atomic
def end_call(*, call: UUID, outcome: CallOutcome, note: str, by: Actor, at: datetime) -> HelpCall:
    """
    Say how a call ended; its task is done (办结求助).

    :raises NoSuchCall: see ``close_call``, as for the other errors
    """
    found = close_call(call=call, outcome=outcome, note=note, by=by, at=at)
    _close_task(found, outcome, at)
    return found


@transaction.atomic
def answer_again(*, call: UUID, reason: str, by: Actor, at: datetime) -> HelpCall:
    """
    Open a closed call again with its task (重新办理求助).

    :raises NoSuchCall: see ``reopen_call``, as for the other errors
    """
    found = reopen_call(call=call, reason=reason, by=by, at=at)
    done = tasks_in(scope=reached_by(SYSTEM), filters=TaskFilters(kind=TaskKind.CALL_BACK, state=TaskState.DONE))
    for task in done.filter(source_key=found.pk):
        due_on = timezone.localdate(found.ring_back_by) if found.ring_back_by else None
        reopen_task(task=task.pk, reason=_AGAIN, by=SYSTEM, at=at, due_on=due_on)
    return found


@transaction.atomic
def make_report_of_call(*, call: HelpCall, in_danger: bool, told_police: bool, by: Officer, at: datetime) -> HelpCall:
    """
    Make a report of harm of a call with all that was written (转侵害线索); the call is the district's from now on.

    :raises NoSuchCall: the actor sees none such
    :raises CallClosed: it was closed
    """
    told = call_told(call=call, scope=by)
    words = [call.words, *(f"{step.get_act_display()}：{step.note}" for step in told.steps if step.note)]
    caller = [call.get_caller_display(), call.caller_name, call.phone or ""]
    facts = HarmFacts(
        key=uuid5(call.pk, _SOURCE), place_code=call.place_division_code, words="\n".join(words),
        reporter=" ".join(part for part in caller if part), in_danger=in_danger, told_police=told_police,
        child=call.child_id,
    )  # fmt: skip
    report = report_harm(facts=facts, by=by, at=at)
    closed = close_as_harm(call=call.pk, harm_report=report.pk, by=by, at=at)
    _close_task(closed, CallOutcome.HARM, at)
    return closed


def _close_task(call: HelpCall, outcome: CallOutcome, at: datetime) -> None:
    """Close the task of a call: that it is done follows, and says no more than that."""
    task = _open_task(call)
    if task is None:
        return
    is_lost = outcome == CallOutcome.UNREACHABLE
    close_task(
        task=task.pk, outcome=Outcome.NOT_FOUND if is_lost else Outcome.DONE,
        note=_NOT_REACHED if is_lost else "", by=SYSTEM, at=at,
    )  # fmt: skip


def _open_task(call: HelpCall) -> Task | None:
    rows = tasks_in(scope=reached_by(SYSTEM), filters=TaskFilters(kind=TaskKind.CALL_BACK))
    return rows.filter(source_key=call.pk).first()
