"""Everything about the money of one child (儿童的待遇): applications, grants, other help, and what may be added."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.operations import (
    HelpOverlaps,
    OtherHelp,
    SourceMissing,
    end_other_benefit,
    record_other_benefit,
)
from gonghu.domain.benefits.queries import applications_of, grants_of, other_benefit_by_key, other_benefits_of
from gonghu.domain.benefits.terms import ApplicationState, OtherKind
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ALL_FILES, children_in
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.money_forms import LastMonthForm, OtherHelpForm
from gonghu.interfaces.desk.applications.words import application_mark, line_shown, yuan_shown
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.findings.one import child_line
from gonghu.interfaces.desk.sentences import refused

REFUSED = 422


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_MONEY)
def of_child(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show what a child is given, applied for and has besides; add other help."""
    child = children_in(scope=request.officer.scope, filters=ALL_FILES).filter(pk=key).first()
    if child is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    form = OtherHelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_other_benefit(help_had=_said(child, form.cleaned_data), by=request.officer, at=request.at)
        except (NotPermitted, SourceMissing, HelpOverlaps) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记；基本生活补贴会按差额重新计算。"))
            return HttpResponseRedirect(reverse("desk:child-benefits", args=[key]))
    return _page(request, child, form)


@require_POST
@needs(Permission.CHECK_APPLICATIONS, Permission.CONFIRM_APPLICATIONS)
def end_other(request: DeskRequest, key: UUID) -> HttpResponse:
    """Write down the last month of other help."""
    found = other_benefit_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    form = LastMonthForm(request.POST)
    if form.is_valid():
        try:
            end_other_benefit(other=key, to_month=form.cleaned_data["to_month"], by=request.officer, at=request.at)
        except (NotPermitted, HelpOverlaps) as refusal:
            messages.error(request, refused(refusal))
        else:
            messages.success(request, _("已登记终止月份。"))
    else:
        messages.error(request, _("请选择终止月份。"))
    return HttpResponseRedirect(reverse("desk:child-benefits", args=[found.child_id]))


def _page(request: DeskRequest, child: Child, form: OtherHelpForm) -> HttpResponse:
    by, scope, today = request.officer, request.officer.scope, timezone.localdate()
    read_file(request, child.pk, child.division_code, ("benefits",), unmasked=False)
    checks = scope.allows(Permission.CHECK_APPLICATIONS, child.division_code)
    confirms = scope.allows(Permission.CONFIRM_APPLICATIONS, child.division_code)
    writes = scope.allows(Permission.EDIT_CHILDREN, child.division_code)
    receives = scope.allows(Permission.RECEIVE_APPLICATIONS, child.division_code)
    context: dict[str, Any] = {
        "child": child_line(request, child),
        "grants": [
            (line_shown(each.line, each.division_code, scope, today), yuan_shown(each.amount_fen), each)
            for each in grants_of(child=child.pk, scope=scope)
        ],
        "applications": [
            (
                line_shown(each.line, each.division_code, scope, today),
                application_mark(each.state, str(ApplicationState(each.state).label)),
                each,
            )
            for each in applications_of(child=child.pk, scope=scope)
        ],
        "others": [
            (OtherKind(each.kind).label, yuan_shown(each.monthly_fen), each)
            for each in other_benefits_of(child=child.pk, scope=scope)
        ],
        "form": form,
        "may_record": checks or confirms,
        "may_apply": (writes or receives) and child.closed_on is None,
        "officer": by,
    }
    return render(request, "desk/applications/of_child.html", context, status=REFUSED if form.errors else 200)


def _said(child: Child, said: dict[str, Any]) -> OtherHelp:
    return OtherHelp(
        child=child.pk,
        division_code=child.division_code,
        category=child.category,
        kind=OtherKind(said["kind"]),
        monthly_fen=said["monthly"],
        from_month=said["from_month"],
        to_month=said["to_month"],
        source=said["source"],
    )
