"""The page of one account (账号详情), and what its manager does with it."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import (
    disable_account,
    enable_account,
    end_sessions,
    invite_wechat,
    make_login_card,
    remove_second_factor,
    reset_password,
    unbind_wechat,
    unlock_account,
    withdraw_login_cards,
)
from gonghu.domain.access.queries import accounts_in, has_second_factor, tenures_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.access.wechat_reading import wechat_bound_at
from gonghu.interfaces.admission import has_wechat
from gonghu.interfaces.desk.accounts.shown_once import Made, shown_once
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused

Act = Callable[..., Made | None]

ACTS: Final[dict[str, tuple[Act, object]]] = {
    "reset-password": (reset_password, _("密码已重置。")),
    "disable": (disable_account, _("账号已停用，正在使用的登录已退出。")),
    "enable": (enable_account, _("账号已启用。")),
    "end-sessions": (end_sessions, _("已退出全部登录。")),
    "unlock": (unlock_account, _("已解锁，可以立即登录。")),
    "card": (make_login_card, _("登录卡已制作。")),
    "withdraw-cards": (withdraw_login_cards, _("未使用的登录卡已作废。")),
    "invite-wechat": (invite_wechat, _("微信邀请已制作。")),
    "unbind-wechat": (unbind_wechat, _("微信绑定和未使用的邀请都已解除。")),
    "remove-second-factor": (remove_second_factor, _("动态口令已停用，下次登录须重新启用。")),
}

OF_WECHAT: Final = frozenset({"invite-wechat", "unbind-wechat"})


@require_safe
@needs(Permission.MANAGE_ACCOUNTS)
def account(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show an account with its posts."""
    shown = _account(request, key)
    tenures = list(tenures_by(account=key, scope=request.officer.scope))
    names = names_of([tenure.post.division_code for tenure in tenures] + [shown.division_code])
    context = {
        "account": shown,
        "place": names[shown.division_code],
        "tenures": [{"tenure": tenure, "place": names[tenure.post.division_code]} for tenure in tenures],
        "has_second_factor": has_second_factor(account=key, scope=request.officer.scope),
        "has_wechat": has_wechat(),
        "wechat_bound_at": wechat_bound_at(account=key, scope=request.officer.scope),
        "is_own": shown.pk == request.officer.account,
    }
    return render(request, "desk/accounts/account.html", context)


@require_POST
@needs(Permission.MANAGE_ACCOUNTS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Do one thing with an account; a first password or a card is shown once."""
    if act not in ACTS or (act in OF_WECHAT and not has_wechat()):
        raise Http404
    shown = _account(request, key)
    operation, said = ACTS[act]
    try:
        made = operation(account=shown, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:account", args=[key]))
    if made is not None:
        return shown_once(request, shown, made, back=reverse("desk:account", args=[key]))
    messages.success(request, str(said))
    return HttpResponseRedirect(reverse("desk:account", args=[key]))


def _account(request: DeskRequest, key: UUID) -> Account:
    """Give the account unless it is out of scope, which looks the same as none."""
    found: Account = get_object_or_404(accounts_in(scope=request.officer.scope), uuid=key)
    return found
