"""Pages of the organisations (机构页面): the list, and how far stations cover an area."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted, authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.models import Organisation, StationStatus
from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.queries import coverage_of_stations, organisations_in, statuses_of
from gonghu.domain.organisations.terms import Coverage, OrganisationKind
from gonghu.interfaces.desk.admission import DeskRequest, needs, signed_in
from gonghu.interfaces.desk.organisations.forms import OrganisationFilter, OrganisationForm
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn, workbook_response
from gonghu.standards.credit_code import NotACreditCode
from gonghu.standards.division_code import Level

REFUSED = 422
_MOST_NAMED = 30
_AT_ONCE = 1_000
_COLUMNS: Final = (
    (_("名称"), 36), (_("类别"), 24), (_("所在"), 30), (_("状态"), 10), (_("授牌日期"), 12), (_("值班电话"), 16),
    (_("统一社会信用代码"), 22),
)  # fmt: skip
_STATIONS = (OrganisationKind.PROTECTION_CENTRE, OrganisationKind.TOWN_STATION, OrganisationKind.VILLAGE_STATION)


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    """One line of the list (机构显示项)."""

    organisation: Organisation
    place: str
    status: StationStatus | None


@dataclass(frozen=True, slots=True)
class CoverageShown:
    """How far one kind of station covers an area (覆盖显示项)."""

    kind: OrganisationKind
    coverage: Coverage
    without: list[str]

    @property
    def not_named(self) -> int:
        """How many of those without a station are not named."""
        return len(self.coverage.without) - len(self.without)


@require_safe
@signed_in
def organisations(request: DeskRequest) -> HttpResponse:
    """List organisations; the filters hold together."""
    form = OrganisationFilter(request.GET)
    said = form.said()
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer)
    kind = OrganisationKind(said["kind"]) if said.get("kind") else None
    today = timezone.localdate()
    page = page_of_rows(request, organisations_in(scope=area, on=today, kind=kind, text=said.get("text", "")))
    names = names_of([row.division_code for row in page.rows] + [area.low])
    statuses = statuses_of(stations=[row.pk for row in page.rows], on=today)
    return render(
        request,
        "desk/organisations/organisations.html",
        {
            "form": form,
            "page": page,
            "rows": [OrganisationShown(row, names[row.division_code], statuses.get(row.pk)) for row in page.rows],
            "place": names[area.low] if area.prefix else _("全国"),
            "is_filtered": bool(request.GET),
            **offered_export(request, "desk:export-organisations"),
            "kept": kept_filters(request, "organisations"),
            "may_found": request.officer.scope.has(Permission.MANAGE_ORGANISATIONS),
        },
    )


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook; who works where is public, so it is not cut to a scope."""
    said = OrganisationFilter(request.GET).said()
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer)
    kind = OrganisationKind(said["kind"]) if said.get("kind") else None
    today = timezone.localdate()
    return workbook_response(
        request,
        name=str(_("机构与站点")),
        columns=[WorkbookColumn(str(title), width) for title, width in _COLUMNS],
        rows=_lines(organisations_in(scope=area, on=today, kind=kind, text=said.get("text", "")), today),
        kind="organisation",
    )


@require_safe
@signed_in
def coverage(request: DeskRequest) -> HttpResponse:
    """Show which towns and villages have a station in service, and which have none."""
    form = OrganisationFilter(request.GET)
    said = form.said()
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer)
    today = timezone.localdate()
    # Villages of a whole country are too many to list at once.
    owed = [kind for kind in _STATIONS if area.level is not None or kind is not OrganisationKind.VILLAGE_STATION]
    found = [(kind, coverage_of_stations(scope=area, on=today, kind=kind)) for kind in owed]
    named = [code for _kind, each in found for code in each.without[:_MOST_NAMED]]
    names = names_of([*named, area.low])
    shown = [CoverageShown(kind, each, [names[code] for code in each.without[:_MOST_NAMED]]) for kind, each in found]
    return render(
        request,
        "desk/organisations/coverage.html",
        {
            "form": form,
            "place": names[area.low] if area.prefix else _("全国"),
            "shown": [each for each in shown if each.coverage.divisions],
            "is_village": area.level == Level.VILLAGE,
        },
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def found(request: DeskRequest) -> HttpResponse:
    """Enter a new organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = _founded(request, form)
        if organisation:
            messages.success(request, _("“%(name)s”已登记。") % {"name": organisation.name})
            return HttpResponseRedirect(reverse("desk:organisation", args=[organisation.pk]))
    status = REFUSED if form.errors else 200
    return render(request, "desk/organisations/found.html", {"form": form}, status=status)


def _founded(request: DeskRequest, form: OrganisationForm) -> Organisation | None:
    said = form.cleaned_data
    try:
        authorise(request.officer, Permission.MANAGE_ORGANISATIONS, said["division_code"])
        with transaction.atomic():
            return found_organisation(
                kind=OrganisationKind(said["kind"]),
                name=said["name"],
                division_code=said["division_code"],
                credit_code=said["credit_code"] or None,
                duty_phone=said["duty_phone"],
                coordinates=form.coordinates(),
                by=request.officer,
                at=request.at,
            )
    except NotPermitted as refusal:
        form.refuse(refusal, "division_code")
    except NotACreditCode:
        form.add_error("credit_code", _("这不是有效的统一社会信用代码（18 位，末位是校验码），请对照证书。"))
    except IntegrityError:
        form.add_error("name", _("这个区划里已有同类同名的机构，或信用代码已登记过，请先在列表中查找。"))
    return None


def _lines(found: QuerySet[Organisation], on: date) -> Iterator[Sequence[WorkbookCell]]:
    remaining = found.iterator(chunk_size=_AT_ONCE)
    while part := list(islice(remaining, _AT_ONCE)):
        names = names_of([each.division_code for each in part])
        statuses = statuses_of(stations=[each.pk for each in part], on=on)
        for each in part:
            status = statuses.get(each.pk)
            yield (
                each.name, each.get_kind_display(), names[each.division_code],
                status.get_state_display() if status else "", status.plaque_on if status else None, each.duty_phone,
                each.credit_code or "",
            )  # fmt: skip
