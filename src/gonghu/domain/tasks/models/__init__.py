"""The tables of tasks (任务)."""

from gonghu.domain.tasks.models.order import OrderedTask, OrderStep, RectificationOrder
from gonghu.domain.tasks.models.tally import TaskTally
from gonghu.domain.tasks.models.task import Task, TaskStep

__all__ = ["OrderStep", "OrderedTask", "RectificationOrder", "Task", "TaskStep", "TaskTally"]
