"""What of access waits for somebody's word (待审批): grants to sign, emergencies to judge."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gonghu.domain.access.queries import break_glass_overdue, break_glass_to_review, grants_to_sign
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.waiting import SHOWN_AT_ONCE, Waiting, WaitingRow, waiting

_ASKED = SHOWN_AT_ONCE + 1


def grants_waiting(request: DeskRequest) -> Waiting | None:
    """List the grants that somebody may sign."""
    scope = request.officer.scope
    if not scope.has(Permission.APPROVE_ACCESS):
        return None
    found = list(grants_to_sign(scope=scope, on=timezone.localdate())[:_ASKED])
    names = names_of([grant.division_code for grant in found])
    rows = [
        WaitingRow(grant.purpose, reverse("desk:grant", args=[grant.pk]), names[grant.division_code]) for grant in found
    ]
    return waiting(_("待签批的授权"), rows, reverse("desk:grants"))


def emergencies_waiting(request: DeskRequest) -> Waiting | None:
    """List the emergencies that somebody must judge, by the day they are due."""
    scope = request.officer.scope
    if not scope.has(Permission.APPROVE_ACCESS):
        return None
    found = list(break_glass_to_review(scope=scope)[:_ASKED])
    names = names_of([each.division_code for each in found])
    rows = [
        WaitingRow(
            each.reason, reverse("desk:emergency", args=[each.pk]), names[each.division_code], each.review_due_on
        )
        for each in found
    ]
    late = break_glass_overdue(scope=scope, on=timezone.localdate()).count() if rows else 0
    hint = _("其中 %(n)s 件已过审批期限，请先办。") % {"n": late} if late else ""
    return waiting(_("待事后审批的紧急查阅"), rows, reverse("desk:emergencies"), hint)
