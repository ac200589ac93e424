"""Where a task comes from and where its work is done (任务来源与办理处): findings, recognitions, review of links."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from gonghu.domain.access.terms import Permission
from gonghu.domain.policies.queries import findings_of_task
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import OFFICE_KINDS, TaskKind
from gonghu.interfaces.desk.admission import DeskRequest

_PAGES: Final = {"recognition": "desk:recognition", "finding": "desk:finding"}
_PROBLEM_KINDS: Final = frozenset({TaskKind.MEND_PROBLEM, TaskKind.RECHECK_PROBLEM})


@dataclass(frozen=True, slots=True)
class PlaceOfWork:
    """The page on which a task is done (办理处), and what to press to get there."""

    label: str
    address: str


def place_of_work(request: DeskRequest, task: Task) -> PlaceOfWork | None:
    """
    Give the page where work of an office and putting right is done; other work of the field is done on the task's page.

    What was decided there closes the task, so that no recognition is agreed to without being made.
    """
    if task.kind in _PROBLEM_KINDS and task.source_key and request.officer.scope.has(Permission.SEE_CHILDREN):
        return PlaceOfWork(_("去办理整改"), reverse("desk:problem", args=[task.source_key]))
    needed = OFFICE_KINDS.get(TaskKind(task.kind))
    if needed is None or not request.officer.scope.allows(needed, task.division_code):
        return None
    if task.kind == TaskKind.REVIEW_LINKS:
        return PlaceOfWork(_("去人工核对"), reverse("desk:review"))
    if task.source_kind in _PAGES and task.source_key:
        return PlaceOfWork(_("去办理认定"), reverse(_PAGES[task.source_kind], args=[task.source_key]))
    return None


def findings_shown(request: DeskRequest, task: Task) -> list[tuple[str, str]]:
    """Name the findings that a task verifies with their pages, to whoever may open them."""
    if task.kind != TaskKind.VERIFY_LEAD or not request.officer.scope.has(Permission.SEE_CHILDREN):
        return []
    found = findings_of_task(task=task.pk, scope=request.officer.scope)
    return [(each.told.name, reverse("desk:finding", args=[each.pk])) for each in found]
