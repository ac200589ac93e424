"""Where a task comes from and where its work is done (任务来源与办理处): findings, recognitions, review of links."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from gonghu.domain.access.terms import Permission
from gonghu.domain.policies.queries import findings_of_task, recognition_by_key
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import OFFICE_KINDS, TaskKind
from gonghu.domain.visits.queries import call_by_key
from gonghu.interfaces.desk.admission import DeskRequest

_PAGES: Final = {"recognition": "desk:recognition", "finding": "desk:finding"}
_MONEY_KINDS: Final = frozenset(
    {TaskKind.CHECK_APPLICATION, TaskKind.CONFIRM_APPLICATION, TaskKind.SUPPLY_PAPERS, TaskKind.TELL_APPLICANT}
)
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
    if (elsewhere := _place_in_field(request, task) or _place_of_money(request, task)) is not None:
        return elsewhere
    needed = OFFICE_KINDS.get(TaskKind(task.kind))
    if needed is None or not request.officer.scope.allows(needed, task.division_code):
        return None
    return _place_of_office(request, task)


def _place_of_office(request: DeskRequest, task: Task) -> PlaceOfWork | None:
    if task.kind == TaskKind.REVIEW_LINKS:
        return PlaceOfWork(_("去人工核对"), reverse("desk:review"))
    if task.kind == TaskKind.REVIEW_CATEGORY and task.child_id:
        return PlaceOfWork(_("去复核"), reverse("desk:review-child", args=[task.child_id]))
    if task.source_kind in _PAGES and task.source_key and _is_told(request, task):
        return PlaceOfWork(_("去办理认定"), reverse(_PAGES[task.source_kind], args=[task.source_key]))
    return None


def _place_in_field(request: DeskRequest, task: Task) -> PlaceOfWork | None:
    """Give where a problem is put right, or somebody rung back who called for help."""
    if task.source_key is None:
        return None
    if task.kind in _PROBLEM_KINDS and request.officer.scope.has(Permission.SEE_CHILDREN):
        return PlaceOfWork(_("去办理整改"), reverse("desk:problem", args=[task.source_key]))
    if task.kind == TaskKind.CALL_BACK and call_by_key(key=task.source_key, scope=request.officer):
        return PlaceOfWork(_("去回拨"), reverse("desk:help-call", args=[task.source_key]))
    if task.kind == TaskKind.LATE_WISH and request.officer.scope.has(Permission.EDIT_CHILDREN):
        return PlaceOfWork(_("去看心愿"), reverse("desk:wish", args=[task.source_key]))
    return None


def _is_told(request: DeskRequest, task: Task) -> bool:
    """Tell whether what a task comes from may be known: a recognition of a sealed category not by everybody."""
    if task.source_kind != "recognition" or task.source_key is None:
        return True
    return recognition_by_key(key=task.source_key, scope=request.officer.scope) is not None


def _place_of_money(request: DeskRequest, task: Task) -> PlaceOfWork | None:
    """Give where an application, an ending or a grant under review is dealt with."""
    if task.source_key is None or not request.officer.scope.has(Permission.SEE_MONEY):
        return None
    if task.kind == TaskKind.TELL_APPLICANT and task.child_id is None:
        return PlaceOfWork(_("去办理申请"), reverse("desk:applications-elsewhere"))
    if task.kind in _MONEY_KINDS and task.source_kind == "application":
        return PlaceOfWork(_("去办理申请"), reverse("desk:application", args=[task.source_key]))
    if task.source_kind == "school_student":
        return PlaceOfWork(_("去登记在读证明"), reverse("desk:school-student", args=[task.source_key]))
    if task.source_kind == "ending":
        return PlaceOfWork(_("去办理停发"), reverse("desk:endings"))
    return None


def findings_shown(request: DeskRequest, task: Task) -> list[tuple[str, str]]:
    """Name the findings that a task verifies with their pages, to whoever may open them."""
    if task.kind != TaskKind.VERIFY_LEAD or not request.officer.scope.has(Permission.SEE_CHILDREN):
        return []
    found = findings_of_task(task=task.pk, scope=request.officer.scope)
    return [(each.told.name, reverse("desk:finding", args=[each.pk])) for each in found]
