"""Reports of harm (侵害线索): the district's alone; taken up at once, then done as the task says."""

from operator import attrgetter
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.operations import record_reading
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.tasks.queries import task_by_key
from gonghu.domain.visits.operations import take_harm_report
from gonghu.domain.visits.operations.reporting import AlreadyTaken
from gonghu.domain.visits.queries import harm_report, harm_reports_in
from gonghu.domain.visits.terms import HarmState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page, order_of
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.visits.answers import files_shown
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.visits.waiting_lists import harm_columns, placed
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.masking import masked_name


@require_safe
@needs(Permission.ASSIGN_TASKS, Permission.SEE_SEALED_REPORTER)
def harm_reports(request: DeskRequest) -> HttpResponse:
    """List the reports of the officer's districts; what they say stands on the page of each."""
    by = order_of(request.officer, "", day="-received_at")
    page = keyset_page(request, harm_reports_in(scope=request.officer.scope), by=by)
    rows = placed(request, page.rows, attrgetter("place"))
    context = {
        "page": page,
        "rows": rows,
        "table": table_of(harm_columns(), rows),
        "tabs": tabs_for(request, "desk:harm-reports"),
        **offered_export(request, "desk:export-harm-reports"),
    }
    return render(request, "desk/visits/harm_reports.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    return taken_along(
        request,
        name=_("侵害线索"),
        kind="harm_report",
        columns=harm_columns(),
        found=harm_reports_in(scope=request.officer.scope.holding(Permission.ASSIGN_TASKS).holding(Permission.EXPORT)),
        rows=lambda part: placed(request, part, attrgetter("place")),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS, Permission.SEE_SEALED_REPORTER)
def harm_report_page(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a report, and take it up; who looked is written down."""
    by = request.officer
    told = harm_report(key=key, scope=by.scope)
    if told is None:
        raise Http404
    if request.method == "POST":
        try:
            take_harm_report(report=key, by=by, at=request.at)
        except AlreadyTaken as refusal:
            messages.warning(request, refused(refusal))
        else:
            messages.success(request, _("已接办。处置完成后请在任务里登记结果。"))
        return HttpResponseRedirect(reverse("desk:harm-report", args=[key]))
    report = told.report
    code = report.place
    if report.child_id:
        record_reading(
            child_key=report.child_id, division_code=code,
            purpose=_("处置侵害线索"), fields=["harm_report"], by=by, at=request.at,
        )  # fmt: skip
    names = names_of_children(children=[report.child_id], scope=by.scope) if report.child_id else {}
    context = {
        "told": told,
        "report": report,
        "place": names_of([code])[code],
        "child_name": masked_name(names.get(report.child_id)) if report.child_id else "",
        "files": files_shown(request, report.pk),
        "may_take": report.state == HarmState.RECEIVED,
        "task": task_by_key(key=report.task_id, scope=by.scope) if report.task_id else None,
    }
    return render(request, "desk/visits/harm_report.html", context)
