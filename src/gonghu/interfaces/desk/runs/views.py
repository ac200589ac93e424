"""The list of runs (比对列表), and when places are compared anew (比对计划)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.operations import ScheduleInvalid, set_schedule
from gonghu.domain.policies.queries import runs_in, schedules_in
from gonghu.domain.policies.terms import RunState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of, own_division
from gonghu.interfaces.desk.runs.forms import RunFilter, ScheduleForm
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response

REFUSED = 422
_SCHEDULED: Final = "scheduled_%s"
"""The filter on the same page asks for a place too."""
_COLUMNS: Final = (
    (_("区划"), 26), (_("截至"), 12), (_("状态"), 10), (_("问题"), 10), (_("新增"), 10), (_("消失"), 10),
    (_("提交人"), 12), (_("时间"), 18),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in the list (比对显示项)."""

    key: UUID
    place: str
    as_of: date
    state: str
    state_label: str
    found: int | None
    new: int | None
    gone: int | None
    by: str
    at: datetime


@require_safe
@needs(Permission.RUN_SCREENING)
def runs(request: DeskRequest) -> HttpResponse:
    """List the runs that somebody sees, the last first, and the schedules."""
    return _page(request, ScheduleForm(initial={"place": own_division(request.officer)}, auto_id=_SCHEDULED))


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the runs as a workbook."""
    place = RunFilter(request.GET).said().get("place")
    scope = request.officer.scope.holding(Permission.EXPORT)
    return workbook_response(
        request,
        name=str(_("比对")),
        columns=columns_of(*_COLUMNS),
        rows=rows_with_places(runs_in(scope=scope, area=Area.of(place) if place else None), _line),
        kind="run",
    )


@require_POST
@needs(Permission.RUN_SCREENING)
def schedule(request: DeskRequest) -> HttpResponse:
    """Say after how many days a place is compared anew."""
    form = ScheduleForm(request.POST, auto_id=_SCHEDULED)
    if form.is_valid():
        said = form.cleaned_data
        every = int(said["every"]) if said["every"] else None
        try:
            set_schedule(division_code=said["place"], every_days=every, by=request.officer, at=request.at)
        except (NotPermitted, ScheduleInvalid) as refusal:
            form.refuse(refusal, "place")
        else:
            messages.success(request, _("比对计划已保存。"))
            return HttpResponseRedirect(reverse("desk:runs"))
    return _page(request, form, status=REFUSED)


def _page(request: DeskRequest, scheduling: ScheduleForm, *, status: int = 200) -> HttpResponse:
    form = RunFilter(request.GET)
    place = form.said().get("place")
    scope = request.officer.scope
    page = page_of_rows(request, runs_in(scope=scope, area=Area.of(place) if place else None))
    schedules = [each for each in schedules_in(scope=scope) if each.every_days]
    names = names_of([run.division_code for run in page.rows] + [each.division_code for each in schedules])
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": [_row(run, names) for run in page.rows],
        "is_filtered": bool(request.GET),
        "scheduling": scheduling,
        "schedules": [(names[each.division_code], each.every_days, each.next_on) for each in schedules],
        **offered_export(request, "desk:export-runs"),
        "may_import": scope.has(Permission.IMPORT_ROSTERS),
    }
    return render(request, "desk/runs/runs.html", context, status=status)


def _line(run: Run, place: str) -> Sequence[WorkbookCell]:
    row = _row(run, {run.division_code: place})
    return row.place, row.as_of, row.state_label, row.found, row.new, row.gone, str(row.by), row.at


def _row(run: Run, names: dict[str, str]) -> RunRow:
    stored = run.counts.get("stored", {})
    found = sum(run.counts["found"].values()) if "found" in run.counts else None
    return RunRow(
        run.pk,
        names[run.division_code],
        run.as_of,
        run.state,
        str(RunState(run.state).label),
        found,
        stored.get("new"),
        stored.get("gone"),
        run.by.display_name if run.by else str(_("系统")),
        run.finished_at or run.queued_at,
    )
