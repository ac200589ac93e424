"""A town with a supervisor, two villages with directors, one without, and tasks in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.domain.access.conftest import AT, ON, SINCE, XIQING, acting, employ

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Role
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM

__all__ = ["AT", "ON", "SINCE", "XIQING", "employ"]

TOWN, FIRST, SECOND, EMPTY = "120112100000", "120112100201", "120112100202", "120112100203"
OTHER_TOWN_VILLAGE = "120112101201"

Employ = Callable[..., Account]


@dataclass
class Town:
    """The people of a town (镇)."""

    district: Account
    supervisor: Account
    first: Account
    second: Account

    @property
    def boss(self) -> Officer:
        return acting(self.district)

    def post(self, account: Account) -> UUID:
        (held,) = acting(account).posts
        return held.uuid


@pytest.fixture
def town(employ: Employ) -> Town:
    return Town(
        district=employ(Role.DISTRICT_OFFICER),
        supervisor=employ(Role.TOWN_SUPERVISOR, TOWN),
        first=employ(Role.VILLAGE_DIRECTOR, FIRST),
        second=employ(Role.VILLAGE_DIRECTOR, SECOND),
    )


def opened(
    *codes: str, kind: TaskKind = TaskKind.VERIFY_LEAD, due_on: date | None = None, at: datetime = AT
) -> list[Task]:
    """Open one task in each place, as the system does."""
    orders = [TaskOrder(kind, f"核实 {number}", code, due_on=due_on) for number, code in enumerate(codes)]
    keys = open_tasks(orders=orders, by=SYSTEM, at=at)
    rows = {task.uuid: task for task in Task.objects.everywhere("test").filter(pk__in=keys)}
    return [rows[key] for key in keys]


def again(task: Task) -> Task:
    return Task.objects.everywhere("test").get(pk=task.pk)


def days(count: int) -> timedelta:
    return timedelta(days=count)
