"""Assigning many tasks at once (批量分派): those ticked, or all that match; looked at before it is done."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import assign_tasks, draft_order, share_out_tasks
from gonghu.domain.tasks.operations.orders import TownsMixed
from gonghu.domain.tasks.queries import TaskFilters, tasks_assigned_by
from gonghu.foundation.read_keys import keys_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tasks.closing import REFUSALS
from gonghu.interfaces.desk.tasks.forms import BY_CHARGE, AssignForm, TaskFilter
from gonghu.interfaces.desk.tasks.one import REFUSED, owners_for
from gonghu.interfaces.desk.tasks.shown import tasks_shown
from gonghu.interfaces.desk.tasks.undoing import offer_undo
from gonghu.interfaces.desk.tasks.views import wanted_tasks
from gonghu.standards.division_code import LENGTH, Level

MOST_AT_ONCE: Final = 20_000
_SAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class Chosen:
    """The tasks that were chosen (选定的任务): how many, some of them, and the smallest place that holds them all."""

    keys: list[UUID]
    samples: list[Task]
    division_code: str
    by_filter: bool


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def assign(request: DeskRequest) -> HttpResponse:
    """Show what would be assigned; assign it."""
    chosen = _chosen(request)
    if not chosen.keys or len(chosen.keys) > MOST_AT_ONCE:
        return _back(request, chosen)
    count = len(chosen.keys)
    form = AssignForm(request.POST or None, owners=owners_for(chosen.division_code), count=count)
    if request.method == "POST" and form.is_valid():
        try:
            return _assigned(request, chosen, form.cleaned_data["owner"])
        except REFUSALS as refusal:
            form.refuse(refusal)
    today = timezone.localdate()
    context = {
        "form": form,
        "count": count,
        "place": names_of([chosen.division_code])[chosen.division_code],
        "rows": tasks_shown(request, chosen.samples, today),
        "by_filter": chosen.by_filter,
        "more": count - len(chosen.samples),
    }
    return render(request, "desk/tasks/assign.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def order(request: DeskRequest) -> HttpResponse:
    """Draft a rectification order about the ticked tasks."""
    chosen = _chosen(request)
    if request.method != "POST" or not chosen.keys:
        return _back(request, chosen)
    try:
        made = draft_order(tasks=chosen.keys, by=request.officer, at=request.at)
    except (*REFUSALS, TownsMixed) as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:tasks"))
    messages.success(request, _("督办单已起草，请填写督办要求后由区县签发。"))
    return HttpResponseRedirect(reverse("desk:order", args=[made.pk]))


def _assigned(request: DeskRequest, chosen: Chosen, owner: str) -> HttpResponse:
    words: dict[str, Any] = {"tasks": chosen.keys, "by": request.officer, "at": request.at}
    given = share_out_tasks(**words) if owner == BY_CHARGE else assign_tasks(owner=UUID(owner), **words)
    offer_undo(request, given)
    messages.success(request, _("已分派 %(count)s 项任务。") % {"count": given.tasks})
    if given.without_owner:
        left = _("有 %(count)s 项所在的村（居）没有负责人，仍未分派，请先任命空缺的岗位。")
        messages.warning(request, left % {"count": given.without_owner})
    return HttpResponseRedirect(reverse("desk:tasks"))


def _chosen(request: DeskRequest) -> Chosen:
    """Read which tasks are meant: keys that were ticked, or the filters of the list; only open ones in scope count."""
    said = request.GET if request.method == "GET" or "keys" not in request.POST else request.POST
    by_filter = "all" in said
    found = _matching(request) if by_filter else _ticked(request, said.getlist("keys"))
    rows = list(found.order_by("division_code", "uuid").values_list("uuid", "division_code")[: MOST_AT_ONCE + 1])
    keys = [key for key, _code in rows]
    samples = list(found.filter(pk__in=keys[:_SAMPLES]))
    codes = [code for _key, code in rows]
    return Chosen(keys, samples, _around(min(codes), max(codes)) if codes else "", by_filter)


def _matching(request: DeskRequest) -> QuerySet[Task]:
    scope = request.officer.scope
    mine = tasks_assigned_by(scope=scope)
    wanted = wanted_tasks(request, TaskFilter(request.GET).said(), scope, timezone.localdate())
    return mine.filter(pk__in=wanted.order_by().values("pk"))


def _ticked(request: DeskRequest, said: list[str]) -> QuerySet[Task]:
    keys = keys_of(said)[:MOST_AT_ONCE]
    return tasks_assigned_by(scope=request.officer.scope, filters=TaskFilters()).filter(pk__in=keys)


def _around(first: str, last: str) -> str:
    """Give the division that holds two others; codes in order hold all between."""
    shared = [first[:level].ljust(LENGTH, "0") for level in Level if first[:level] == last[:level]]
    return shared[-1] if shared else ""


def _back(request: DeskRequest, chosen: Chosen) -> HttpResponse:
    if chosen.keys and len(chosen.keys) > MOST_AT_ONCE:
        said = _("一次最多分派 %(most)s 项，请按乡镇（街道）或类别筛选后分几次办理。")
        messages.error(request, said % {"most": MOST_AT_ONCE})
    elif not chosen.keys:
        messages.error(request, _("没有选中可以分派的任务：请勾选待办任务，或先筛选再选“全部符合条件的”。"))
    kept = [(name, value) for name, value in request.GET.items() if name not in {"keys", "all", "after", "before"}]
    return HttpResponseRedirect(f"{reverse('desk:tasks')}?{urlencode(kept)}")
