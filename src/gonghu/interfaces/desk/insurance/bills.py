"""Medical bills of the children of a round (医疗费用): what families paid themselves, and what they should not have."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import EnrolmentRound
from gonghu.domain.insurance.operations import (
    BillSaid,
    BillThere,
    BillWrong,
    NoSuchBill,
    record_bills,
    withdraw_bill,
)
from gonghu.domain.insurance.queries import bills_in, bills_of_line, lines_in, sums_of_bills
from gonghu.domain.insurance.schemes import scheme_of
from gonghu.domain.insurance.terms import BillGap
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.people.terms import Category
from gonghu.engines.intake.refusals import Refused
from gonghu.foundation.read_keys import key_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.confirming import not_yet_confirmed
from gonghu.interfaces.desk.insurance.bill_forms import BillFilter, BillForm, BillsForm, WithdrawForm
from gonghu.interfaces.desk.insurance.bill_rows import bill_columns, bill_rows
from gonghu.interfaces.desk.insurance.rounds import REFUSED, round_or_404
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import taken_along
from gonghu.standards.masking import masked_name
from gonghu.standards.money import format_yuan
from gonghu.usecases.orphan_medical_batch import has_medical_subsidy
from gonghu.usecases.read_medical_bills import BillsUnreadable, bills_without_task, open_bill_tasks, take_bills

_REFUSALS = (NotPermitted, BillThere, BillWrong, NoSuchBill, Refused, BillsUnreadable)


@require_safe
@needs(Permission.MANAGE_INSURANCE)
def bills(request: DeskRequest, key: UUID) -> HttpResponse:
    """List the bills of a round, those with a gap on demand, and what all of them come to."""
    return _list_page(request, round_or_404(request, key))


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def read_bills(request: DeskRequest, key: UUID) -> HttpResponse:
    """Read the insurer's sheet; where rows cannot be used they are told, and nothing is written."""
    found, form = round_or_404(request, key), BillsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, found, file_form=form, status=REFUSED)
    file = form.cleaned_data["file"]
    content = b"".join(file.chunks())
    try:
        read = take_bills(enrolment=found, name=file.name, content=content, by=request.officer, at=request.at)
    except _REFUSALS as refusal:
        form.refuse(refusal, "file")
        return _list_page(request, found, file_form=form, status=REFUSED)
    if read.refused or not read.rows:
        words = _("有 %(n)s 行不能用，整份没有读入；改好后重新上传。") if read.refused else _("文件里没有费用行。")
        form.add_error("file", words % {"n": len(read.refused)})
        rows = [{"row_no": each.row_no, "name": masked_name(each.name), "reason": each.reason} for each in read.refused]
        return _list_page(request, found, file_form=form, refused_rows=rows, refused_file=file.name, status=REFUSED)
    words = _("已登记 %(n)s 人的医疗费用；与已登记相同的 %(same)s 人没有变动。")
    messages.success(request, words % {"n": len(read.made), "same": read.rows - len(read.made)})
    return HttpResponseRedirect(reverse("desk:medical-bills", args=[key]))


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def bill_tasks(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show whose bills show a gap; once confirmed, open a task for each."""
    found = round_or_404(request, key)
    page = not_yet_confirmed(
        request,
        title=_("给报销缺口派任务"),
        found=bills_without_task(enrolment=key, scope=request.officer.scope),
        rows=lambda part: bill_rows(part, found, request.officer),
        columns=bill_columns(),
        back=reverse("desk:medical-bills", args=[key]),
    )
    if page:
        return page
    try:
        count = open_bill_tasks(enrolment=found, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
    else:
        words = _("已派出 %(n)s 项任务，每人一项。") if count else _("没有要新派的：都已派过，或没有缺口。")
        messages.success(request, words % {"n": count})
    return HttpResponseRedirect(reverse("desk:medical-bills", args=[key]))


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the list as a workbook, masked as on the page."""
    found, by = round_or_404(request, key), request.officer
    return taken_along(
        request,
        name=_("%(year)s年度报销缺口") % {"year": found.year},
        kind="medical_bill",
        columns=bill_columns(),
        found=_wanted(found, BillFilter(request.GET), by, exported=True),
        rows=lambda part: bill_rows(part, found, by),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_INSURANCE)
def bill(request: DeskRequest, key: UUID, other: UUID) -> HttpResponse:
    """Show the bills of one child of a round; enter one, or withdraw what was wrong."""
    found, scope = round_or_404(request, key), request.officer.scope
    line = lines_in(scope=scope, enrolment=found.pk).filter(pk=other).first()
    if line is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, line.child_id)
    withdraws = "bill" in request.POST
    form = BillForm(request.POST if request.method == "POST" and not withdraws else None)
    withdraw_form = WithdrawForm(request.POST if withdraws else None)
    if _is_done(request, found, line.pk, withdraw_form if withdraws else form):
        messages.success(request, _("已登记。"))
        return HttpResponseRedirect(reverse("desk:medical-bill", args=[key, other]))
    names = names_of_children(children=[line.child_id], scope=scope)
    if line.child_id not in names:
        raise Http404
    read_file(request, line.child_id, line.division_code, ("medical_bill",), unmasked=False)
    told = list(bills_of_line(line=line.pk, scope=scope))
    held = next((each for each in told if each.withdrawn_at is None), None)
    rows = bill_rows([held], found, request.officer) if held else []
    is_orphan = line.person_class == Category.ORPHAN and has_medical_subsidy(enrolment=found, at=request.at)
    context = {
        "round": found,
        "line": line,
        "name": masked_name(names[line.child_id]),
        "place": places_shown([line.division_code], request.officer)[line.division_code],
        "person_class": scheme_of(division_code=found.division_code).named(line.person_class),
        "row": rows[0] if rows else None,
        "held": held,
        "withdrawn": [each for each in told if each.withdrawn_at is not None],
        "form": form,
        "withdraw_form": withdraw_form,
        "has_subsidy": is_orphan and held is not None and held.family_fen > 0,
        "family": format_yuan(held.family_fen) if held else "",
    }
    status = REFUSED if form.errors or withdraw_form.errors else 200
    return render(request, "desk/insurance/bill.html", context, status=status)


