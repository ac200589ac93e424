"""Pages of the register of purposes (处理目的登记)."""

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
from gonghu.domain.access.operations import assess_purpose, end_purpose, register_purpose
from gonghu.domain.access.operations.purposes import AssessmentMissing, PurposeOver, PurposeThere
from gonghu.domain.access.privacy_reading import purpose_by_key, purposes_in
from gonghu.domain.access.privacy_terms import LegalBasis, PurposeTerms
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.privacy.forms import AssessmentForm, PurposeRegisterForm
from gonghu.interfaces.desk.privacy.rows import purpose_columns, purpose_rows
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.workbook_lists import offered_export

REFUSED: Final = 422


@require_safe
@needs(Permission.READ_AUDIT)
def purposes(request: DeskRequest) -> HttpResponse:
    """List what children's facts are used for, and whether it was assessed before."""
    page = page_of_rows(request, purposes_in(scope=request.officer.scope, on=timezone.localdate()))
    context = {
        "page": page,
        "table": table_of(purpose_columns(), purpose_rows(page.rows)),
        "may_set": request.officer.scope.has(Permission.SET_RULES),
        **offered_export(request, "desk:export-purposes"),
    }
    return render(request, "desk/privacy/purposes.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the register as a workbook."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    return taken_along(
        request,
        name=_("处理目的登记"),
        kind="purpose",
        columns=purpose_columns(),
        found=purposes_in(scope=scope, on=timezone.localdate()),
        rows=purpose_rows,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.SET_RULES)
def register(request: DeskRequest) -> HttpResponse:
    """Enter a purpose."""
    form = PurposeRegisterForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        terms = PurposeTerms(
            said["title"], LegalBasis(said["legal_basis"]), said["article"], said["facts"], said["recipients"]
        )
        try:
            made = register_purpose(
                division_code=said["division_code"],
                terms=terms,
                from_on=said["from_on"],
                by=request.officer,
                at=request.at,
            )
        except NotPermitted as refusal:
            form.refuse(refusal, "division_code")
        except PurposeThere as refusal:
            form.refuse(refusal, "title")
        else:
            messages.success(request, _("已登记。处理前须做影响评估，请接着登记评估报告。"))
            return HttpResponseRedirect(reverse("desk:purpose-registered", args=[made.pk]))
    return render(request, "desk/privacy/register.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.READ_AUDIT)
def purpose(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a purpose; enter its assessment, or end it."""
    shown = purpose_by_key(key=key, scope=request.officer.scope)
    if shown is None:
        raise Http404
    ends = "end" in request.POST
    form = AssessmentForm(
        request.POST if request.method == "POST" and not ends else None, initial={"on": timezone.localdate()}
    )
    by, at = request.officer, request.at
    if request.method == "POST" and (ends or form.is_valid()):
        try:
            if ends:
                end_purpose(purpose=shown, on=timezone.localdate(), by=by, at=at)
            else:
                said = form.cleaned_data
                assess_purpose(purpose=shown, assessment=said["assessment"], on=said["on"], by=by, at=at)
        except (NotPermitted, AssessmentMissing, PurposeOver) as refusal:
            messages.error(request, refused(refusal))
        else:
            messages.success(request, _("已登记。"))
        return HttpResponseRedirect(reverse("desk:purpose-registered", args=[key]))
    context = {
        "purpose": shown,
        "place": names_of([shown.division_code])[shown.division_code],
        "form": form,
        "may_set": by.scope.allows(Permission.SET_RULES, shown.division_code) and shown.to_on is None,
    }
    return render(request, "desk/privacy/purpose.html", context, status=REFUSED if form.errors else 200)
