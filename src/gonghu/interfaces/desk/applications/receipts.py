"""Who has signed for a gift (签收): entered for those ticked, withdrawn one by one, and the sheet of paper to sign."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.handling import PROVES, may_prove
from gonghu.domain.benefits.operations import (
    BatchDecided,
    NobodyListed,
    NoSuchReceipt,
    ReceiptWrong,
    SignedAlready,
    SignedFor,
)
from gonghu.domain.benefits.queries import (
    children_of_batch,
    receipts_of_child,
)
from gonghu.domain.benefits.writing import ReasonMissing
from gonghu.domain.divisions.terms import Area
from gonghu.domain.payments.queries import at_bank
from gonghu.foundation.read_keys import key_of, keys_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.batch_page import gift_or_404, gift_rows, page_of_batch, state_mark
from gonghu.interfaces.desk.applications.receipt_forms import SheetForm, SignedForm
from gonghu.interfaces.desk.applications.school_forms import WhyForm
from gonghu.interfaces.desk.applications.words import yuan_shown
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.places import names_of
from gonghu.usecases.sign_for_gifts import (
    BudgetTooSmall,
    PaidThroughBank,
    SheetTooLong,
    hand_over,
    signing_sheet,
    take_receipt_back,
)

REFUSED: Final = 422
REFUSALS: Final = (
    NotPermitted, BatchDecided, NobodyListed, ReceiptWrong, SignedAlready, PaidThroughBank, BudgetTooSmall,
    SheetTooLong, NoSuchReceipt, ReasonMissing,
)  # fmt: skip
_MOST: Final = 500


@require_POST
@needs(*PROVES)
def sign(request: DeskRequest, key: UUID) -> HttpResponse:
    """Note that what was handed over to those ticked was signed for."""
    found, form = gift_or_404(request, key), SignedForm(request.POST)
    ticked = keys_of(request.POST.getlist("keys")[:_MOST])
    seen = children_of_batch(batch=found.pk, scope=request.officer.scope).filter(child__in=ticked)
    children = list(seen.values_list("child_id", flat=True))
    if form.is_valid():
        said = SignedFor(**form.cleaned_data)
        try:
            done = hand_over(batch=found.pk, children=children, said=said, by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            total = yuan_shown(sum(each.amount_fen for each in done))
            told = {"n": len(done), "yuan": total}
            messages.success(request, _("已登记 %(n)s 人签收，合计 %(yuan)s 元，已记入台账。") % told)
            return HttpResponseRedirect(reverse("desk:benefit-batch", args=[key]))
    return page_of_batch(request, found, signed_form=form, ticked=frozenset(children), status=REFUSED)


@require_POST
@needs(Permission.EXPORT)
def sheet(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show the sheet to be printed and signed, with whole names; who printed it and why is recorded."""
    found, form = gift_or_404(request, key), SheetForm(request.POST)
    if not form.is_valid():
        return page_of_batch(request, found, sheet_form=form, status=REFUSED)
    place, reason = form.cleaned_data["place"], form.cleaned_data["reason"]
    area = Area.of(place) if place else None
    try:
        rows = signing_sheet(batch=found, area=area, reason=reason, by=request.officer, at=request.at)
    except REFUSALS as refusal:
        form.refuse(refusal)
        return page_of_batch(request, found, sheet_form=form, status=REFUSED)
    places = places_shown([row.division_code for row in rows], request.officer)
    context = {
        "batch": found,
        "rows": [{"name": row.person.name, "place": places[row.division_code]} for row in rows],
        "amount": yuan_shown(found.amount_fen),
        "total": yuan_shown(found.amount_fen * len(rows)),
        "place": names_of([place or found.division_code]).get(place or found.division_code, ""),
    }
    return render(request, "desk/applications/signing_sheet.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_MONEY)
def signed(request: DeskRequest, key: UUID, other: UUID) -> HttpResponse:
    """Show who signed for one child; withdraw what was wrong."""
    found, scope = gift_or_404(request, key), request.officer.scope
    listed = children_of_batch(batch=found.pk, scope=scope).filter(child=other).first()
    if listed is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, other)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        receipt = key_of(request.POST.get("receipt", "")) or UUID(int=0)
        try:
            take_receipt_back(receipt=receipt, reason=form.cleaned_data["reason"], by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已撤回并冲回台账，可以重新登记或由银行发放。"))
            return HttpResponseRedirect(reverse("desk:batch-signed", args=[key, other]))
    read_file(request, other, listed.division_code, ("receipt",), unmasked=False)
    rows = gift_rows([listed], found, request.officer)
    if not rows:
        raise Http404
    context = {
        "batch": found,
        "row": rows[0],
        "state": state_mark(rows[0]),
        "amount": yuan_shown(found.amount_fen),
        "receipts": list(receipts_of_child(batch=found.pk, child=other, scope=scope)),
        "payment": at_bank(batch=found.pk, children=[other], scope=scope).get(other),
        "form": form,
        "may_withdraw": may_prove(request.officer, listed.division_code),
    }
    return render(request, "desk/applications/signed.html", context, status=REFUSED if form.errors else 200)
