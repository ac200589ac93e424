"""The page of one version of a form (问卷版本): its questions, publishing, withdrawing, dropping a draft."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.questionnaires.choosing import form_of
from gonghu.domain.questionnaires.models import FormVersion
from gonghu.domain.questionnaires.operations import drop_draft, publish_form, withdraw_form
from gonghu.domain.questionnaires.operations.forms import FormPast, ReasonForWithdrawingMissing, is_filled_in
from gonghu.domain.questionnaires.queries import form_version_by_key
from gonghu.domain.questionnaires.terms import ANSWERABLE, FormState
from gonghu.engines.forms import as_workbook
from gonghu.engines.forms.compiling import WORKBOOK
from gonghu.foundation.audit.recording import PersonalDetail
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.questionnaires.forms import DropDraftForm, WithdrawVersionForm
from gonghu.interfaces.desk.questionnaires.shown import roles_of, sections_of
from gonghu.interfaces.desk.questionnaires.views import REFUSED
from gonghu.interfaces.desk.sentences import refused


@require_safe
@needs(Permission.SET_RULES, Permission.RECORD_VISITS)
def version(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a version as a plain page."""
    return _page(request, _known(request, key))


@require_POST
@needs(Permission.SET_RULES)
def publish(request: DeskRequest, key: UUID) -> HttpResponse:
    """Put a draft to use."""
    known = _known(request, key)
    try:
        publish_form(version=known.pk, by=request.officer, at=request.at)
    except (NotPermitted, FormPast) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("问卷已发布：手机下次联网时换成这一版，已经填好的旧版仍会收下。"))
    return HttpResponseRedirect(reverse("desk:form-version", args=[key]))


@require_POST
@needs(Permission.SET_RULES)
def withdraw(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take a version out of use."""
    known = _known(request, key)
    form = WithdrawVersionForm(request.POST)
    if form.is_valid():
        try:
            withdraw_form(version=known.pk, because=form.cleaned_data["because"], by=request.officer, at=request.at)
        except (NotPermitted, FormPast, ReasonForWithdrawingMissing) as refusal:
            form.refuse(refusal)
        except PersonalDetail:
            form.add_error("because", _("这里不能写身份证号，请改写。"))
        else:
            messages.success(request, _("这一版已撤回；还会送来的填报会转给您处理。"))
            return HttpResponseRedirect(reverse("desk:form-version", args=[key]))
    return _page(request, known, withdrawing=form)


@require_POST
@needs(Permission.SET_RULES)
def drop(request: DeskRequest, key: UUID) -> HttpResponse:
    """Drop a draft, wrongly uploaded or not needed any more."""
    known = _known(request, key)
    form = DropDraftForm(request.POST)
    if form.is_valid():
        try:
            drop_draft(version=known.pk, by=request.officer, at=request.at)
        except (NotPermitted, FormPast) as refusal:
            messages.error(request, refused(refusal))
            return HttpResponseRedirect(reverse("desk:form-version", args=[key]))
        messages.success(request, _("草稿“%(title)s”已删除。") % {"title": known.title})
        return HttpResponseRedirect(reverse("desk:questionnaires"))
    return _page(request, known, dropping=form)


@require_safe
@needs(Permission.SET_RULES)
def source(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give what was uploaded as a workbook, to be changed and uploaded again."""
    known = _known(request, key)
    content, name = bytes(known.source), f"{known.questionnaire_id}.xlsx"
    if not content.startswith(WORKBOOK):
        content = as_workbook(content)
    # As a download of no kind in particular, whatever is in it: no browser opens it on our pages.
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


def _known(request: DeskRequest, key: UUID) -> FormVersion:
    known = form_version_by_key(key=key, scope=request.officer.scope)
    if known is None:
        raise Http404
    return known


def _page(
    request: DeskRequest,
    known: FormVersion,
    *,
    withdrawing: WithdrawVersionForm | None = None,
    dropping: DropDraftForm | None = None,
) -> HttpResponse:
    compiled = form_of(known)
    may_set = request.officer.scope.allows(Permission.SET_RULES, known.division_code)
    code, is_draft = known.division_code, known.state == FormState.DRAFT
    is_bound = is_draft and is_filled_in(known)
    wrong = any(form is not None and form.errors for form in (withdrawing, dropping))
    context = {
        "version": known,
        "place": names_of([code])[code] if code else _("全国通用"),
        "sections": sections_of(compiled),
        "roles": roles_of(compiled),
        "meaning": compiled.meaning,
        "may_publish": may_set and is_draft,
        "may_drop": may_set and is_draft and not is_bound,
        "may_withdraw": may_set and (is_bound or known.state in ANSWERABLE),
        "may_take": request.officer.scope.has(Permission.SET_RULES),
        "form": withdrawing or WithdrawVersionForm(),
        "drop_form": dropping or DropDraftForm(),
    }
    return render(request, "desk/questionnaires/version.html", context, status=REFUSED if wrong else 200)
