"""Between us and the insurer (报送、回执、通知单、对平)."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import record_export
from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.models import EnrolmentRound
from gonghu.domain.insurance.operations import (
    AnswerReadBefore,
    NothingToSend,
    NotReconciled,
    RoundSettled,
    enter_invoice,
    settle_round,
    withdraw_invoice,
)
from gonghu.domain.insurance.queries import sent_again
from gonghu.domain.insurance.schemes import scheme_of
from gonghu.engines.intake.refusals import Refused
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.insurance.forms import AnswerForm, InvoiceForm, SettleForm
from gonghu.interfaces.desk.insurance.rounds import REFUSED, page_of_round, round_or_404
from gonghu.interfaces.desk.sentences import refused
from gonghu.standards.masking import masked_name
from gonghu.usecases.insure import hand_over_roster
from gonghu.usecases.read_insurer_answer import AnswerUnreadable, take_answer

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def roster(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the roster for the insurer as a workbook; from now on those on it count as sent."""
    found = round_or_404(request, key)
    try:
        made = hand_over_roster(enrolment=found, by=request.officer, at=request.at)
    except (NotPermitted, NothingToSend, RoundSettled) as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:enrolment", args=[key]))
    return _given_out(request, found, made.content, made.persons, request.at)


@require_safe
@needs(Permission.MANAGE_INSURANCE)
def roster_again(request: DeskRequest, key: UUID, other: UUID) -> HttpResponse:
    """Give a roster that was handed over once more, the same bytes; it is written down that it left again."""
    found = round_or_404(request, key)
    again = sent_again(key=other, scope=request.officer.scope)
    if again is None or again[0].enrolment_id != found.pk:
        raise Http404
    return _given_out(request, found, again[1], again[0].persons, again[0].sent_at)


def _given_out(request: DeskRequest, found: EnrolmentRound, content: bytes, persons: int, at: datetime) -> HttpResponse:
    columns = [each.title for each in scheme_of(division_code=found.division_code).roster]
    record_export(kind="enrolment_roster", rows=persons, columns=columns, by=request.officer, at=request.at)
    answer = HttpResponse(content, content_type=_WORKBOOK)
    name = f"{found.year}年度资助参保名册 {timezone.localdate(at)}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def answer(request: DeskRequest, key: UUID) -> HttpResponse:
    """Read the insurer's answer; rows that could not be used are shown one by one."""
    found = round_or_404(request, key)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = b"".join(file.chunks())
        try:
            read = take_answer(enrolment=found, name=file.name, content=content, by=request.officer, at=request.at)
        except (NotPermitted, RoundSettled, Refused, AnswerUnreadable, AnswerReadBefore) as refusal:
            form.refuse(refusal, "file")
        else:
            taken = sum(read.answer.counts.values())
            messages.success(request, _("回执已读入：%(n)s 人的结果已登记。") % {"n": taken})
            if not read.refused:
                return HttpResponseRedirect(reverse("desk:enrolment", args=[key]))
            rows = [
                {"row_no": each.row_no, "name": masked_name(each.name), "reason": each.reason} for each in read.refused
            ]
            return page_of_round(request, found, refused_rows=rows, refused_file=file.name)
    return page_of_round(request, found, status=REFUSED, answer_form=form)


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def invoice(request: DeskRequest, key: UUID) -> HttpResponse:
    """Enter what the insurer asks for."""
    found = round_or_404(request, key)
    form = InvoiceForm(request.POST)
    if form.is_valid():
        try:
            enter_invoice(enrolment=found.pk, **form.cleaned_data, by=request.officer, at=request.at)
        except (NotPermitted, NotReconciled, RoundSettled) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("通知单已登记。"))
            return HttpResponseRedirect(reverse("desk:enrolment", args=[key]))
    return page_of_round(request, found, status=REFUSED, invoice_form=form)


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def withdraw(request: DeskRequest, key: UUID, other: UUID) -> HttpResponse:
    """Take an invoice back that was entered by mistake."""
    found = round_or_404(request, key)
    try:
        withdraw_invoice(enrolment=found.pk, invoice=other, by=request.officer, at=request.at)
    except (NotPermitted, RoundSettled) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("通知单已作废，留存备查。"))
    return HttpResponseRedirect(reverse("desk:enrolment", args=[key]))


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def settle(request: DeskRequest, key: UUID) -> HttpResponse:
    """Close a round whose premiums agree to the fen."""
    found = round_or_404(request, key)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            paid = settle_round(
                enrolment=found.pk, paid_on=form.cleaned_data["paid_on"], by=request.officer, at=request.at
            )
        except (NotPermitted, NotReconciled, RoundSettled) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("保费已对平，%(n)s 人登记为已支付。") % {"n": paid})
            return HttpResponseRedirect(reverse("desk:enrolment", args=[key]))
    return page_of_round(request, found, status=REFUSED, settle_form=form)
