"""Pages of the deliveries (名册批次页面): the list, and uploading."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.models import Organisation
from gonghu.domain.organisations.queries import organisations_in
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.domain.rosters.models import Delivery
from gonghu.domain.rosters.operations.arriving import NothingCame
from gonghu.domain.rosters.queries import agreements_due, deliveries_in
from gonghu.domain.rosters.terms import DeliveryState, FileKept
from gonghu.foundation.sealed_uploads import TOO_LARGE, taken_over
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.rosters.forms import DeliveryFilter, UploadForm
from gonghu.interfaces.desk.rosters.shown import DeliveryShown, delivery_columns
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.usecases.take_delivery import take_delivery

REFUSED = 422
_DEPARTMENTS = (OrganisationKind.DEPARTMENT, OrganisationKind.BUREAU, OrganisationKind.COORDINATION_OFFICE)


@require_safe
@needs(Permission.IMPORT_ROSTERS)
def deliveries(request: DeskRequest) -> HttpResponse:
    """List the deliveries, the newest first, and what is overdue."""
    form, scope = DeliveryFilter(request.GET), request.officer.scope
    page = page_of_rows(request, _wanted(form, scope))
    rows = _rows(page.rows)
    due = agreements_due(scope=scope, on=timezone.localdate(request.at))
    return render(
        request,
        "desk/rosters/deliveries.html",
        {
            "form": form,
            "page": page,
            "rows": rows,
            "table": table_of(delivery_columns(), rows),
            "is_filtered": bool(request.GET),
            "overdue": [each for each in due if each.overdue_days],
            **offered_export(request, "desk:export-deliveries"),
        },
    )


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the deliveries as a workbook."""
    return taken_along(
        request,
        name=_("名册批次"),
        kind="delivery",
        columns=delivery_columns(),
        found=_wanted(DeliveryFilter(request.GET), request.officer.scope.holding(Permission.EXPORT)),
        rows=_rows,
    )


def _wanted(form: DeliveryFilter, scope: Scope) -> QuerySet[Delivery]:
    said = form.said()
    state = DeliveryState(said["state"]) if said.get("state") else None
    area = Area.of(said["place"]) if said.get("place") else None
    return deliveries_in(scope=scope, state=state, area=area)


def _rows(found: Sequence[Delivery]) -> list[DeliveryShown]:
    names = names_of({row.division_code for row in found})
    return [DeliveryShown(row, names[row.division_code]) for row in found]


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT_ROSTERS)
def new_delivery(request: DeskRequest) -> HttpResponse:
    """Upload the files of a department."""
    area = own_area(request.officer, Permission.IMPORT_ROSTERS)
    organisations = departments(request, area)
    start = {"division_code": area.low if area.prefix else ""}
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*given, organisations=organisations, initial=start)
    if getattr(request, TOO_LARGE, False):
        form.add_error("rosters", _("文件太大，没有收下。请分成几批上传，或请技术人员调整上限。"))
    elif request.method == "POST" and form.is_valid():
        taken = _taken(request, form)
        if taken:
            messages.success(request, _("文件已加密收下，正在识别每张表是哪种名册。"))
            return HttpResponseRedirect(reverse("desk:delivery", args=[taken.pk]))
    return render(request, "desk/rosters/new.html", {"form": form}, status=REFUSED if form.errors else 200)


def departments(request: DeskRequest, area: Area) -> list[Organisation]:
    """List who may hand rosters over: departments of one's own area."""
    today = timezone.localdate(request.at)
    found = [row for kind in _DEPARTMENTS for row in organisations_in(scope=area, on=today, kind=kind)]
    return sorted(found, key=lambda row: (row.division_code, row.name))


def _taken(request: DeskRequest, form: UploadForm) -> Delivery | None:
    said = form.cleaned_data
    uploads = [taken_over(each) for each in said["rosters"]]
    try:
        return take_delivery(
            division_code=said["division_code"],
            organisation=UUID(said["organisation"]) if said["organisation"] else None,
            files=[FileKept(each.key, str(each.name), each.sha256, each.size or 0) for each in uploads],
            by=request.officer,
            at=request.at,
        )
    except NotPermitted:
        form.add_error("division_code", _("您不能导入这个区划的名册，请改写您管辖的区划。"))
    except NothingCame as refusal:
        form.refuse(refusal, "rosters")
    finally:
        for upload in uploads:
            upload.close()
    return None
