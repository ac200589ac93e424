"""Cards and invitations for the directors one answers for (登录卡页面), who need not manage accounts for it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import invite_wechat, make_login_card, withdraw_login_cards
from gonghu.domain.access.operations.cards import ON_PAPER
from gonghu.domain.access.queries import card_owners_in
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.admission import has_wechat
from gonghu.interfaces.desk.accounts.shown_once import Made, shown_once
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.telephones.forms import OwnerFilter

ACTS: Final[dict[str, Promise]] = {"screen": _("屏幕卡"), "paper": _("纸卡"), "withdraw": _("作废")}
OF_WECHAT: Final[dict[str, Promise]] = {"invite": _("微信邀请")}


@require_safe
@needs(Permission.MAKE_CARDS)
def cards(request: DeskRequest) -> HttpResponse:
    """List those who sign in with a card that one makes."""
    form = OwnerFilter(request.GET)
    found = card_owners_in(
        scope=request.officer.scope, on=timezone.localdate(request.at), text=form.said().get("text", "")
    )
    page = page_of_rows(request, found)
    names = names_of({account.division_code for account in page.rows})
    rows = [{"account": account, "place": names[account.division_code]} for account in page.rows]
    context = {"form": form, "page": page, "rows": rows, "acts": _acts(), "is_filtered": bool(request.GET)}
    return render(request, "desk/telephones/cards.html", context)


@require_POST
@needs(Permission.MAKE_CARDS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Make a card for the screen or for paper, or an invitation, and show it once; or withdraw the cards."""
    if act not in _acts():
        raise Http404
    owners = card_owners_in(scope=request.officer.scope, on=timezone.localdate(request.at))
    owner: Account = get_object_or_404(owners, pk=key)
    back = reverse("desk:login-cards")
    try:
        made = _made(request, owner, act)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(back)
    if made is not None:
        return shown_once(request, owner, made, back=back, on_paper=act == "paper")
    messages.success(request, _("%s 的未使用的登录卡已作废。") % owner.display_name)
    return HttpResponseRedirect(back)


def _acts() -> dict[str, Promise]:
    return ACTS | OF_WECHAT if has_wechat() else ACTS


def _made(request: DeskRequest, owner: Account, act: str) -> Made | None:
    by, at = request.officer, request.at
    if act == "withdraw":
        withdraw_login_cards(account=owner, by=by, at=at)
        return None
    if act == "invite":
        return invite_wechat(account=owner, by=by, at=at)
    if act == "paper":
        return make_login_card(account=owner, by=by, at=at, lasting=ON_PAPER)
    return make_login_card(account=owner, by=by, at=at)
