"""Printed forms of an application (打印文书) and the slip for its family (查询凭条)."""

from typing import Final
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.queries import application_by_key, decisions_of_application
from gonghu.domain.benefits.writing import NoSuchApplication
from gonghu.domain.slips.operations import ISSUERS, NewSlip, SlipWanted, issue_slip, withdraw_slip
from gonghu.domain.slips.queries import slips_of
from gonghu.foundation.printing import FontMissing, PageUnprintable, TemplateMissing, WordTemplateUnusable
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.usecases.print_form import FormFormat, FormKind, NotDecidedYet, forms_for, print_form
from gonghu.usecases.receive_for_others import slip_for_others

_KINDS: Final = {
    FormFormat.PDF: "application/pdf",
    FormFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_GROUP: Final = 4
_SQUARE: Final = 5


@require_safe
@needs(*ISSUERS)
def forms(request: DeskRequest, key: UUID) -> HttpResponse:
    """List the forms that an application has, and whether its family has a slip."""
    found = application_or_404(request, key)
    scope = request.officer.scope
    decisions = list(decisions_of_application(application=found.pk, scope=scope))
    last = slips_of(application=found.pk, scope=scope).first()
    context = {
        "application": found,
        "forms": [
            {"label": kind.label, "pdf": f"{kind.value}.{FormFormat.PDF}", "word": f"{kind.value}.{FormFormat.WORD}"}
            for kind in forms_for(decisions)
        ],
        "slip": last if last and last.withdrawn_at is None else None,
        "may_print": scope.has(Permission.UNMASK),
    }
    return render(request, "desk/printing/forms.html", context)


@require_POST
@needs(*ISSUERS)
def form_file(request: DeskRequest, key: UUID, form: str) -> HttpResponse:
    """Give a form as PDF or Word; it is written down that the child was seen unmasked."""
    found = application_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, found.child_id)
    name, _dot, suffix = form.partition(".")
    if name not in FormKind.values or suffix not in FormFormat.values:
        raise Http404
    kind, as_what = FormKind(name), FormFormat(suffix)
    try:
        made = print_form(
            application=found.pk,
            kind=kind,
            form=as_what,
            purpose=purpose_of(request),
            by=request.officer,
            at=request.at,
        )
    except (
        NotPermitted, NotDecidedYet, FontMissing, PageUnprintable, TemplateMissing, WordTemplateUnusable,
    ) as refusal:  # fmt: skip
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:application-forms", args=[key]))
    answer = HttpResponse(made.content, content_type=_KINDS[as_what])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=made.name)
    return answer


@require_POST
@needs(*ISSUERS)
def slip(request: DeskRequest, key: UUID) -> HttpResponse:
    """Issue a slip and show it once, ready to print; the one before it opens nothing any more."""
    found = application_or_404(request, key)
    try:
        made = issue_slip(wanted=_wanted(found), by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:application-forms", args=[key]))
    return _slip_shown(request, made, reverse("desk:application-forms", args=[key]))


@require_POST
@needs(Permission.RECEIVE_APPLICATIONS)
def slip_elsewhere(request: DeskRequest, key: UUID) -> HttpResponse:
    """Issue the slip of an application that the town received for a child of another place."""
    try:
        made = slip_for_others(application=key, by=request.officer, at=request.at)
    except NoSuchApplication as problem:
        raise Http404 from problem
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:applications-elsewhere"))
    return _slip_shown(request, made, reverse("desk:applications-elsewhere"))


def _slip_shown(request: DeskRequest, made: NewSlip, back: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("portal:case", args=[made.code]))
    context = {
        "back": back,
        "picture": segno.make_qr(address, error="m").svg_data_uri(scale=_SQUARE, border=4, light="#fff"),
        "address": request.build_absolute_uri(reverse("portal:family")),
        "code": _grouped(made.code),
        "number": _grouped(made.number),
        "slip": made,
    }
    return render(request, "desk/printing/slip.html", context)


@require_POST
@needs(*ISSUERS)
def withdraw(request: DeskRequest, key: UUID) -> HttpResponse:
    """Let the slip open nothing any more, as when it was lost."""
    found = application_or_404(request, key)
    try:
        was_there = withdraw_slip(wanted=_wanted(found), by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("凭条已作废。") if was_there else _("没有可以作废的凭条。"))
    return HttpResponseRedirect(reverse("desk:application-forms", args=[key]))


def application_or_404(request: DeskRequest, key: UUID) -> Application:
    """
    Give an application that the officer sees.

    :raises Http404: it is out of scope, or there is none
    """
    found = application_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def _wanted(found: Application) -> SlipWanted:
    return SlipWanted(found.pk, found.child_id, found.division_code, found.handling_division, found.category)


def _grouped(text: str) -> str:
    """Write a long code in groups that can be read aloud."""
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
