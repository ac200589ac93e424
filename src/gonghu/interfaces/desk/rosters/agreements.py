"""Pages of the sharing agreements (数据共享协议页面): which hold, what is due, entering and ending one."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.models import SharingAgreement
from gonghu.domain.rosters.operations import end_agreement, enter_agreement
from gonghu.domain.rosters.operations.agreements import AgreementIncomplete, AgreementKnown, AgreementOver
from gonghu.domain.rosters.queries import agreement_by_key, agreements_due, deliveries_in
from gonghu.domain.rosters.terms import AgreementTerms
from gonghu.foundation.audit.recording import PersonalDetail
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.rosters.forms import AgreementForm, EndAgreementForm
from gonghu.interfaces.desk.rosters.shown import kind_name
from gonghu.interfaces.desk.rosters.views import REFUSED, departments
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response

_MOST_DELIVERIES = 20
_COLUMNS: Final = (
    (_("提供部门"), 26), (_("适用区划"), 26), (_("名册种类"), 36), (_("使用目的"), 30), (_("法律依据"), 36),
    (_("每隔几天提供一次"), 10), (_("签署文号"), 22), (_("自"), 12), (_("至"), 12),
)  # fmt: skip


@require_safe
@needs(Permission.IMPORT_ROSTERS)
def agreements(request: DeskRequest) -> HttpResponse:
    """List the agreements in force with what is due next."""
    due = agreements_due(scope=request.officer.scope, on=timezone.localdate(request.at))
    names = names_of({each.agreement.division_code for each in due})
    rows = [
        {"due": each, "place": names[each.agreement.division_code], "kinds": _kinds(each.agreement)} for each in due
    ]
    context = {"rows": rows, **offered_export(request, "desk:export-agreements")}
    return render(request, "desk/rosters/agreements.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the agreements in force as a workbook."""
    due = agreements_due(scope=request.officer.scope.holding(Permission.EXPORT), on=timezone.localdate(request.at))
    names = names_of({each.agreement.division_code for each in due})
    return workbook_response(
        request,
        name=str(_("数据共享协议")),
        columns=columns_of(*_COLUMNS),
        rows=(_line(each.agreement, names[each.agreement.division_code]) for each in due),
        kind="agreement",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT_ROSTERS)
def enter(request: DeskRequest) -> HttpResponse:
    """Enter an agreement."""
    area = own_area(request.officer, Permission.IMPORT_ROSTERS)
    today = timezone.localdate(request.at)
    start = {"division_code": area.low if area.prefix else "", "every_days": 90, "signed_on": today, "from_on": today}
    form = AgreementForm(request.POST or None, organisations=departments(request, area), initial=start)
    if request.method == "POST" and form.is_valid():
        entered = _entered(request, form)
        if entered:
            messages.success(request, _("协议已登记；到期没有提供时，名册页会提醒。"))
            return HttpResponseRedirect(reverse("desk:agreements"))
    return render(request, "desk/rosters/enter_agreement.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT_ROSTERS)
def agreement(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show an agreement and what came on its strength, and end it."""
    shown = agreement_by_key(key=key, scope=request.officer.scope)
    if shown is None:
        raise Http404
    today = timezone.localdate(request.at)
    form = EndAgreementForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_agreement(agreement=shown, on=form.cleaned_data["on"], by=request.officer, at=request.at)
        except (NotPermitted, AgreementOver) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("协议已终止。"))
            return HttpResponseRedirect(reverse("desk:agreements"))
    context = {
        "agreement": shown,
        "place": names_of([shown.division_code])[shown.division_code],
        "kinds": _kinds(shown),
        "came": deliveries_in(scope=request.officer.scope).filter(agreement=shown)[:_MOST_DELIVERIES],
        "form": form,
        "is_in_force": shown.holds_on(today),
    }
    return render(request, "desk/rosters/agreement.html", context, status=REFUSED if form.errors else 200)


def _kinds(agreement: SharingAgreement) -> list[str]:
    return [worded(kind_name(kind)) for kind in agreement.kinds]


def _entered(request: DeskRequest, form: AgreementForm) -> SharingAgreement | None:
    said = form.cleaned_data
    terms = AgreementTerms(
        kinds=tuple(said["kinds"]),
        purpose=said["purpose"],
        legal_basis=said["legal_basis"],
        every_days=said["every_days"],
        document=said["document"],
        signed_on=said["signed_on"],
        from_on=said["from_on"],
        to_on=said["to_on"],
    )
    try:
        return enter_agreement(
            organisation=UUID(said["organisation"]),
            division_code=said["division_code"],
            terms=terms,
            by=request.officer,
            at=request.at,
        )
    except NotPermitted:
        form.add_error("division_code", _("您不能登记这个区划的协议，请改写您管辖的区划。"))
    except AgreementKnown as refusal:
        form.refuse(refusal, "document")
    except AgreementIncomplete as refusal:
        form.refuse(refusal)
    except PersonalDetail:
        form.add_error(None, _("这里不能写身份证号，请改写。"))
    return None


def _line(each: SharingAgreement, place: str) -> Sequence[WorkbookCell]:
    return (
        each.organisation.name, place, "、".join(_kinds(each)), each.purpose, each.legal_basis, each.every_days,
        each.document, each.from_on, each.to_on,
    )  # fmt: skip
