"""What is written about tasks (任务的写入): opened, assigned, closed, raised; rectification orders."""

from gonghu.domain.tasks.operations.assigning import assign_tasks, send_back_task, share_out_tasks, undo_assignment
from gonghu.domain.tasks.operations.closing import cancel_tasks, close_task, postpone_task, reopen_task
from gonghu.domain.tasks.operations.escalating import escalate_overdue
from gonghu.domain.tasks.operations.following import follow_child, follow_districts
from gonghu.domain.tasks.operations.opening import open_tasks
from gonghu.domain.tasks.operations.orders import (
    answer_order,
    check_order,
    draft_order,
    issue_order,
    withdraw_order,
)
from gonghu.domain.tasks.operations.releasing import release_children
from gonghu.domain.tasks.operations.tallying import tally_open_tasks

__all__ = [
    "answer_order",
    "assign_tasks",
    "cancel_tasks",
    "check_order",
    "close_task",
    "draft_order",
    "escalate_overdue",
    "follow_child",
    "follow_districts",
    "issue_order",
    "open_tasks",
    "postpone_task",
    "release_children",
    "reopen_task",
    "send_back_task",
    "share_out_tasks",
    "tally_open_tasks",
    "undo_assignment",
    "withdraw_order",
]
