"""One student of a school year (助学对象): what shows that they study, and what was noted of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
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
from gonghu.domain.benefits.handling import PROVES, may_prove
from gonghu.domain.benefits.operations import (
    NoSuchStudent,
    ProofSaid,
    ProofWrong,
    StudentLeft,
    take_student_in_again,
)
from gonghu.domain.benefits.queries import proofs_of_students, student_by_key
from gonghu.domain.benefits.terms import ProofSource, StudentState
from gonghu.domain.benefits.writing import ReasonMissing, months_after
from gonghu.domain.people.terms import SchoolStage
from gonghu.foundation.read_keys import key_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.school_forms import ProofForm, WhyForm
from gonghu.interfaces.desk.applications.school_rounds import REFUSED
from gonghu.interfaces.desk.applications.school_rows import state_mark, student_rows
from gonghu.interfaces.desk.applications.words import line_shown
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.sentences import refused
from gonghu.usecases.school_year_round import note_as_left, take_proof, take_proof_back

_REFUSALS: Final = (NotPermitted, NoSuchStudent, ProofWrong, StudentLeft, ReasonMissing)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_MONEY)
def student(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a student with the proofs; enter one."""
    found = _student_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, found.child_id)
    form = ProofForm(request.POST or None, initial=_usual(found))
    if request.method == "POST" and form.is_valid():
        said = ProofSaid(student=found.pk, source=ProofSource.PAPER, **_typed(form.cleaned_data))
        try:
            take_proof(said=said, by=request.officer, at=request.at)
        except _REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("在读证明已登记，催交任务已办结。"))
            return HttpResponseRedirect(reverse("desk:school-student", args=[key]))
    return _page(request, found, form=form, status=REFUSED if form.errors else 200)


@require_POST
@needs(*PROVES)
def act_on_student(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Withdraw a proof, note that a student has no scholarship this year, or take that back."""
    found = _student_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, found.child_id)
    form = WhyForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    by, at = request.officer, request.at
    acts: dict[str, Callable[[], Any]] = {
        "withdraw": lambda: take_proof_back(proof=_proof_of(request, found), reason=reason, by=by, at=at),
        "leave": lambda: note_as_left(student=found.pk, reason=reason, by=by, at=at),
        "return": lambda: take_student_in_again(student=found.pk, by=by, at=at),
    }
    if act not in acts:
        raise Http404
    try:
        acts[act]()
    except _REFUSALS as refusal:
        messages.error(request, refused(refusal))
        return _page(request, found, form=ProofForm(initial=_usual(found)), status=REFUSED)
    messages.success(request, _("已登记。"))
    return HttpResponseRedirect(reverse("desk:school-student", args=[key]))


def _student_or_404(request: DeskRequest, key: UUID) -> Any:
    found = student_by_key(key=key, scope=request.officer.scope, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _proof_of(request: DeskRequest, found: Any) -> UUID:
    """
    Read which proof of the student is meant.

    :raises NoSuchStudent: none of them is
    """
    key = key_of(request.POST.get("proof", ""))
    proofs = proofs_of_students(students=[found.pk], scope=request.officer.scope).get(found.pk, ())
    if key is None or key not in {proof.pk for proof in proofs}:
        raise NoSuchStudent(_("没有这份证明，或已经撤回；请刷新页面"))
    return key


def _page(request: DeskRequest, found: Any, *, form: ProofForm, status: int = 200) -> HttpResponse:
    scope = request.officer.scope
    rows = student_rows([found], request.officer)
    if not rows:
        raise Http404
    read_file(request, found.child_id, found.division_code, ("schooling",), unmasked=False)
    proofs = proofs_of_students(students=[found.pk], scope=scope).get(found.pk, [])
    context = {
        "student": found,
        "round": found.round,
        "row": rows[0],
        "state": state_mark(rows[0]),
        "line": line_shown(found.line, found.division_code, scope, timezone.localdate()),
        "proofs": [
            {
                "proof": each,
                "stage": SchoolStage(each.stage).label,
                "source": ProofSource(each.source).label,
                "is_held": each.withdrawn_at is None,
            }
            for each in proofs
        ],
        "form": form,
        "why_form": WhyForm(),
        "may_prove": may_prove(request.officer, found.division_code),
        "has_left": found.state == StudentState.LEFT,
    }
    return render(request, "desk/applications/school_student.html", context, status=status)


def _usual(found: Any) -> dict[str, Any]:
    """Suggest the whole school year."""
    return {"from_on": found.round.from_month, "to_on": months_after(found.round.to_month, 1) - timedelta(days=1)}


def _typed(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "stage": SchoolStage(said["stage"])}
