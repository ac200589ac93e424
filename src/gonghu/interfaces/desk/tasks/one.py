"""The page of one task (任务详情), what can be done with it, and on to the next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.colleagues import colleagues, colleagues_above
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.models import Task, TaskStep
from gonghu.domain.tasks.operations import (
    assign_tasks,
    cancel_tasks,
    postpone_task,
    send_back_task,
    share_out_tasks,
)
from gonghu.domain.tasks.operations.assigning import OwnerCannotTake, owns
from gonghu.domain.tasks.operations.closing import may_close
from gonghu.domain.tasks.queries import next_task, orders_of_task, steps_of, task_by_key
from gonghu.domain.tasks.terms import EscalationLevel, StepAct, TaskKind, TaskState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import read_at_work
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import sentence
from gonghu.interfaces.desk.tasks.closing import REFUSALS, closed_as_said
from gonghu.interfaces.desk.tasks.forms import BY_CHARGE, AssignForm, ClosingForm, PostponeForm, ReasonForm
from gonghu.interfaces.desk.tasks.origin import findings_shown, place_of_work
from gonghu.interfaces.desk.tasks.shown import owner_label, tasks_shown
from gonghu.usecases.verify_lead import reopen_lead

REFUSED = 422
OWNING_ROLES: Final = (
    Role.VILLAGE_DIRECTOR, Role.TOWN_SUPERVISOR, Role.CHILD_COMMISSIONER, Role.DISTRICT_OFFICER, Role.CENTRE_WORKER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepShown:
    """One line of a task's history (任务过程显示项)."""

    step: TaskStep
    act: str
    owner: str
    level: str


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_TASKS)
def task(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a task with its history; close it, and go on to the next."""
    shown = _task(request, key)
    if request.method != "POST":
        return _page(request, shown)
    elsewhere = place_of_work(request, shown)
    if elsewhere:
        return HttpResponseRedirect(elsewhere.address)
    form = ClosingForm(request.POST, kind=TaskKind(shown.kind))
    if closed_as_said(request, form, shown.uuid):
        return _onward(request, shown)
    return _page(request, shown, closing=form)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_TASKS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Assign, send back, postpone, cancel or reopen a task."""
    if act not in ACTS:
        raise Http404
    shown = _task(request, key)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:task", args=[key]))
    done, said = ACTS[act]
    form = _form(act, request, shown)
    if form.is_valid():
        try:
            done(request, shown, form.cleaned_data)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(said))
            seen = task_by_key(key=key, scope=request.officer.scope)
            return HttpResponseRedirect(reverse("desk:task", args=[key]) if seen else reverse("desk:tasks"))
    return _page(request, shown, **{act.replace("-", "_"): form})


def owners_for(code: str) -> list[tuple[str, str]]:
    """List the posts that work of a place can be given to, and that it may go to whoever answers there."""
    found = colleagues_above(code=code, roles=OWNING_ROLES, on=timezone.localdate())
    places = names_of([each.division_code for each in found])
    named = [(str(each.post), f"{owner_label(each)} · {places[each.division_code]}") for each in found if each.name]
    return [(BY_CHARGE, str(_("按责任区：由负责该村（居）的人办理"))), *named]


def _assign(request: DeskRequest, shown: Task, said: dict[str, Any]) -> None:
    words: dict[str, Any] = {"tasks": [shown.uuid], "by": request.officer, "at": request.at}
    if said["owner"] == BY_CHARGE:
        if not share_out_tasks(**words).tasks:
            raise OwnerCannotTake(_("这个村（居）现在没有负责人，请选择一位，或先任命空缺的岗位。"))
    else:
        assign_tasks(owner=UUID(said["owner"]), **words)


def _send_back(request: DeskRequest, shown: Task, said: dict[str, Any]) -> None:
    send_back_task(task=shown.uuid, reason=said["reason"], by=request.officer, at=request.at)


def _postpone(request: DeskRequest, shown: Task, said: dict[str, Any]) -> None:
    postpone_task(task=shown.uuid, until=said["until"], reason=said["reason"], by=request.officer, at=request.at)


