"""Findings that nobody verifies yet become tasks (批量转为任务): those ticked, one task a child."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.foundation.read_keys import keys_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.confirming import not_yet_confirmed
from gonghu.interfaces.desk.findings.shown import finding_columns, finding_rows
from gonghu.interfaces.desk.sentences import refused
from gonghu.usecases.verify_lead import leads_to_open, open_leads

MOST: Final = 500


@require_POST
@needs(Permission.ASSIGN_TASKS)
def to_tasks(request: DeskRequest) -> HttpResponse:
    """Show the ticked findings that nobody verifies; once confirmed, open a task for each child."""
    keys = keys_of(request.POST.getlist("keys")[:MOST])
    if not keys:
        messages.error(request, _("没有勾选问题：请先在列表中勾选，再转为任务。"))
        return HttpResponseRedirect(reverse("desk:findings"))
    page = not_yet_confirmed(
        request,
        title=_("把问题转为核实任务"),
        found=leads_to_open(findings=keys, scope=request.officer.scope),
        rows=lambda part: finding_rows(part, request.officer),
        columns=finding_columns(),
        back=reverse("desk:findings"),
    )
    if page:
        return page
    try:
        opened = open_leads(findings=keys, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:findings"))
    if opened:
        messages.success(request, _("已为 %(n)s 名儿童产生核实任务，按责任区分派。") % {"n": opened})
    else:
        messages.info(request, _("勾选的问题都已有人在核实，或不在待核实状态。"))
    return HttpResponseRedirect(reverse("desk:findings"))
