"""The list of findings (问题列表), as a page and as a workbook."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.queries import FindingsWanted, findings_in
from gonghu.domain.policies.terms import FINDING_LIVE, FindingState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.findings.forms import ALL, FindingFilter
from gonghu.interfaces.desk.findings.shown import finding_columns, finding_rows
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import taken_along


@require_safe
@needs(Permission.SEE_CHILDREN)
def findings(request: DeskRequest) -> HttpResponse:
    """List the findings somebody sees; the filters hold together."""
    form = FindingFilter(request.GET, scope=request.officer.scope)
    scope = request.officer.scope
    wanted = wanted_findings(form.said())
    page = keyset_page(request, findings_in(scope=scope, wanted=wanted))
    area = wanted.area or own_area(request.officer, Permission.SEE_CHILDREN)
    rows, may_assign = finding_rows(page.rows, request.officer), scope.has(Permission.ASSIGN_TASKS)
    context = {
        **list_shown(
            request,
            form=form,
            page=page,
            rows=rows,
            columns=finding_columns(with_ticks=may_assign),
            export="desk:export-findings",
        ),
        "place": names_of([area.low])[area.low] if area.prefix else _("全国"),
        "kept": kept_filters(request, "findings"),
        "may_run": scope.has(Permission.RUN_SCREENING),
        "may_assign": may_assign,
    }
    return render(request, "desk/findings/findings.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    by = request.officer
    wanted = wanted_findings(FindingFilter(request.GET, scope=by.scope).said())
    return taken_along(
        request,
        name=_("问题清单"),
        kind="finding",
        columns=finding_columns(),
        found=findings_in(scope=by.scope.holding(Permission.EXPORT), wanted=wanted),
        rows=lambda part: finding_rows(part, by),
    )


def wanted_findings(said: dict[str, Any]) -> FindingsWanted:
    """Read which findings are asked for out of the filter form."""
    state, stake = said.get("state"), said.get("stake")
    states = FINDING_LIVE if not state else () if state == ALL else (FindingState(state),)
    return FindingsWanted(
        area=Area.of(said["place"]) if said.get("place") else None,
        policies=(said["policy"],) if said.get("policy") else (),
        categories=(said["category"],) if said.get("category") else (),
        states=tuple(sorted(states)),
        least_stake_fen=int(stake * 100) if stake else None,
        without_task=bool(said.get("idle")),
        run=said.get("run"),
    )
