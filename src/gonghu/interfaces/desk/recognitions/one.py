"""The page of one recognition (认定详情): facts, reasons, articles beside two opinions; printed it is the decision."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations.categories import CategoriesExclude, CategoryHeld, GrownUp
from gonghu.domain.people.operations.category_ends import CategoryEnded
from gonghu.domain.people.queries import ALL_FILES, children_in
from gonghu.domain.people.terms import EndKind
from gonghu.domain.people.writing import FileClosed
from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.operations import AlreadyDecided, OpinionMissing
from gonghu.domain.policies.queries import evidence_of, recognition_by_key, steps_of_recognition, told_shown
from gonghu.domain.policies.terms import RecognitionAct, RecognitionState
from gonghu.domain.tasks.operations.closing import NoteMissing
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import category_shown
from gonghu.interfaces.desk.findings.one import child_line, tree_of
from gonghu.interfaces.desk.recognitions.forms import AgainForm, OpinionForm
from gonghu.usecases.recognise_child import approve, refuse, send_back, withdraw

REFUSED = 422
REFUSALS: Final = (
    NotPermitted, AlreadyDecided, OpinionMissing, CategoryHeld, CategoriesExclude, GrownUp, FileClosed, NoteMissing,
    CategoryEnded,
)  # fmt: skip
ACTS: Final[dict[str, tuple[Callable[..., Recognition], Promise]]] = {
    "approve": (approve, _("已同意，自次月起执行；儿童档案已更新。")),
    "refuse": (refuse, _("已决定不予认定，请书面告知申请人并说明理由。")),
    "send-back": (send_back, _("已退回初审补充。")),
    "withdraw": (withdraw, _("已撤回。")),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step with who took it (认定步骤显示项)."""

    act: str
    label: str
    at: datetime
    opinion: str


@require_safe
@needs(Permission.RECOGNISE_FIRST, Permission.RECOGNISE_SECOND, Permission.SEE_CHILDREN)
def recognition(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a recognition; it is written down that the child's facts were read."""
    found, child = recognition_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    return page_of_recognition(request, found, child)


@require_POST
@needs(Permission.RECOGNISE_FIRST, Permission.RECOGNISE_SECOND)
def decide(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Approve, refuse, send back or withdraw."""
    if act not in ACTS:
        raise Http404
    found, child = recognition_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    done, said = ACTS[act]
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            done(recognition=found.pk, opinion=form.cleaned_data["opinion"], by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(said))
            return HttpResponseRedirect(reverse("desk:recognition", args=[key]))
    return page_of_recognition(request, found, child, form=form, status=REFUSED)


def recognition_or_404(request: DeskRequest, key: UUID) -> tuple[Recognition, Child]:
    """
    Give a recognition with its child unless either is out of scope, which looks the same as none.

    :raises Http404: it is
    """
    scope = request.officer.scope
    found = recognition_by_key(key=key, scope=scope)
    child = children_in(scope=scope, filters=ALL_FILES).filter(pk=found.child_id).first() if found else None
    if found is None or child is None:
        raise Http404
    return found, child


def page_of_recognition(
    request: DeskRequest,
    found: Recognition,
    child: Child,
    *,
    form: OpinionForm | None = None,
    again: AgainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a recognition with the forms of the steps that the officer may take."""
    scope, finding = request.officer.scope, found.finding
    read_file(request, child.pk, child.division_code, ("recognition",), unmasked=False)
    is_first = scope.allows(Permission.RECOGNISE_FIRST, found.division_code)
    is_second = scope.allows(Permission.RECOGNISE_SECOND, found.division_code)
    own = found.first_by_id == request.officer.account
    waits, returned = found.state == RecognitionState.PROPOSED, found.state == RecognitionState.SENT_BACK
    context: dict[str, Any] = {
        "recognition": found,
        "child": child_line(request, child),
        "category": category_shown(found.category, found.division_code, scope),
        "end_kind": str(EndKind(found.end_kind).label) if found.end_kind else "",
        "told": told_shown(finding=finding, scope=scope) if finding else None,
        "is_sealed": bool(finding and finding.told.sealed),
        "tree": tree_of(request, finding) if finding else None,
        "evidence": evidence_of(finding=finding, scope=scope) if finding else [],
        "steps": [
            StepShown(str(RecognitionAct(each.act).label), each.label, each.at, each.opinion)
            for each in steps_of_recognition(recognition=found.pk, scope=scope)
        ],
        "may_decide": is_second and waits and not own,
        "is_own": is_second and waits and own,
        "may_withdraw": is_first and (waits or returned),
        "may_again": is_first and returned,
        "may_apply": found.state == RecognitionState.APPROVED
        and scope.allows(Permission.SEE_MONEY, found.division_code)
        and scope.allows(Permission.EDIT_CHILDREN, found.division_code),
        "form": form or OpinionForm(),
        "again": again or AgainForm(initial={"evidence": found.evidence, "opinion": found.first_opinion}),
    }
    return render(request, "desk/recognitions/recognition.html", context, status=status)
