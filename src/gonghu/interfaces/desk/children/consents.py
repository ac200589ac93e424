"""Pages of what was agreed to for a child (同意书): seen, entered, taken back."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gonghu.domain.access.models import Consent
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import record_consent, withdraw_consent
from gonghu.domain.access.operations.consents import ConsentIncomplete, ConsentThere, ConsentWithdrawn, TooYoung
from gonghu.domain.access.privacy_reading import consent_by_key, consents_of, months_kept
from gonghu.domain.access.privacy_terms import ConsentGiven, ConsentGiver, ConsentScope, RecordKind
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import ChildFile, keys_of_child
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.edit_forms import ConsentForm, WithdrawForm
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file

REFUSED: Final = 422


@require_safe
@needs(Permission.SEE_CHILDREN)
def consents(request: DeskRequest, key: UUID) -> HttpResponse:
    """List what was agreed to for a child, and what was taken back."""
    file = file_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    read_file(request, file.child.pk, file.child.division_code, ("consents",), unmasked=False)
    scope = request.officer.scope
    context: dict[str, Any] = {
        "file": file,
        "child": file.child,
        "consents": consents_of(children=keys_of_child(child=key, scope=scope), scope=scope),
        "months": months_kept(kind=RecordKind.CONSENT, division_code=file.child.division_code, scope=scope),
        "may_edit": scope.allows(Permission.EDIT_CHILDREN, file.child.division_code),
    }
    return render(request, "desk/children/consents.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def enter(request: DeskRequest, key: UUID) -> HttpResponse:
    """Enter what somebody agreed to."""
    file = _file_to_change(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    form = ConsentForm(request.POST or None, initial={"given_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _entered(request, file, form):
        return HttpResponseRedirect(reverse("desk:consents", args=[key]))
    context = {"file": file, "child": file.child, "form": form}
    return render(request, "desk/children/enter_consent.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def withdraw(request: DeskRequest, key: UUID) -> HttpResponse:
    """Enter that a consent was taken back."""
    consent = consent_by_key(key=key, scope=request.officer.scope)
    if consent is None:
        raise Http404
    file = _file_to_change(request, consent.child_key)
    if not purpose_of(request):
        return ask_purpose(request, consent.child_key)
    form = WithdrawForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _withdrawn(request, consent, form):
        return HttpResponseRedirect(reverse("desk:consents", args=[consent.child_key]))
    context = {"file": file, "child": file.child, "form": form, "consent": consent}
    return render(request, "desk/children/withdraw_consent.html", context, status=REFUSED if form.errors else 200)


def _file_to_change(request: DeskRequest, key: UUID) -> ChildFile:
    file = file_or_404(request, key)
    if not request.officer.scope.allows(Permission.EDIT_CHILDREN, file.child.division_code):
        raise Http404
    return file


def _entered(request: DeskRequest, file: ChildFile, form: ConsentForm) -> bool:
    said = form.cleaned_data
    given = ConsentGiven(
        ConsentScope(said["scope"]), ConsentGiver(said["giver"]), said["giver_name"], said["notice_version"],
        said["given_on"], said["document"], file.child.born_on,
    )  # fmt: skip
    child, by, at = file.child, request.officer, request.at
    try:
        record_consent(child_key=child.pk, division_code=child.division_code, given=given, by=by, at=at)
    except TooYoung as refusal:
        form.refuse(refusal, "giver")
    except ConsentThere as refusal:
        form.refuse(refusal, "scope")
    except (NotPermitted, ConsentIncomplete) as refusal:
        form.refuse(refusal)
    else:
        messages.success(request, _("同意书已登记。"))
        return True
    return False


def _withdrawn(request: DeskRequest, consent: Consent, form: WithdrawForm) -> bool:
    try:
        withdraw_consent(consent=consent, on=form.cleaned_data["on"], by=request.officer, at=request.at)
    except ConsentIncomplete as refusal:
        form.refuse(refusal, "on")
    except (NotPermitted, ConsentWithdrawn) as refusal:
        form.refuse(refusal)
    else:
        messages.success(request, _("已登记撤回；从那天起不得再按这项同意使用孩子的信息，请通知有关单位停止。"))
        return True
    return False
