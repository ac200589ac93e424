"""
Entering by WeChat (微信进入), for those who may sign in with a card.

Being somebody at WeChat grants nothing. A supervisor invites one account once; whoever types that code in the
mini-program binds the own WeChat to the account, and from then on gets a ticket that opens the field app for a minute.
Who WeChat says it is comes from ``identify``, which is asked outside any transaction: WeChat may be slow.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from gonghu.domain.access.attempts import give_back, take_attempt, wechat_key
from gonghu.domain.access.audit_writing import record_account
from gonghu.domain.access.models import Account, WechatBinding, WechatInvitation
from gonghu.domain.access.operations.accounts import authorise_over, renew_epoch
from gonghu.domain.access.operations.cards import NoCardForThisRole, may_use_cards
from gonghu.domain.access.operations.signing_in import SignIn, record_sign_in
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import Actor
from gonghu.foundation.encryption import current_keyring
from gonghu.foundation.encryption.blind_index import blind_digest

INVITATION_LASTS: Final = timedelta(minutes=30)
TICKET_LASTS: Final = timedelta(seconds=60)
_TOKEN_BYTES: Final = 32
# Without letters and digits that look alike; twelve of them are 59 bits.
_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 3, 4

Identify = Callable[[], str]
"""Asks WeChat whose code the telephone sent, and gives the name (openid) that WeChat has for that person."""


class WechatAway(Exception):
    """WeChat did not answer, or cannot be asked; whoever asked is not to blame."""


class InvitationRefused(PermissionError):
    """The invitation is unknown, was used or withdrawn, or is over: nobody learns which."""


class BoundElsewhere(PermissionError):
    """This WeChat belongs to another account already, or the account to another WeChat."""


class NotBound(PermissionError):
    """This WeChat belongs to no account."""


class WechatRefused(PermissionError):
    """The account is disabled, or holds a post that must sign in with password and code."""


class TicketRefused(PermissionError):
    """The ticket is unknown, was used, or is over: nobody learns which."""


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation just made (新微信绑定邀请); its code is shown now and never again."""

    code: str = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """What opens the field app once (进入凭票)."""

    token: str = field(repr=False)
    ends_at: datetime


@transaction.atomic
def invite_wechat(*, account: Account, by: Actor, at: datetime) -> NewInvitation:
    """
    Invite the owner of an account to bind a WeChat (邀请绑定微信); earlier invitations are withdrawn.

    :raises NotPermitted: see ``authorise_over``
    :raises NoCardForThisRole: the account must sign in with password and code
    """
    authorise_over(account, by, at, Permission.MAKE_CARDS)
    if not may_use_cards(account, at):
        raise NoCardForThisRole(f"{account} 的岗位须用密码和动态口令登录，不能绑定微信")
    _withdraw_invitations(account, at)
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    ends_at = at + INVITATION_LASTS
    WechatInvitation.objects.create(
        account=account, digest=_invitation_digest(code), made_by=by.key, made_at=at, ends_at=ends_at
    )
    record_account("access.invite_wechat", account, by, at, {"ends_at": ends_at.isoformat()})
    return NewInvitation(code, ends_at)


def bind_wechat(*, identify: Identify, invitation: str, at: datetime, address: str) -> Account:
    """
    Bind the WeChat that asks to the account of an invitation (绑定微信); asked twice, it stays bound.

    :raises TooManyAttempts: too many failed of late from this address
    :raises InvitationRefused: the invitation is not good
    :raises BoundElsewhere: either is bound otherwise already
    :raises WechatRefused: the account may not be entered by WeChat
    """
    key, openid = _identified(identify, at, address)
    with transaction.atomic():
        known = WechatInvitation.objects.filter(digest=_invitation_digest(invitation))
        good = known.filter(used_at__isnull=True, withdrawn_at__isnull=True, ends_at__gt=at)
        # Of two that come at one time, one changes the row and the other finds it changed.
        fresh = good.update(used_at=at) == 1
        found = known.select_related("account").first()
        # An answer that was lost on the way is asked for again: same WeChat, same account, nothing to do.
        if found is None or not (fresh or _bound(openid).filter(account=found.account).exists()):
            raise InvitationRefused("邀请码不对、已用过或已过期")
        _check_open(found.account, at)
        _bind(found.account, openid, at)
        give_back(key)
        record_account("access.bind_wechat", found.account, _owner(found.account), at)
    return found.account


def give_wechat_ticket(*, identify: Identify, at: datetime, address: str) -> Ticket:
    """
    Give the WeChat that asks a ticket for the field app (领取进入凭票); an earlier one is good no more.

    :raises TooManyAttempts: too many failed of late from this address
    :raises NotBound: no account belongs to it
    :raises WechatRefused: the account may not be entered by WeChat
    """
    key, openid = _identified(identify, at, address)
    with transaction.atomic():
        give_back(key)
    with transaction.atomic():
        binding = _binding_of(openid)
        _check_open(binding.account, at)
        ticket = Ticket(secrets.token_urlsafe(_TOKEN_BYTES), at + TICKET_LASTS)
        binding.ticket_digest, binding.ticket_ends_at = _digest(ticket.token), ticket.ends_at
        binding.save(update_fields=["ticket_digest", "ticket_ends_at"])
        record_account("access.give_wechat_ticket", binding.account, _owner(binding.account), at)
    return ticket


