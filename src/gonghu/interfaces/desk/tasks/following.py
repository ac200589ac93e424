"""What of tasks waits for whoever leads (跟进): late work of others, work without an owner, rectification orders."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.queries import TaskFilters, followed_up, orders_in, tasks_assigned_by
from gonghu.domain.tasks.terms import EscalationLevel, OrderState, TaskKind
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.sentences import sentence
from gonghu.interfaces.desk.tasks.shown import near_names, rows_waiting
from gonghu.interfaces.desk.waiting import SHOWN_AT_ONCE, Waiting, WaitingRow, waiting
from gonghu.standards.division_code import Level

_ASKED = SHOWN_AT_ONCE + 1


def late_work(request: DeskRequest) -> Waiting | None:
    """List late work that has come up to the officer's level: a town's to its supervisor, a district's above."""
    if not request.officer.scope.has(Permission.ASSIGN_TASKS):
        return None
    level = EscalationLevel.DISTRICT if leads_district(request.officer) else EscalationLevel.SUPERVISOR
    found = followed_up(scope=request.officer.scope, level=level, most=_ASKED)
    address = f"{reverse('desk:tasks')}?level={level.value}"
    return waiting(
        _("逾期待跟进"), rows_waiting(request, found), address, _("先联系责任人了解原因，再改派、延期或督办。")
    )


def unowned_work(request: DeskRequest) -> Waiting | None:
    """List open field work that nobody owns, where the officer assigns."""
    if not request.officer.scope.has(Permission.ASSIGN_TASKS):
        return None
    found = tasks_assigned_by(scope=request.officer.scope, filters=TaskFilters(unowned=True))
    # Reviews wait for an office, by the hundred, and stand on a line of their own.
    found = found.exclude(kind=TaskKind.REVIEW_CATEGORY)[:_ASKED]
    address = f"{reverse('desk:tasks')}?owner=nobody"
    return waiting(_("还没有责任人"), rows_waiting(request, found), address, _("分派给人，或先任命空缺的岗位。"))


def orders_waiting(request: DeskRequest) -> Waiting | None:
    """List drafts to sign and answers to look at for a district, and orders to answer for a town."""
    by = request.officer
    if not by.scope.has(Permission.ASSIGN_TASKS):
        return None
    states = (OrderState.DRAFT, OrderState.ANSWERED) if leads_district(by) else (OrderState.ISSUED,)
    found = [order for state in states for order in orders_in(scope=by.scope, state=state)[:_ASKED]]
    places = near_names([order.division_code for order in found], request) if found else {}
    rows = [
        WaitingRow(
            f"{order.number or _('督办单草稿')} {sentence(order.subject)}",
            reverse("desk:order", args=[order.pk]),
            f"{places[order.division_code]} · {worded(order.get_state_display())}",
            order.due_on,
        )
        for order in found
    ]
    return waiting(_("督办单"), rows, reverse("desk:orders"), _("签发、答复、复核后销号。"))


def leads_district(by: Officer) -> bool:
    """Tell whether somebody assigns tasks in a whole district or more."""
    return any(area.level is None or area.level <= Level.COUNTY for area in by.scope.areas(Permission.ASSIGN_TASKS))
