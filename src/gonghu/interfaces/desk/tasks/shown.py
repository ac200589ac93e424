"""How tasks are shown (任务显示项), the same in every list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gonghu.domain.access.colleagues import Colleague, colleagues
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import EscalationLevel, TaskKind, TaskState
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.places import names_of, own_division
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
            task.title,
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


def owner_label(owner: Colleague | None) -> str:
    """Name who owns a task: the person, else the post that nobody holds, else that nobody does."""
    if owner is None:
        return _("未分派")
    if not owner.name:
        return _("%(role)s（空缺）") % {"role": owner.role.label}
    return _("%(name)s（%(role)s）") % {"name": owner.name, "role": owner.role.label}


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
            task.title, reverse("desk:task", args=[task.pk]), note=places[task.division_code], due_on=task.due_on
        )
        for task in found
    ]
