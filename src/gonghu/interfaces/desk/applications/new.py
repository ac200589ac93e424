"""Applying for a benefit (填写申请), filled in from the finding and the child's file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import LineUnknown
from gonghu.domain.benefits.operations import AlreadyApplied, AmountMissing, Draft, ProcedureNotThere
from gonghu.domain.benefits.queries import facts_told
from gonghu.domain.benefits.terms import CareForm, Procedure
from gonghu.domain.benefits.writing import ReasonMissing
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import child_file, children_in
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.queries import finding_by_key
from gonghu.foundation.read_keys import key_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.forms import ApplicationForm
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.findings.one import child_line
from gonghu.usecases.apply_for_benefit import FilledIn, apply_for, filled_in, line_found, lines_for

REFUSED = 422
_TOWN = 9


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN, Permission.RECEIVE_APPLICATIONS)
def new_application(request: DeskRequest, key: UUID) -> HttpResponse:
    """Choose what to apply for, then fill in what no register knows."""
    child = children_in(scope=request.officer.scope).filter(pk=key).first()
    if child is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    finding = _finding(request, child)
    today = timezone.localdate()
    found = line_found(finding=finding, on=today) if finding else None
    line = request.GET.get("line") or (found.code if found else "")
    read_file(request, child.pk, child.division_code, ("application",), unmasked=False)
    if not line:
        scope = request.officer.scope
        lines = [(each.code, each.name_for(scope, child.division_code)) for each in lines_for(child=child, on=today)]
        context: dict[str, Any] = {"child": child_line(request, child), "lines": lines, "finding": finding}
        return render(request, "desk/applications/choose.html", context)
    try:
        said = filled_in(child=child, line=line, finding=finding, on=today)
    except LineUnknown as problem:
        raise Http404 from problem
    return _fill_in(request, child, finding, said)


def _fill_in(request: DeskRequest, child: Child, finding: Finding | None, said: FilledIn) -> HttpResponse:
    procedures = [each for each in said.line.procedures if each != Procedure.CROSS_PROVINCE]
    form = ApplicationForm(
        request.POST or None,
        initial=_initial(child, finding, request.officer, request.GET.get("amount", "")),
        procedures=procedures,
        asks_amount=said.line.asks_amount,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = apply_for(
                draft=_draft(form.cleaned_data, child, said), finding=finding, by=request.officer, at=request.at
            )
        except (NotPermitted, AlreadyApplied, AmountMissing, ProcedureNotThere, ReasonMissing) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("申请已填好，受理后开始计算期限。"))
            return HttpResponseRedirect(reverse("desk:application", args=[made.pk]))
    scope = request.officer.scope
    context = {
        "child": child_line(request, child),
        "finding": finding,
        "said": said,
        "line_name": said.line.name_for(scope, child.division_code),
        "facts": facts_told(facts=said.facts, division_code=child.division_code, scope=scope),
        "form": form,
    }
    return render(request, "desk/applications/new.html", context, status=REFUSED if form.errors else 200)


def _draft(said: dict[str, Any], child: Child, filled: FilledIn) -> Draft:
    return Draft(
        child=child.pk,
        division_code=child.division_code,
        category=filled.category,
        line=filled.line.code,
        handling_division=child.division_code[:_TOWN].ljust(len(child.division_code), "0"),
        procedure=Procedure(said["procedure"]),
        care_form=CareForm(said["care_form"]),
        applicant=said["applicant"],
        applicant_relation=said["relation"],
        words=said["words"],
        urgent_reason=said["urgent_reason"],
        amount_fen=said.get("amount"),
    )


def _initial(child: Child, finding: Finding | None, by: Officer, amount: str) -> dict[str, str]:
    file = child_file(child=child.pk, scope=by.scope, on=timezone.localdate())
    carer = file.carer
    return {
        # The words go to everybody who deals with it: never those that tell a secret.
        "words": finding.told.words_open if finding else "",
        "relation": str(carer.get_kind_display()) if carer else "",
        "care_form": CareForm.SCATTERED,
        "procedure": Procedure.NORMAL,
        "amount": amount,
    }


def _finding(request: DeskRequest, child: Child) -> Finding | None:
    asked = key_of(request.GET.get("finding", ""))
    if asked is None:
        return None
    found = finding_by_key(key=asked, scope=request.officer.scope)
    if found is None or found.child_id != child.pk:
        raise Http404
    return found
