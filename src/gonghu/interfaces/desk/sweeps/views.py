"""Rounds of going from door to door (摸排轮次): which there are, and how far the villages have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.models import SweepRound
from gonghu.domain.campaigns.operations import open_sweep
from gonghu.domain.campaigns.operations.sweeping import SweepUnclear
from gonghu.domain.campaigns.queries import SweepTotals, sweep_by_key, sweep_totals, sweeps_in
from gonghu.engines.intake.refusals import Refused
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of, own_division
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.sweeps.forms import SweepForm, SweepListForm
from gonghu.interfaces.desk.tables import Column, link, table_of, workbook_of
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.usecases.sweep_lists import (
    ListRowRefused,
    SweepListTaken,
    SweepListUnreadable,
    take_households_on_file,
    take_sweep_list,
)

REFUSED: Final = 422


@dataclass(frozen=True, slots=True)
class VillageSwept:
    """One village of a round in a list (摸排村居显示项)."""

    name: str
    address: str
    row: SweepTotals


@require_safe
@needs(Permission.SEE_CHILDREN)
def sweeps(request: DeskRequest) -> HttpResponse:
    """List the rounds that somebody leads or has households in, the last first."""
    page = page_of_rows(request, sweeps_in(scope=request.officer.scope))
    places = names_of([each.division_code for each in page.rows])
    columns: list[Column[SweepRound]] = [
        Column(_("名称"), lambda each: link(reverse("desk:sweep", args=[each.pk]), each.name), look="name"),
        Column(_("范围"), lambda each: places[each.division_code]),
        Column(_("从"), lambda each: each.from_on.isoformat(), look="code"),
        Column(_("到"), lambda each: each.to_on.isoformat(), look="code"),
    ]
    context = {
        "page": page,
        "rows": page.rows,
        "table": table_of(columns, page.rows),
        "may_open": request.officer.scope.has(Permission.ASSIGN_TASKS),
        **offered_export(request, "desk:export-sweeps"),
        "tabs": tabs_for(request, "desk:sweeps"),
    }
    return render(request, "desk/sweeps/sweeps.html", context)


@require_POST
@needs(Permission.EXPORT)
def export_all(request: DeskRequest) -> HttpResponse:
    """Give the rounds as a workbook."""

    def line(each: SweepRound, place: str) -> Sequence[WorkbookCell]:
        return each.name, place, each.from_on, each.to_on

    return workbook_response(
        request,
        name=_("摸排"),
        columns=columns_of((_("名称"), 30), (_("范围"), 34), (_("从"), 12), (_("到"), 12)),
        rows=rows_with_places(sweeps_in(scope=request.officer.scope.holding(Permission.EXPORT)), line),
        kind="sweep",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def new(request: DeskRequest) -> HttpResponse:
    """Open a round."""
    first = {"from_on": timezone.localdate(), "division_code": own_division(request.officer)}
    form = SweepForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_sweep(**form.cleaned_data, by=request.officer, at=request.at)
        except (NotPermitted, SweepUnclear) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已建立。请接着列入各村的户名单。"))
            return HttpResponseRedirect(reverse("desk:sweep", args=[made.pk]))
    return render(request, "desk/sweeps/new.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_safe
@needs(Permission.SEE_CHILDREN)
def sweep(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show how far the villages of a round have come."""
    return _shown(request, sweep_or_404(request, key), SweepListForm())


@require_POST
@needs(Permission.ASSIGN_TASKS)
def upload(request: DeskRequest, key: UUID) -> HttpResponse:
    """Put the households of a sheet on the lists; rows that could not be used are shown one by one."""
    found = sweep_or_404(request, key)
    form = SweepListForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = b"".join(file.chunks())
        try:
            taken = take_sweep_list(sweep=found, name=file.name, content=content, by=request.officer, at=request.at)
        except (NotPermitted, Refused, SweepListUnreadable, SweepUnclear) as refusal:
            form.refuse(refusal, "file")
        else:
            _tell(request, taken)
            if taken.refused:
                return _shown(request, found, SweepListForm(), taken.refused)
            return HttpResponseRedirect(reverse("desk:sweep", args=[key]))
    return _shown(request, found, form)


@require_POST
@needs(Permission.ASSIGN_TASKS)
def from_files(request: DeskRequest, key: UUID) -> HttpResponse:
    """Put the households of the children under care on the lists."""
    found = sweep_or_404(request, key)
    try:
        _tell(request, take_households_on_file(sweep=found, by=request.officer, at=request.at))
    except (NotPermitted, SweepUnclear) as refusal:
        messages.error(request, refused(refusal))
    return HttpResponseRedirect(reverse("desk:sweep", args=[key]))


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the totals of the villages as a workbook."""
    found = sweep_or_404(request, key)
    rows = _villages(found, request.officer.scope.holding(Permission.EXPORT))
    return workbook_of(request, name=found.name, kind="figure", columns=_columns(), rows=rows)


def sweep_or_404(request: DeskRequest, key: UUID) -> SweepRound:
    """
    Give a round that the officer leads or has households in.

    :raises Http404: there is none such
    """
    found = sweep_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def total_of(rows: Sequence[SweepTotals], code: str) -> SweepTotals:
    """Add up the totals of villages."""
    return reduce(SweepTotals.with_more, rows, SweepTotals(code))


def _shown(
    request: DeskRequest, of: SweepRound, form: SweepListForm, refused: Sequence[ListRowRefused] = ()
) -> HttpResponse:
    rows = _villages(of, request.officer.scope)
    context = {
        "sweep": of,
        "place": names_of([of.division_code])[of.division_code],
        "rows": rows,
        "total": total_of([each.row for each in rows], of.division_code),
        "table": table_of(_columns(), rows) if rows else "",
        "form": form,
        "refused": refused,
        "may_list": request.officer.scope.has(Permission.ASSIGN_TASKS),
        **offered_export(request, "desk:export-sweep", of.pk),
    }
    return render(request, "desk/sweeps/sweep.html", context, status=REFUSED if form.errors or refused else 200)


def _villages(of: SweepRound, scope: Scope) -> list[VillageSwept]:
    found = sweep_totals(sweep=of.pk, scope=scope)
    names = names_of([row.division_code for row in found])
    return [
        VillageSwept(names[row.division_code], reverse("desk:sweep-village", args=[of.pk, row.division_code]), row)
        for row in found
    ]


def _columns() -> list[Column[VillageSwept]]:
    numbers = (
        (_("名单"), "listed"), (_("已访"), "visited"), (_("新发现"), "found"), (_("不在"), "absent"),
        (_("拒绝"), "refused"), (_("没有去"), "rest"), (_("名单外"), "additions"),
        (_("名单外新发现"), "additions_found"),
    )  # fmt: skip
    return [
        Column(_("村（居）"), lambda each: link(each.address, each.name), attrgetter("name"), 32),
        *(_number(title, name) for title, name in numbers),
    ]


def _number(title: str, name: str) -> Column[VillageSwept]:
    value = attrgetter(f"row.{name}")
    return Column(title, lambda each: str(value(each)), value, 10, "number")


def _tell(request: DeskRequest, taken: SweepListTaken) -> None:
    """Tell how many households were listed."""
    added = taken.added
    said = _("已列入 %(listed)s 户，名单固定后另增 %(additions)s 户，已在名单上的 %(known)s 户没有重复列入。")
    counts = {"listed": added.listed, "additions": added.additions, "known": added.known}
    messages.success(request, said % counts)
