"""The list of takeovers, and a new one (接收批次列表、上传名册)."""

from collections.abc import Sequence
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import lines_of
from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.benefits.writing import month_before
from gonghu.domain.takeovers.models import Takeover
from gonghu.domain.takeovers.operations import TakenBefore
from gonghu.domain.takeovers.queries import takeovers_in
from gonghu.domain.takeovers.sheets import RollUnreadable
from gonghu.engines.intake.refusals import Refused
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.takeovers.forms import RollForm
from gonghu.interfaces.desk.takeovers.template_book import template_book
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.standards.division_code import Level
from gonghu.standards.money import format_yuan
from gonghu.usecases.take_over_roll import RollUploaded, read

REFUSED: Final = 422
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs(Permission.SEE_MONEY)
def takeovers(request: DeskRequest) -> HttpResponse:
    """List the takeovers, the last first."""
    page = page_of_rows(request, takeovers_in(scope=request.officer.scope))
    names = names_of([each.division_code for each in page.rows])
    rows = [
        {"takeover": each, "place": names[each.division_code], "own": format_yuan(each.own_fen)} for each in page.rows
    ]
    context = {"rows": rows, "page": page, "may_read": bool(county_of(request))}
    context |= offered_export(request, "desk:export-takeovers")
    return render(request, "desk/takeovers/takeovers.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the takeovers as a workbook."""

    def line(each: Takeover, place: str) -> Sequence[WorkbookCell]:
        state = str(each.get_state_display())
        return each.name, place, each.through_month, each.ready, each.rejected, format_yuan(each.own_fen), state

    return workbook_response(
        request,
        name=str(_("在发接收")),
        columns=columns_of(
            (_("名册"), 30),
            (_("区县"), 24),
            (_("原渠道已发至"), 14),
            (_("可接收"), 10),
            (_("退回"), 10),
            (_("次月应发（元）"), 16),
            (_("状态"), 12),
        ),
        rows=rows_with_places(takeovers_in(scope=request.officer.scope.holding(Permission.EXPORT)), line),
        kind="takeover",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFIRM_APPLICATIONS)
def new(request: DeskRequest) -> HttpResponse:
    """Read a roll of the officer's county and show what would become of it."""
    county, today = county_of(request), timezone.localdate(request.at)
    if not county:
        raise Http404
    living = [line for line in lines_of(division_code=county, on=today).values() if line.living]
    form = RollForm(
        request.POST or None,
        request.FILES or None,
        lines=[(line.code, line.open_name) for line in living if not line.sealed],
        today=today,
        initial={"through_month": month_before(today)},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        file = said["roll"]
        roll = RollUploaded(
            division_code=county,
            name=file.name,
            content=b"".join(file.chunks()),
            through_month=said["through_month"],
            line=said["line"],
            care_form=CareForm(said["care_form"]),
        )
        try:
            made = read(roll=roll, by=request.officer, at=request.at)
        except (RollUnreadable, Refused) as refusal:
            form.refuse(refusal, "roll")
        except (NotPermitted, TakenBefore) as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("名册已读入并逐行核对，还没有写入任何儿童的档案。请核对后由另一位工作人员确认。")
            )
            return HttpResponseRedirect(reverse("desk:takeover", args=[made.pk]))
    context = {"form": form, "place": names_of([county])[county]}
    return render(request, "desk/takeovers/new.html", context, status=REFUSED if form.errors else 200)


@require_safe
@needs(Permission.CONFIRM_APPLICATIONS)
def template(request: DeskRequest) -> HttpResponse:
    """Give the workbook to fill in; nobody's name is in it."""
    del request
    answer = HttpResponse(template_book(), content_type=_WORKBOOK)
    name = _("在发人员名册模板") + ".xlsx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def county_of(request: DeskRequest) -> str:
    """Give the county for which the officer reads rolls, empty where the post is of no county."""
    if not request.officer.scope.has(Permission.CONFIRM_APPLICATIONS):
        return ""
    area = own_area(request.officer, Permission.CONFIRM_APPLICATIONS)
    return area.low if area.level == Level.COUNTY else ""
