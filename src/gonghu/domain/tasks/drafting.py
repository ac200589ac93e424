"""Drafting rectification orders (督办单起草), by the clock or by an officer, and the history of one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from gonghu.domain.tasks.models import OrderedTask, OrderStep, RectificationOrder
from gonghu.domain.tasks.terms import OrderState
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import insert_rows, key_writer

_AT_ONCE: Final = 1_000
_ACTOR_LENGTH: Final = 120
_TOWN_BODIES: Final = (("街道", "街道办事处"), ("镇", "镇人民政府"), ("乡", "乡人民政府"))


class ToDraft(NamedTuple):
    """Tasks of one town that an order is to be about (拟督办事项)."""

    town: str
    name: str
    tasks: Sequence[UUID]


def draft(wanted: Iterable[ToDraft], by: Actor, at: datetime) -> list[RectificationOrder]:
    """Draft an order to each town about its tasks; the first step of each is written."""
    asked = list(wanted)
    orders = [
        RectificationOrder(
            division_code=each.town,
            subject=f"{each.name}逾期未办结任务 {len(each.tasks)} 项",
            responsible=body_of(each.name),
            drafted_at=at,
        )
        for each in asked
    ]
    RectificationOrder.objects.bulk_create(orders, batch_size=_AT_ONCE)
    key, made = key_writer(), list(zip(orders, asked, strict=True))
    pairs = ((key(order.uuid), key(task)) for order, each in made for task in each.tasks)
    insert_rows(OrderedTask, ("order_id", "task_id"), pairs)
    OrderStep.objects.bulk_create((_step(order, by, at) for order in orders), batch_size=_AT_ONCE)
    return orders


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
    _step(order, by, at, note=note, due_on=due_on).save(force_insert=True)


def _step(
    order: RectificationOrder, by: Actor, at: datetime, *, note: str = "", due_on: date | None = None
) -> OrderStep:
    actor, state = by.label[:_ACTOR_LENGTH], OrderState(order.state)
    return OrderStep(order=order, state=state, at=at, actor=actor, note=note.strip(), due_on=due_on)