def sign_in_with_wechat(*, ticket: str, at: datetime, address: str) -> SignIn:
    """
    Sign in with a ticket (微信登录); it is used up.

    :raises TooManyAttempts: too many failed of late from this address
    :raises TicketRefused: the ticket is not good
    :raises WechatRefused: the account may not be entered by WeChat
    """
    key = wechat_key(address)
    take_attempt(key, at, settings.GONGHU_FAILURES_PER_ADDRESS)
    with transaction.atomic():
        live = WechatBinding.objects.select_related("account").filter(ended_at__isnull=True)
        binding = live.filter(ticket_digest=_digest(ticket), ticket_ends_at__gt=at).first()
        if binding is None or not _use_up(binding, ticket):
            raise TicketRefused("进入凭票已用过或已过期，请关闭小程序后重新打开")
        _check_open(binding.account, at)
        give_back(key)
        record_sign_in("access.sign_in_with_wechat", binding.account, at, [])
    return SignIn(binding.account, ())


@transaction.atomic
def unbind_wechat(*, account: Account, by: Actor, at: datetime) -> None:
    """
    End the binding of an account and withdraw its invitations (解除微信绑定); all its sessions end.

    :raises NotPermitted: see ``authorise_over``
    """
    if by.account != account.uuid:
        authorise_over(account, by, at, Permission.MAKE_CARDS)
    _unbind(account, by, at)


def leave_wechat(*, identify: Identify, at: datetime, address: str) -> None:
    """
    Let the WeChat that asks be bound no more (本人解除绑定), as before a telephone is given away.

    :raises TooManyAttempts: too many failed of late from this address
    :raises NotBound: no account belongs to it
    """
    key, openid = _identified(identify, at, address)
    with transaction.atomic():
        give_back(key)
    with transaction.atomic():
        account = _binding_of(openid).account
        _unbind(account, _owner(account), at)


def _identified(identify: Identify, at: datetime, address: str) -> tuple[str, bytes]:
    """Take an attempt and ask WeChat; if WeChat is away, the attempt did not happen."""
    key = wechat_key(address)
    take_attempt(key, at, settings.GONGHU_FAILURES_PER_ADDRESS)
    try:
        openid = identify()
    except WechatAway:
        with transaction.atomic():
            give_back(key)
        raise
    return key, _openid_digest(openid)


def _bind(account: Account, openid: bytes, at: datetime) -> None:
    if _bound(openid).filter(account=account).exists():
        return
    try:
        with transaction.atomic():
            WechatBinding.objects.create(account=account, openid_digest=openid, bound_at=at)
    except IntegrityError as problem:
        raise BoundElsewhere("这个微信或这个账号已经绑定过") from problem


def _unbind(account: Account, by: Actor, at: datetime) -> None:
    live = WechatBinding.objects.filter(account=account, ended_at__isnull=True)
    ended = live.update(ended_at=at, ticket_digest=None, ticket_ends_at=None)
    withdrawn = _withdraw_invitations(account, at)
    if ended:
        renew_epoch(account)
    record_account("access.unbind_wechat", account, by, at, {"bindings": ended, "invitations": withdrawn})


def _binding_of(openid: bytes) -> WechatBinding:
    found = _bound(openid).select_related("account").first()
    if found is None:
        raise NotBound("这个微信还没有绑定账号")
    return found


def _bound(openid: bytes) -> QuerySet[WechatBinding]:
    return WechatBinding.objects.filter(openid_digest=openid, ended_at__isnull=True)


def _use_up(binding: WechatBinding, ticket: str) -> bool:
    rows = WechatBinding.objects.filter(pk=binding.pk, ticket_digest=_digest(ticket))
    return rows.update(ticket_digest=None, ticket_ends_at=None) == 1


def _check_open(account: Account, at: datetime) -> None:
    if account.disabled_at or not may_use_cards(account, at):
        raise WechatRefused("账号已停用，或岗位须用密码和动态口令登录")


def _withdraw_invitations(account: Account, at: datetime) -> int:
    good = WechatInvitation.objects.filter(account=account, used_at__isnull=True, withdrawn_at__isnull=True)
    return good.update(withdrawn_at=at)


def _owner(account: Account) -> Actor:
    return Actor(account=account.uuid, post=None, label=account.display_name, district=account.district)


def _invitation_digest(code: str) -> bytes:
    # Short enough to be typed, so keyed; and compared without blanks, hyphens and case.
    return blind_digest(code, purpose="wechat invitation", keyring=current_keyring())


def _openid_digest(openid: str) -> bytes:
    # Spelt in hexadecimal, because case matters; a name belongs to one mini-program.
    text = f"{settings.GONGHU_WECHAT_APPID}:{openid}".encode().hex()
    return blind_digest(text, purpose="wechat openid", keyring=current_keyring())


def _digest(token: str) -> str:
    # A token is 32 random bytes, so a plain digest is enough.
    return hashlib.sha256(token.encode()).hexdigest()
