"""The list of tasks (任务列表), as a page and as a workbook."""

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import EscalationLevel, TaskKind, TaskState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page, order_of
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import taken_along
from gonghu.interfaces.desk.tasks.forms import MINE, NEW, NOBODY, OVERDUE, TODAY, WEEK, TaskFilter
from gonghu.interfaces.desk.tasks.shown import task_columns, tasks_shown
from gonghu.interfaces.desk.tasks.undoing import undo_offered

_NEW_DAYS: Final = 3
_WEEK: Final = timedelta(days=7)


@require_safe
@needs(Permission.SEE_TASKS)
def tasks(request: DeskRequest) -> HttpResponse:
    """List the tasks somebody sees; the filters hold together."""
    form = TaskFilter(request.GET)
    scope, today = request.officer.scope, timezone.localdate()
    said = form.said()
    # One's own tasks are few, and are read by deadline wherever they lie.
    day = "-due_on" if said.get("state") else "due_on"
    by = day if said.get("owner") == MINE else order_of(request.officer, said.get("place", ""), day=day)
    page = keyset_page(request, wanted_tasks(request, said, scope, today), by=by)
    rows = tasks_shown(request, page.rows, today)
    may_assign = scope.has(Permission.ASSIGN_TASKS) and said.get("state", "") == ""
    context = {
        **list_shown(
            request,
            form=form,
            page=page,
            rows=rows,
            columns=task_columns(with_ticks=may_assign),
            export="desk:export-tasks",
        ),
        "kept": kept_filters(request, "tasks"),
        "may_assign": may_assign,
        "may_lead": scope.has(Permission.ASSIGN_TASKS),
        "undo": undo_offered(request),
    }
    return render(request, "desk/tasks/tasks.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    said, today = TaskFilter(request.GET).said(), timezone.localdate()
    return taken_along(
        request,
        name=_("任务清单"),
        kind="task",
        columns=task_columns(),
        found=wanted_tasks(request, said, request.officer.scope.holding(Permission.EXPORT), today),
        rows=lambda part: tasks_shown(request, part, today),
    )


def wanted_tasks(request: DeskRequest, said: dict[str, Any], scope: Scope, today: date) -> QuerySet[Task]:
    """Give the tasks that a filter form asks for."""
    found = tasks_in(scope=scope, filters=wanted_filters(said, today))
    if said.get("owner") == MINE:
        found = found.filter(owner__in=[post.uuid for post in request.officer.posts])
    if said.get("due") == NEW:
        found = found.filter(assigned_at__gte=request.at - timedelta(days=_NEW_DAYS))
    return found


def wanted_filters(said: dict[str, Any], today: date) -> TaskFilters:
    """Read the conditions out of the filter form."""
    due = said.get("due")
    until = {OVERDUE: today - timedelta(days=1), TODAY: today, WEEK: today + _WEEK}.get(str(due))
    return TaskFilters(
        kind=TaskKind(said["kind"]) if said.get("kind") else None,
        state=_state(said.get("state", ""), due),
        area=Area.of(said["place"]) if said.get("place") else None,
        unowned=said.get("owner") == NOBODY,
        due_from=today if due in {TODAY, WEEK} else None,
        due_until=until,
        level=EscalationLevel(int(said["level"])) if said.get("level") else None,
        category=said.get("category", ""),
    )


def _state(said: str, due: str | None) -> TaskState | None:
    if not said or due:
        return TaskState.OPEN
    return None if said == "ALL" else TaskState(said)
