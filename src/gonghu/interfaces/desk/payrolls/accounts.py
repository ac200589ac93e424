"""Where a child's money goes (收款账户页面): masked, entered by one person and verified by another."""

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
from gonghu.domain.payments.operations import (
    AccountGiven,
    AccountNotNew,
    AccountUnknown,
    NumberDamaged,
    enter_account,
    record_unmasking,
    verify_account,
)
from gonghu.domain.payments.queries import account_by_key, accounts_of
from gonghu.domain.payments.terms import AccountKind
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ALL_FILES, children_in
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.findings.one import child_line
from gonghu.interfaces.desk.payrolls.forms import AccountForm
from gonghu.interfaces.desk.sentences import refused
from gonghu.standards.bank_card import doubt
from gonghu.standards.masking import masked_account, masked_name
from gonghu.standards.relationship import relationships

REFUSED = 422
_ENTERS = (Permission.RECEIVE_APPLICATIONS, Permission.CONFIRM_APPLICATIONS, Permission.PREPARE_PAYMENT)
_VERIFIES = (Permission.CONFIRM_APPLICATIONS, Permission.PREPARE_PAYMENT, Permission.CHECK_PAYMENT)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_MONEY)
def accounts(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a child's accounts, and enter a new one."""
    child = _child_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    form = AccountForm(request.POST or None, initial={"from_on": timezone.localdate(request.at)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        given = AccountGiven(
            child=child.pk,
            kind=AccountKind(said["kind"]),
            bank=said["bank"],
            holder=said["holder"],
            number=said["number"],
            relation=said["relation"],
            from_on=said["from_on"],
        )
        try:
            enter_account(account=given, by=request.officer, at=request.at)
        except NumberDamaged as refusal:
            form.refuse(refusal, "number")
        except AccountNotNew as refusal:
            form.refuse(refusal, "from_on")
        except (NotPermitted, AccountUnknown) as refusal:
            form.refuse(refusal)
        else:
            warned = doubt(given.number)
            if warned:
                messages.warning(request, str(warned))
            messages.success(request, _("收款账户已登记，由另一人核对后才会发放到这个账户。"))
            return HttpResponseRedirect(reverse("desk:pay-accounts", args=[key]))
    return _page(request, child, form)


@require_POST
@needs(*_VERIFIES)
def verify(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say that an account was held to the card or passbook."""
    found = account_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    try:
        verify_account(account=key, by=request.officer, at=request.at)
        messages.success(request, _("账户已核对，可以发放。"))
    except (NotPermitted, AccountUnknown) as refusal:
        messages.error(request, refused(refusal))
    return HttpResponseRedirect(reverse("desk:pay-accounts", args=[found.child_id]))


@require_POST
@needs(Permission.UNMASK)
def unmask(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show the whole number of one account; it is written down."""
    found = account_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    child = _child_or_404(request, found.child_id)
    try:
        record_unmasking(account=key, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:pay-accounts", args=[found.child_id]))
    return _page(request, child, AccountForm(), shown=key)


def _child_or_404(request: DeskRequest, key: UUID) -> Child:
    found = children_in(scope=request.officer.scope, filters=ALL_FILES).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _page(request: DeskRequest, child: Child, form: AccountForm, shown: UUID | None = None) -> HttpResponse:
    scope, place, relations = request.officer.scope, child.division_code, relationships()
    read_file(request, child.pk, place, ("pay_accounts",), unmasked=shown is not None)
    verifies = any(scope.allows(each, place) for each in _VERIFIES)
    context = {
        "child": child_line(request, child),
        "accounts": [
            (
                each,
                relations.get(each.relation, _("儿童本人")),
                each.holder if each.pk == shown else masked_name(each.holder),
                each.number if each.pk == shown else masked_account(each.number),
                verifies and each.verified_by_id is None and each.entered_by_id != request.officer.account,
            )
            for each in accounts_of(child=child.pk, scope=scope)
        ],
        "form": form,
        "may_enter": any(scope.allows(each, place) for each in _ENTERS),
        "may_unmask": scope.allows(Permission.UNMASK, place),
        "shown": shown,
    }
    return render(request, "desk/payrolls/accounts.html", context, status=REFUSED if form.errors else 200)