def _cancel(request: DeskRequest, shown: Task, said: dict[str, Any]) -> None:
    cancel_tasks(tasks=[shown.uuid], reason=said["reason"], by=request.officer, at=request.at)


def _reopen(request: DeskRequest, shown: Task, said: dict[str, Any]) -> None:
    reopen_lead(task=shown.uuid, reason=said["reason"], by=request.officer, at=request.at)


Act = Callable[[DeskRequest, Task, dict[str, Any]], None]
ACTS: Final[dict[str, tuple[Act, object]]] = {
    "assign": (_assign, _("已分派。")),
    "send-back": (_send_back, _("已退回，等待重新分派。")),
    "postpone": (_postpone, _("已延期，提醒重新计算。")),
    "cancel": (_cancel, _("任务已取消。")),
    "reopen": (_reopen, _("已退回重新办理。")),
}


def _form(act: str, request: DeskRequest, shown: Task) -> DeskForm:
    if act == "assign":
        return AssignForm(request.POST, owners=owners_for(shown.division_code), prefix=act)
    return (PostponeForm if act == "postpone" else ReasonForm)(request.POST, prefix=act)


def _onward(request: DeskRequest, closed: Task) -> HttpResponse:
    posts = [post.uuid for post in request.officer.posts]
    following = next_task(after=closed, posts=posts, scope=request.officer.scope)
    if following:
        messages.success(request, _("“%(title)s”已办结。这是下一项。") % {"title": sentence(closed.title)})
        return HttpResponseRedirect(reverse("desk:task", args=[following.pk]))
    messages.success(request, _("“%(title)s”已办结。您没有其他待办任务了。") % {"title": sentence(closed.title)})
    return HttpResponseRedirect(reverse("desk:home"))


def _page(request: DeskRequest, shown: Task, **forms: DeskForm) -> HttpResponse:
    by, today = request.officer, timezone.localdate()
    (row,) = tasks_shown(request, [shown], today)
    is_open = shown.state == TaskState.OPEN
    leads = by.scope.allows(Permission.ASSIGN_TASKS, shown.division_code)
    if shown.child_id:
        read_at_work(request, shown.child_id, shown.division_code, "task", "办理任务")
    context = {
        "task": shown,
        "row": row,
        "steps": _steps(request, shown),
        "orders": orders_of_task(task=shown.uuid, scope=by.scope),
        "clock": clocks().tasks[TaskKind(shown.kind)],
        "findings": findings_shown(request, shown),
        "place_of_work": place_of_work(request, shown) if is_open else None,
        "may_close": is_open and may_close(shown, by),
        "may_send_back": is_open and owns(shown, by),
        "may_lead": is_open and leads,
        "may_reopen": not is_open and leads,
        "closing": forms.get("closing") or ClosingForm(kind=TaskKind(shown.kind)),
        "send_back": forms.get("send_back") or ReasonForm(prefix="send-back"),
        "reopen": forms.get("reopen") or ReasonForm(prefix="reopen"),
        "opened_form": next(iter(forms), ""),
    }
    if context["may_lead"]:
        context["assign"] = forms.get("assign") or AssignForm(owners=owners_for(shown.division_code), prefix="assign")
        context["postpone"] = forms.get("postpone") or PostponeForm(prefix="postpone")
        context["cancel"] = forms.get("cancel") or ReasonForm(prefix="cancel")
    return render(request, "desk/tasks/task.html", context, status=REFUSED if forms else 200)


def _steps(request: DeskRequest, shown: Task) -> list[StepShown]:
    found = steps_of(task=shown.uuid, scope=request.officer.scope)
    owners = colleagues(posts=[step.owner for step in found], on=timezone.localdate())
    tells_owner = {StepAct.OPENED, StepAct.ASSIGNED, StepAct.UNDONE}
    return [
        StepShown(
            step,
            StepAct(step.act).label,
            owner_label(owners.get(step.owner) if step.owner else None) if step.act in tells_owner else "",
            EscalationLevel(step.level).label if step.act == StepAct.RAISED else "",
        )
        for step in found
    ]


def _task(request: DeskRequest, key: UUID) -> Task:
    found = task_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found
