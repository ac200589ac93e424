"""What of visits waits on the work table (走访待办): harm, calls, late visits, forms to look at, conflicts, replies."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.card import card_field, conflicts_in
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.domain.visits.queries import (
    CallFilters,
    calls_in,
    children_due,
    complaints_in,
    harm_reports_in,
    next_visits,
)
from gonghu.domain.visits.terms import ComplaintState, HarmState
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.interfaces.desk.visits.submissions import waiting_forms
from gonghu.interfaces.desk.visits.waiting_lists import title_of
from gonghu.interfaces.desk.waiting import SHOWN_AT_ONCE, Waiting, WaitingRow, waiting
from gonghu.standards.masking import masked_name

_ASKED = SHOWN_AT_ONCE + 1


def harm_waiting(request: DeskRequest) -> Waiting | None:
    """List the reports of harm that nobody has taken up, to all who may, whoever the task went to: danger first."""
    scope = request.officer.scope
    if not (scope.has(Permission.ASSIGN_TASKS) and scope.has(Permission.SEE_SEALED_REPORTER)):
        return None
    found = harm_reports_in(scope=scope, state=HarmState.RECEIVED).order_by("-in_danger", "received_at")[:_ASKED]
    places = near_names([each.place for each in found], request)
    rows = [
        WaitingRow(
            _("正处于危险") if each.in_danger else worded(each.get_state_display()),
            reverse("desk:harm-report", args=[each.pk]),
            places[each.place],
            timezone.localdate(each.received_at),
        )
        for each in found
    ]
    return waiting(_("侵害线索"), rows, reverse("desk:harm-reports"), _("请当天受理、处置；有危险先报警 110。"))


def visits_overdue(request: DeskRequest) -> Waiting | None:
    """List children whose visit is overdue, to those who visit."""
    scope, today = request.officer.scope.holding(Permission.RECORD_VISITS), timezone.localdate()
    if not scope.reaches:
        return None
    files = children_due(scope=scope, on=today, until=today - timedelta(days=1))[:_ASKED]
    found = next_visits(rows=files, scope=scope, on=today)
    places = near_names([each.division_code for each in found], request)
    rows = [
        WaitingRow(
            f"{masked_name(each.name)} · {worded(each.reason.label)}",
            reverse("desk:child", args=[each.child]),
            places[each.division_code],
            each.due_on,
        )
        for each in found
    ]
    address = f"{reverse('desk:visits-due')}?due=overdue"
    return waiting(_("走访已逾期"), rows, address, _("去不了的请说明原因，仍计入名单。"))


def calls_waiting(request: DeskRequest) -> Waiting | None:
    """List the calls for help that wait to be rung back, with their number and how many are late."""
    scope = request.officer.scope
    if not (scope.has(Permission.ASSIGN_TASKS) or scope.has(Permission.SEE_SEALED_REPORTER)):
        return None
    found = calls_in(scope=scope)
    rows = list(found[:_ASKED])
    if not rows:
        return None
    late = calls_in(scope=scope, filters=CallFilters(late_at=request.at)).count()
    places = near_names([each.place_division_code for each in rows], request)
    shown = [
        WaitingRow(
            f"{worded(each.get_urgency_display())} · {worded(each.get_channel_display())}",
            reverse("desk:help-call", args=[each.pk]),
            places[each.place_division_code],
            timezone.localdate(each.ring_back_by) if each.ring_back_by else None,
        )
        for each in rows
    ]
    hint = _("共 %(n)s 件，其中 %(late)s 件过了回拨时限。") % {"n": found.count(), "late": late}
    return waiting(_("求助待回拨"), shown, reverse("desk:help-calls"), hint)


def submissions_waiting(request: DeskRequest) -> Waiting | None:
    """List filled forms that need somebody, to those who lead the work there."""
    scope = request.officer.scope.holding(Permission.ASSIGN_TASKS)
    if not scope.has(Permission.SEE_CHILDREN):
        return None
    found = list(waiting_forms(request, (SubmissionState.NEEDS_CARE,))[:_ASKED])
    places = near_names([each.division_code for each in found], request)
    rows = [
        WaitingRow(
            title_of(each),
            reverse("desk:submission", args=[each.pk]),
            f"{places[each.division_code]} · {'；'.join(each.reasons)[:60]}",
        )
        for each in found
    ]
    return waiting(_("需处理的填报"), rows, reverse("desk:submissions"), _("采用，或写明要改什么退回。"))


def conflicts_waiting(request: DeskRequest) -> Waiting | None:
    """List fields of cards with two values, to those who keep the files there."""
    scope = request.officer.scope.holding(Permission.EDIT_CHILDREN)
    if not scope.has(Permission.SEE_CHILDREN):
        return None
    found = list(conflicts_in(scope=scope)[:_ASKED])
    places = near_names([each.child.division_code for each in found], request)
    rows = [
        WaitingRow(
            f"{masked_name(each.child.name)} · {worded(card_field(each.field).label)}",
            reverse("desk:card-conflict", args=[each.pk]),
            places[each.child.division_code],
        )
        for each in found
    ]
    return waiting(_("两人填写不同"), rows, reverse("desk:card-conflicts"), _("两个内容都在，请选定一个。"))


def complaints_waiting(request: DeskRequest) -> Waiting | None:
    """List complaints and suggestions without a reply."""
    if not request.officer.scope.has(Permission.ASSIGN_TASKS):
        return None
    found = complaints_in(scope=request.officer.scope, state=ComplaintState.OPEN)[:_ASKED]
    rows = [
        WaitingRow(
            each.words[:40], reverse("desk:complaint", args=[each.pk]), each.get_kind_display(), each.reply_due_on
        )
        for each in found
    ]
    return waiting(_("投诉建议"), rows, reverse("desk:complaints"), _("按期限答复，提出人会看到。"))
