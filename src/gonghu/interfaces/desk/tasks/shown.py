"""How tasks are shown (任务显示项), the same in every list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.colleagues import Colleague, colleagues
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import EscalationLevel, TaskKind, TaskState
from gonghu.foundation.labels import worded
from gonghu.foundation.pages.markup import filled
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.places import names_of, own_division
from gonghu.interfaces.desk.sentences import sentence
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, tick
from gonghu.interfaces.desk.waiting import WaitingRow
from gonghu.standards.division_code import LENGTH, Level
from gonghu.standards.division_code import level as level_of
from gonghu.standards.masking import masked_name


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One line of a list of tasks (任务显示项)."""

    key: UUID
    title: str
    kind: str
    place: str
    child: UUID | None
    child_name: str
    owner: str
    due_on: date
    days_late: int
    state: str
    state_label: str
    outcome: str
    level: int
    level_label: str

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.state == TaskState.OPEN


def tasks_shown(request: DeskRequest, tasks: Sequence[Task], on: date) -> list[TaskShown]:
    """Give the lines of some tasks, names masked, in four statements however many."""
    places = near_names([task.division_code for task in tasks], request)
    owners = colleagues(posts=[task.owner_id for task in tasks], on=on)
    children = {task.child_id for task in tasks if task.child_id}
    names = names_of_children(children=children, scope=request.officer.scope) if children else {}
    return [
        TaskShown(
            task.uuid,
            sentence(task.title),
            TaskKind(task.kind).label,
            places[task.division_code],
            task.child_id if task.child_id in names else None,
            masked_name(names.get(task.child_id)) if task.child_id else "",
            owner_label(owners.get(task.owner_id) if task.owner_id else None),
            task.due_on,
            max((on - task.due_on).days, 0) if task.state == TaskState.OPEN else 0,
            task.state,
            TaskState(task.state).label,
            task.get_outcome_display() if task.outcome else "",
            task.level,
            EscalationLevel(task.level).label,
        )
        for task in tasks
    ]


def task_columns(*, with_ticks: bool = False) -> list[Column[TaskShown]]:
    """Give the columns of a list of tasks."""
    page_of, place, owner = address_of("desk:task"), attrgetter("place"), attrgetter("owner")
    ticks: list[Column[TaskShown]] = [Column(_("选"), lambda row: tick(row.key, row.title), look="no-print")]
    return [
        *(ticks if with_ticks else []),
        Column(_("事项"), lambda row: _titled(row, page_of(row.key)), attrgetter("title"), 40),
        Column(_("类别"), attrgetter("kind"), attrgetter("kind"), 10, "text-nowrap"),
        Column(_("所在"), place, place, 32),
        Column(_("儿童"), taken=attrgetter("child_name"), width=8),
        Column(_("责任人"), owner, owner, 24),
        Column(_("期限"), lambda row: _parts(due_mark(row)), attrgetter("due_on"), 12),
        Column(_("逾期天数"), taken=lambda row: row.days_late or None, width=8),
        Column(_("状态"), lambda row: _parts(task_mark(row)), attrgetter("state_label"), 10),
        Column(_("结果"), taken=attrgetter("outcome"), width=10),
        Column(_("提级"), taken=lambda row: row.level_label if row.level else "", width=12),
    ]


def due_mark(row: TaskShown) -> SafeString:
    """Show when a task is due, in words that need no calendar."""
    late = mark("bad", _("逾期 %(n)s 天") % {"n": row.days_late}) if row.days_late else ""
    return filled('%s <span class="code">%s</span>', late, row.due_on.isoformat())


def task_mark(row: TaskShown) -> SafeString:
    """Show how a task stands: how far it was raised, that it is open, or what came of it."""
    if row.is_open and row.level:
        return mark("bad" if row.level > EscalationLevel.REMINDED else "wait", row.level_label)
    if row.is_open:
        return mark("wait", row.state_label)
    return mark("good", row.outcome) if row.outcome else mark("off", row.state_label)


def _titled(row: TaskShown, address: str) -> SafeString:
    named = f" · {row.child_name}" if row.child_name else ""
    return filled("<span>%s%s</span>", link(address, row.title), named)


def _parts(marks: SafeString) -> SafeString:
    return filled('<span class="parts">%s</span>', marks)


def owner_label(owner: Colleague | None) -> str:
    """Name who owns a task: the person, else the post that nobody holds, else that nobody does."""
    if owner is None:
        return _("未分派")
    if not owner.name:
        return _("%(role)s（空缺）") % {"role": worded(owner.role.label)}
    return _("%(name)s（%(role)s）") % {"name": owner.name, "role": worded(owner.role.label)}


def near_names(codes: Iterable[str], request: DeskRequest) -> dict[str, str]:
    """Name places without what everybody of the officer's district, or of the wider area, knows anyway."""
    own = own_division(request.officer)
    known = own[: min(level_of(own), Level.COUNTY)].ljust(LENGTH, "0") if own else ""
    names = names_of([*codes, *([known] if known else [])])
    head = names.get(known, "")
    return {code: name.removeprefix(head) or name for code, name in names.items()}


def rows_waiting(request: DeskRequest, tasks: Iterable[Task]) -> list[WaitingRow]:
    """Give tasks as rows of the work table."""
    found = list(tasks)
    places = near_names([task.division_code for task in found], request)
    return [
        WaitingRow(
            sentence(task.title),
            reverse("desk:task", args=[task.pk]),
            note=places[task.division_code],
            due_on=task.due_on,
        )
        for task in found
    ]
