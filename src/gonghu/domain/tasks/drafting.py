"""Drafting rectification orders (督办单起草), by the clock or by an officer, and the history of one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gonghu.domain.tasks.models import OrderedTask, OrderStep, RectificationOrder
from gonghu.domain.tasks.terms import OrderState
from gonghu.foundation.acting import Actor

_TOWN_BODIES: Final = (("街道", "街道办事处"), ("镇", "镇人民政府"), ("乡", "乡人民政府"))


def draft(town: str, name: str, tasks: Sequence[UUID], by: Actor, at: datetime) -> RectificationOrder:
    """Draft an order to a town about tasks; its first step is written."""
    order = RectificationOrder.objects.create(
        division_code=town,
        subject=f"{name}逾期未办结任务 {len(tasks)} 项",
        responsible=body_of(name),
        drafted_at=at,
    )
    OrderedTask.objects.bulk_create(OrderedTask(order=order, task_id=task) for task in tasks)
    write_order_step(order, by, at, note="")
    return order


def body_of(name: str) -> str:
    """Name the body that answers for a town, 咸水沽镇人民政府; of anything else the place itself."""
    for end, body in _TOWN_BODIES:
        if name.endswith(end):
            return name[: -len(end)] + body
    return name


def write_order_step(
    order: RectificationOrder, by: Actor, at: datetime, *, note: str, due_on: date | None = None
) -> None:
    """Write down what happened to an order."""
    OrderStep.objects.create(
        order=order, state=OrderState(order.state), at=at, actor=by.label[:120], note=note.strip(), due_on=due_on
    )
