"""Words of tasks (任务用语): kinds, states, outcomes, and which state follows which."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.terms import Permission
from gonghu.foundation.labels import IntegerChoices, TextChoices


class TaskKind(TextChoices):
    """What is to be done (任务类别)."""

    VERIFY_LEAD = "VERIFY_LEAD", "核实线索"
    RECOGNISE_FIRST = "RECOGNISE_FIRST", "认定初审"
    RECOGNISE_SECOND = "RECOGNISE_SECOND", "认定复核"
    REVIEW_LINKS = "REVIEW_LINKS", "人工核对"
    REVIEW_CATEGORY = "REVIEW_CATEGORY", "定期复核"
    FIRST_VISIT = "FIRST_VISIT", "首次走访"
    COMPLETE_FILE = "COMPLETE_FILE", "补全档案"
    MEND_PROBLEM = "MEND_PROBLEM", "整改问题"
    RECHECK_PROBLEM = "RECHECK_PROBLEM", "复查问题"
    CHECK_APPLICATION = "CHECK_APPLICATION", "查验申请"
    CONFIRM_APPLICATION = "CONFIRM_APPLICATION", "确认申请"
    SUPPLY_PAPERS = "SUPPLY_PAPERS", "补交材料"
    TELL_APPLICANT = "TELL_APPLICANT", "告知申请人"
    REVIEW_BENEFIT = "REVIEW_BENEFIT", "复核待遇"
    HARM_REPORT = "HARM_REPORT", "侵害线索"
    CALL_BACK = "CALL_BACK", "求助回拨"
    LATE_WISH = "LATE_WISH", "催办心愿"
    OTHER = "OTHER", "其他"


class TaskState(TextChoices):
    """How far a task has come (任务状态)."""

    OPEN = "OPEN", "待办"
    DONE = "DONE", "已办结"
    CANCELLED = "CANCELLED", "已取消"


class Outcome(TextChoices):
    """What came out of a task (办理结果)."""

    CONFIRMED = "CONFIRMED", "属实"
    PARTLY = "PARTLY", "部分属实"
    REFUTED = "REFUTED", "不属实"
    NOT_FOUND = "NOT_FOUND", "查无此人"
    MOVED = "MOVED", "已迁出"
    AGREED = "AGREED", "同意"
    REFUSED = "REFUSED", "不同意"
    DONE = "DONE", "已完成"


class EscalationLevel(IntegerChoices):
    """How far up a task that is not done has gone (提级)."""

    NONE = 0, "未提醒"
    REMINDED = 1, "已提醒"
    SUPERVISOR = 2, "督导员跟进"
    DISTRICT = 3, "区县跟进"
    RECTIFICATION = 4, "督办"


class StepAct(TextChoices):
    """What happened to a task (任务动作)."""

    OPENED = "OPENED", "产生"
    ASSIGNED = "ASSIGNED", "分派"
    UNDONE = "UNDONE", "撤回分派"
    SENT_BACK = "SENT_BACK", "退回"
    POSTPONED = "POSTPONED", "延期"
    CLOSED = "CLOSED", "办结"
    REOPENED = "REOPENED", "重新办理"
    CANCELLED = "CANCELLED", "取消"
    RAISED = "RAISED", "提级"


class OrderState(TextChoices):
    """How far a rectification order has come (督办单状态)."""

    DRAFT = "DRAFT", "待签发"
    ISSUED = "ISSUED", "已下达"
    ANSWERED = "ANSWERED", "已答复，待复核"
    CLOSED = "CLOSED", "已销号"
    WITHDRAWN = "WITHDRAWN", "已撤回"


OUTCOMES: Final[dict[TaskKind, tuple[Outcome, ...]]] = {
    TaskKind.VERIFY_LEAD: (
        Outcome.CONFIRMED, Outcome.PARTLY, Outcome.REFUTED, Outcome.NOT_FOUND, Outcome.MOVED,
    ),
    TaskKind.RECOGNISE_FIRST: (Outcome.AGREED, Outcome.REFUSED),
    TaskKind.RECOGNISE_SECOND: (Outcome.AGREED, Outcome.REFUSED),
    TaskKind.REVIEW_LINKS: (Outcome.DONE,),
    TaskKind.REVIEW_CATEGORY: (Outcome.CONFIRMED, Outcome.REFUTED, Outcome.NOT_FOUND, Outcome.MOVED),
    TaskKind.FIRST_VISIT: (Outcome.DONE, Outcome.NOT_FOUND, Outcome.MOVED),
    TaskKind.COMPLETE_FILE: (Outcome.DONE, Outcome.NOT_FOUND, Outcome.MOVED),
    TaskKind.MEND_PROBLEM: (Outcome.DONE, Outcome.NOT_FOUND, Outcome.MOVED),
    TaskKind.RECHECK_PROBLEM: (Outcome.CONFIRMED, Outcome.REFUTED),
    TaskKind.CHECK_APPLICATION: (Outcome.AGREED, Outcome.REFUSED),
    TaskKind.CONFIRM_APPLICATION: (Outcome.AGREED, Outcome.REFUSED),
    TaskKind.SUPPLY_PAPERS: (Outcome.DONE, Outcome.NOT_FOUND),
    TaskKind.TELL_APPLICANT: (Outcome.DONE, Outcome.NOT_FOUND),
    TaskKind.REVIEW_BENEFIT: (Outcome.CONFIRMED, Outcome.REFUTED, Outcome.NOT_FOUND, Outcome.MOVED),
    TaskKind.HARM_REPORT: (Outcome.DONE,),
    TaskKind.CALL_BACK: (Outcome.DONE, Outcome.NOT_FOUND),
    TaskKind.LATE_WISH: (Outcome.DONE, Outcome.NOT_FOUND, Outcome.MOVED),
    TaskKind.OTHER: (Outcome.DONE, Outcome.NOT_FOUND, Outcome.MOVED),
}  # fmt: skip
"""With which outcomes each kind may end; every one is a complete answer, also that nobody was found."""

NEEDS_NOTE: Final = frozenset(
    {Outcome.PARTLY, Outcome.REFUTED, Outcome.NOT_FOUND, Outcome.MOVED, Outcome.REFUSED}
)  # fmt: skip
"""Outcomes that say no for a child: how that was found out must be written down."""

SHORTEST_NOTE: Final = 3

OFFICE_KINDS: Final[dict[TaskKind, Permission]] = {
    TaskKind.RECOGNISE_FIRST: Permission.RECOGNISE_FIRST,
    TaskKind.RECOGNISE_SECOND: Permission.RECOGNISE_SECOND,
    TaskKind.REVIEW_LINKS: Permission.REVIEW_LINKS,
    TaskKind.REVIEW_CATEGORY: Permission.RECOGNISE_FIRST,
    TaskKind.CHECK_APPLICATION: Permission.CHECK_APPLICATIONS,
    TaskKind.CONFIRM_APPLICATION: Permission.CONFIRM_APPLICATIONS,
    TaskKind.TELL_APPLICANT: Permission.RECEIVE_APPLICATIONS,
}
"""Kinds that are work of an office: whoever has the permission there may close them, whoever owns them."""

NEXT_STATES: Final[dict[TaskState, dict[StepAct, TaskState]]] = {
    TaskState.OPEN: {
        StepAct.ASSIGNED: TaskState.OPEN,
        StepAct.UNDONE: TaskState.OPEN,
        StepAct.SENT_BACK: TaskState.OPEN,
        StepAct.POSTPONED: TaskState.OPEN,
        StepAct.RAISED: TaskState.OPEN,
        StepAct.CLOSED: TaskState.DONE,
        StepAct.CANCELLED: TaskState.CANCELLED,
    },
    TaskState.DONE: {StepAct.REOPENED: TaskState.OPEN},
    TaskState.CANCELLED: {StepAct.REOPENED: TaskState.OPEN},
}
"""Where each act takes a task from each state; what is not here is refused."""

NEXT_ORDER_STATES: Final[dict[OrderState, frozenset[OrderState]]] = {
    OrderState.DRAFT: frozenset({OrderState.ISSUED, OrderState.WITHDRAWN}),
    OrderState.ISSUED: frozenset({OrderState.ANSWERED, OrderState.WITHDRAWN}),
    OrderState.ANSWERED: frozenset({OrderState.CLOSED, OrderState.ISSUED}),
    OrderState.CLOSED: frozenset(),
    OrderState.WITHDRAWN: frozenset(),
}
"""Where a rectification order may go; an answer that does not convince sends it back to its body."""


@dataclass(frozen=True, slots=True)
class TaskOrder:
    """One task to open (任务单); without ``due_on`` the clock of its kind says when it is due."""

    kind: TaskKind
    title: str
    division_code: str
    child: UUID | None = None
    category: str = ""
    owner: UUID | None = None
    due_on: date | None = None
    source_kind: str = ""
    source_key: UUID | None = None
