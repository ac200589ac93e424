"""Rectification orders (督办单): drafted, issued with a number, answered, looked at again, closed."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from gonghu.domain.access.officer import NotPermitted, Officer, authorise, day_of, is_system
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.queries import divisions_as_of
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.drafting import ToDraft, draft, write_order_step
from gonghu.domain.tasks.models import OrderedTask, RectificationOrder, Task
from gonghu.domain.tasks.operations.assigning import require_reason
from gonghu.domain.tasks.operations.closing import DeadlineNotLater
from gonghu.domain.tasks.selecting import held_tasks
from gonghu.domain.tasks.steps import StepTaken, write_steps
from gonghu.domain.tasks.terms import NEXT_ORDER_STATES, EscalationLevel, OrderState, StepAct, TaskState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.standards.division_code import LENGTH, Level
from gonghu.standards.working_days import work_calendar


class NoSuchOrder(LookupError):
    """There is no such order, or none that the actor sees."""


class OrderCannotGoThere(ValueError):
    """The order does not reach that state from where it is."""


class TownsMixed(ValueError):
    """One order goes to one body: its tasks lie in one town."""


@transaction.atomic
def draft_order(*, tasks: Iterable[UUID], by: Actor, at: datetime) -> RectificationOrder:
    """
    Draft an order about tasks of one town (起草督办单).

    :raises NotPermitted: the actor assigns no tasks in the whole town
    :raises TownsMixed: the tasks lie in several towns, or there is none
    """
    found = held_tasks(tasks, by, Permission.ASSIGN_TASKS)
    towns = {task.division_code[: Level.TOWNSHIP].ljust(LENGTH, "0") for task in found}
    if len(towns) != 1:
        raise TownsMixed("一张督办单只下达给一个乡镇（街道），请选择同一乡镇（街道）的任务")
    town = towns.pop()
    authorise(by, Permission.ASSIGN_TASKS, town)
    known = divisions_as_of(codes=[town], on=day_of(at))
    name = known[town].name if town in known else town
    (order,) = draft([ToDraft(town, name, [task.uuid for task in found])], by, at)
    _record("tasks.draft_order", order, by, at, {"tasks": len(found)})
    return order


@transaction.atomic
def issue_order(
    *, order: UUID, requirement: str, by: Actor, at: datetime, due_on: date | None = None, responsible: str = ""
) -> RectificationOrder:
    """
    Issue a draft under the next number of its district (签发督办单); its open tasks are then 督办.

    :raises NoSuchOrder: the actor sees none
    :raises NotPermitted: the actor assigns no tasks in the whole district, which is above the body that answers
    :raises OrderCannotGoThere: it is no draft
    :raises ReasonTooShort: the requirement says nothing
    :raises DeadlineNotLater: the deadline is over
    """
    found = _held(order, by)
    authorise(by, Permission.ASSIGN_TASKS, found.district)
    require_reason(requirement)
    today = day_of(at)
    last_day = due_on or work_calendar().add_working_days(today, clocks().order_answer.working_days)
    if last_day < today:
        raise DeadlineNotLater("整改期限不能早于今天")
    _move(found, OrderState.ISSUED)
    found.requirement, found.due_on, found.issued_at, found.issued_by_id = requirement.strip(), last_day, at, by.account
    found.responsible = responsible.strip() or found.responsible
    _save_under_next_number(found, today.year)
    write_order_step(found, by, at, note=requirement, due_on=last_day)
    _put_under(found, by, at)
    _record("tasks.issue_order", found, by, at, {"number": found.number, "due_on": last_day.isoformat()})
    return found


@transaction.atomic
def answer_order(*, order: UUID, answer: str, by: Actor, at: datetime) -> RectificationOrder:
    """
    Write down what the responsible body answers (答复).

    :raises NoSuchOrder: the actor sees none
    :raises NotPermitted: the actor assigns no tasks in the town
    :raises OrderCannotGoThere: it is not issued
    :raises ReasonTooShort: the answer says nothing
    """
    found = _held(order, by)
    authorise(by, Permission.ASSIGN_TASKS, found.division_code)
    require_reason(answer)
    _move(found, OrderState.ANSWERED)
    found.answer = answer.strip()
    found.save(update_fields=["state", "answer"])
    write_order_step(found, by, at, note=answer)
    _record("tasks.answer_order", found, by, at, {})
    return found


@transaction.atomic
def check_order(
    *, order: UUID, put_right: bool, note: str, by: Actor, at: datetime, due_on: date | None = None
) -> RectificationOrder:
    """
    Look again at what was answered (复核): close the order (销号), or send it back with a new deadline.

    :raises NoSuchOrder: the actor sees none
    :raises NotPermitted: the actor assigns no tasks in the whole district
    :raises OrderCannotGoThere: nothing was answered
    :raises ReasonTooShort: what was seen is not said
    :raises DeadlineNotLater: the new deadline is over
    """
    found = _held(order, by)
    authorise(by, Permission.ASSIGN_TASKS, found.district)
    require_reason(note)
    today = day_of(at)
    _move(found, OrderState.CLOSED if put_right else OrderState.ISSUED)
    if put_right:
        found.closed_at = at
    else:
        found.due_on = due_on or work_calendar().add_working_days(today, clocks().order_answer.working_days)
        if found.due_on < today:
            raise DeadlineNotLater("整改期限不能早于今天")
    found.save(update_fields=["state", "closed_at", "due_on"])
    write_order_step(found, by, at, note=note, due_on=None if put_right else found.due_on)
    _record("tasks.check_order", found, by, at, {"put_right": put_right})
    return found


@transaction.atomic
def withdraw_order(*, order: UUID, reason: str, by: Actor, at: datetime) -> RectificationOrder:
    """
    Withdraw a draft or an issued order (撤回督办单); its number is not given again.

    :raises NoSuchOrder: the actor sees none
    :raises NotPermitted: the actor assigns no tasks in the whole district
    :raises OrderCannotGoThere: it was answered or is over
    :raises ReasonTooShort: why is not said
    """
    found = _held(order, by)
    authorise(by, Permission.ASSIGN_TASKS, found.district)
    require_reason(reason)
    _move(found, OrderState.WITHDRAWN)
    found.save(update_fields=["state"])
    write_order_step(found, by, at, note=reason)
    _record("tasks.withdraw_order", found, by, at, {})
    return found


def _held(key: UUID, by: Actor) -> RectificationOrder:
    rows = RectificationOrder.objects
    if is_system(by):
        seen = rows.everywhere("work of the system")
    elif isinstance(by, Officer):
        seen = rows.visible_to(by.scope)
    else:
        raise NotPermitted(f"{by.label} 不能办理督办单")
    found = seen.select_for_update().filter(pk=key).first()
    if found is None:
        raise NoSuchOrder(f"没有编号为 {key} 的督办单")
    return found


def _move(order: RectificationOrder, to: OrderState) -> None:
    if to not in NEXT_ORDER_STATES[OrderState(order.state)]:
        raise OrderCannotGoThere(f"督办单{order.get_state_display()}，不能转为“{to.label}”")
    order.state = to


def _save_under_next_number(order: RectificationOrder, year: int) -> None:
    """Save an order under the next number of its district and year; where somebody was quicker, the one after."""
    refused = ""
    while not order.number:
        number = _next_number(order.district, year)
        order.number = number
        try:
            with transaction.atomic():
                order.save()
        except IntegrityError:
            # Whoever took the number has committed by now, so that the next look gives another one.
            if number == refused:
                raise
            order.number, refused = "", number


def _next_number(district: str, year: int) -> str:
    """Give the next number of a district and year: 督〔2026〕120112-0003 号."""
    head = f"督〔{year}〕{district}-"
    last = (
        RectificationOrder.objects.everywhere("the numbers of a district")
        .filter(number__startswith=head)
        .order_by(Length("number").desc(), "-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{head}{int(last[len(head) :].split()[0]) + 1 if last else 1:04d} 号"


def _put_under(order: RectificationOrder, by: Actor, at: datetime) -> None:
    """Raise the open tasks of an order to 督办."""
    keys = OrderedTask.objects.filter(order=order).values_list("task_id", flat=True)
    rows = Task.objects.everywhere("the tasks of an order").filter(pk__in=list(keys), state=TaskState.OPEN)
    found = list(rows.select_for_update().order_by("pk").values_list("uuid", "owner_id"))
    Task.objects.everywhere("the tasks of an order").filter(pk__in=[key for key, _owner in found]).update(
        level=EscalationLevel.RECTIFICATION
    )
    taken = (StepTaken(key, owner, owner, level=EscalationLevel.RECTIFICATION) for key, owner in found)
    write_steps(StepAct.RAISED, taken, by, at, note=f"督办单 {order.number}")


def _record(verb: str, order: RectificationOrder, by: Actor, at: datetime, detail: Detail) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="rectification_order",
        subject_key=str(order.uuid),
        detail=detail,
        district=order.district,
    )
