"""Rectification orders (督办单): the list, the paper itself, and what is done with it."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.models import RectificationOrder
from gonghu.domain.tasks.operations import answer_order, check_order, issue_order, withdraw_order
from gonghu.domain.tasks.operations.assigning import ReasonTooShort
from gonghu.domain.tasks.operations.closing import DeadlineNotLater
from gonghu.domain.tasks.operations.orders import OrderCannotGoThere
from gonghu.domain.tasks.queries import order_steps, orders_in, tasks_of_order
from gonghu.domain.tasks.terms import NEXT_ORDER_STATES, OrderState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import sentence
from gonghu.interfaces.desk.tasks.forms import AnswerForm, CheckForm, IssueForm, ReasonForm
from gonghu.interfaces.desk.tasks.one import REFUSED
from gonghu.interfaces.desk.tasks.shown import tasks_shown
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.standards.working_days import work_calendar

_REFUSALS: Final = (NotPermitted, ReasonTooShort, DeadlineNotLater, OrderCannotGoThere)
_FORMS: Final[dict[str, type[DeskForm]]] = {
    "issue": IssueForm, "answer": AnswerForm, "check": CheckForm, "withdraw": ReasonForm,
}  # fmt: skip
_SAID: Final = {
    "issue": _("督办单已签发，请打印送达责任单位。"),
    "answer": _("答复已登记，等待区县复核。"),
    "check": _("复核结论已登记。"),
    "withdraw": _("督办单已撤回。"),
}
_COLUMNS: Final = (
    (_("文号"), 24), (_("事项"), 36), (_("责任单位"), 22), (_("所在"), 30), (_("状态"), 10), (_("签发"), 16),
    (_("整改期限"), 12), (_("督办要求"), 40), (_("整改情况"), 40), (_("销号"), 16),
)  # fmt: skip
_STATES: Final = [("", _("全部")), *OrderState.choices]


@require_safe
@needs(Permission.ASSIGN_TASKS)
def orders(request: DeskRequest) -> HttpResponse:
    """List the rectification orders of the officer's area."""
    said = request.GET.get("state", "")
    state = OrderState(said) if said in OrderState.values else None
    page = keyset_page(request, orders_in(scope=request.officer.scope, state=state))
    names = names_of([order.division_code for order in page.rows])
    today = timezone.localdate()
    rows = [
        {"order": order, "place": names[order.division_code], "is_late": _is_late(order, today)} for order in page.rows
    ]
    context = {
        "page": page,
        "rows": rows,
        "states": _STATES,
        "state": said,
        "is_filtered": bool(state),
        **offered_export(request, "desk:export-orders"),
    }
    return render(request, "desk/tasks/orders.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the orders as a workbook."""
    said = request.GET.get("state", "")
    state = OrderState(said) if said in OrderState.values else None
    found = orders_in(scope=request.officer.scope.holding(Permission.EXPORT), state=state)
    return workbook_response(
        request,
        name=str(_("督办单")),
        columns=columns_of(*_COLUMNS),
        rows=rows_with_places(found, _line),
        kind="order",
    )


@require_safe
@needs(Permission.ASSIGN_TASKS)
def order(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show an order as it is printed, with what can be done next."""
    return _page(request, _order(request, key))


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Issue, answer, check or withdraw an order."""
    if act not in _FORMS:
        raise Http404
    shown = _order(request, key)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:order", args=[key]))
    form = _FORMS[act](request.POST, prefix=act)
    if form.is_valid():
        try:
            _done(request, shown, act, form.cleaned_data)
        except _REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(_SAID[act]))
            return HttpResponseRedirect(reverse("desk:order", args=[key]))
    return _page(request, shown, **{act: form})


def _done(request: DeskRequest, shown: RectificationOrder, act: str, said: dict[str, Any]) -> None:
    words: dict[str, Any] = {"order": shown.uuid, "by": request.officer, "at": request.at}
    if act == "issue":
        issue_order(requirement=said["requirement"], due_on=said["due_on"], responsible=said["responsible"], **words)
    elif act == "answer":
        answer_order(answer=said["answer"], **words)
    elif act == "check":
        check_order(put_right=said["put_right"] == "yes", note=said["note"], due_on=said["due_on"], **words)
    else:
        withdraw_order(reason=said["reason"], **words)


def _page(request: DeskRequest, shown: RectificationOrder, **forms: DeskForm) -> HttpResponse:
    by, today = request.officer, timezone.localdate()
    above = by.scope.allows(Permission.ASSIGN_TASKS, shown.district)
    following = NEXT_ORDER_STATES[OrderState(shown.state)]
    due_on = work_calendar().add_working_days(today, clocks().order_answer.working_days)
    first = {
        "responsible": shown.responsible,
        "due_on": due_on,
        "requirement": _("请逐项查明原因，限期办结，并书面答复整改情况。"),
    }
    offered: dict[str, DeskForm] = {}
    if above and OrderState.ISSUED in following and shown.state == OrderState.DRAFT:
        offered["issue"] = IssueForm(prefix="issue", initial=first)
    if OrderState.ANSWERED in following:
        offered["answer"] = AnswerForm(prefix="answer")
    if above and OrderState.CLOSED in following:
        offered["check"] = CheckForm(prefix="check")
    if above and OrderState.WITHDRAWN in following:
        offered["withdraw"] = ReasonForm(prefix="withdraw")
    context = {
        "order": shown,
        "place": names_of([shown.division_code])[shown.division_code],
        "district": names_of([shown.district.ljust(12, "0")])[shown.district.ljust(12, "0")],
        "rows": tasks_shown(request, list(tasks_of_order(order=shown.uuid, scope=by.scope)), today),
        "steps": order_steps(order=shown.uuid, scope=by.scope),
        "is_late": _is_late(shown, today),
        "clock": clocks().order_answer,
        **{name: forms.get(name, form) for name, form in offered.items()},
    }
    return render(request, "desk/tasks/order.html", context, status=REFUSED if forms else 200)


def _line(order: RectificationOrder, place: str) -> Sequence[WorkbookCell]:
    return (
        order.number, sentence(order.subject), order.responsible, place, order.get_state_display(), order.issued_at,
        order.due_on, order.requirement, order.answer, order.closed_at,
    )  # fmt: skip


def _is_late(order: RectificationOrder, today: Any) -> bool:
    return order.state == OrderState.ISSUED and order.due_on is not None and order.due_on < today


def _order(request: DeskRequest, key: UUID) -> RectificationOrder:
    found: RectificationOrder = get_object_or_404(orders_in(scope=request.officer.scope), uuid=key)
    return found