def _list_page(
    request: DeskRequest, found: EnrolmentRound, *, file_form: BillsForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    form, by = BillFilter(request.GET), request.officer
    page = page_of_rows(request, _wanted(found, form, by))
    sums = sums_of_bills(scope=by.scope, enrolment=found.pk)
    rows = bill_rows(page.rows, found, by)
    context = {
        **list_shown(
            request,
            form=form,
            page=page,
            rows=rows,
            columns=bill_columns(),
            export="desk:export-medical-bills",
            keys=[found.pk],
        ),
        "kept": kept_filters(request, "bills", found.pk),
        "round": found,
        "file_form": file_form or BillsForm(),
        "count": sums.bills,
        "charged": format_yuan(sums.charged_fen),
        "paid": format_yuan(sums.charged_fen - sums.family_fen),
        "family": format_yuan(sums.family_fen),
        "classes": scheme_of(division_code=found.division_code).classes,
        **more,
    }
    return render(request, "desk/insurance/bills.html", context, status=status)


def _wanted(found: EnrolmentRound, form: BillFilter, by: Officer, *, exported: bool = False) -> Any:
    said = form.said()
    gap = said.get("gap")
    return bills_in(
        scope=by.scope.holding(Permission.EXPORT) if exported else by.scope,
        enrolment=found.pk,
        gaps=() if not gap else list(BillGap) if gap == BillFilter.ANY else [BillGap(gap)],
        area=Area.of(said["place"]) if said.get("place") else None,
    )


def _is_done(request: DeskRequest, found: EnrolmentRound, line: UUID, form: BillForm | WithdrawForm) -> bool:
    """Enter or withdraw a bill; tell at the form what was refused."""
    if request.method != "POST" or not form.is_valid():
        return False
    said, by, at = form.cleaned_data, request.officer, request.at
    try:
        if isinstance(form, WithdrawForm):
            key = key_of(request.POST.get("bill", "")) or UUID(int=0)
            if not bills_of_line(line=line, scope=by.scope).filter(pk=key).exists():
                raise NoSuchBill(_("没有这份医疗费用，或已经撤回；请刷新页面"))
            withdraw_bill(bill=key, reason=said["reason"], by=by, at=at)
        else:
            record_bills(enrolment=found.pk, bills=[BillSaid(line=line, **said)], by=by, at=at)
    except _REFUSALS as refusal:
        form.refuse(refusal)
        return False
    return True
