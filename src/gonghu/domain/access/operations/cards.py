"""
Cards with a QR code for village directors (登录卡), many of whom never learn a password.

A card signs in once and only for a while: ten minutes when shown on a screen, some days on paper. The database holds
its digest; who steals the database cannot sign in with it.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from gonghu.domain.access.attempts import address_key, give_back, take_attempt
from gonghu.domain.access.audit_writing import record_account
from gonghu.domain.access.models import Account, LoginCard
from gonghu.domain.access.officer import NotPermitted, day_of, posts_held
from gonghu.domain.access.operations.accounts import authorise_over
from gonghu.domain.access.operations.signing_in import SignIn, record_sign_in
from gonghu.domain.access.terms import CARD_ROLES, Permission
from gonghu.foundation.acting import Actor

ON_SCREEN: Final = timedelta(minutes=10)
ON_PAPER: Final = timedelta(days=7)
_TOKEN_BYTES: Final = 32


class CardRefused(PermissionError):
    """The card is unknown, was used or withdrawn, is over, or its owner may no longer use one: nobody learns which."""

    def __init__(self) -> None:
        super().__init__("登录卡无效、已用过或已过期，请督导员重新制作")


class NoCardForThisRole(NotPermitted):
    """The account holds a post that must sign in with password and code, or none."""


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card just made (新登录卡); its text is shown now and never again."""

    token: str = field(repr=False)
    ends_at: datetime


@transaction.atomic
def make_login_card(*, account: Account, by: Actor, at: datetime, lasting: timedelta = ON_SCREEN) -> NewCard:
    """
    Make a card for somebody who holds none but card posts (制作登录卡); earlier cards are withdrawn.

    :raises NotPermitted: see ``authorise_over``
    :raises NoCardForThisRole: the account must sign in with password and code
    """
    authorise_over(account, by, at, Permission.MAKE_CARDS)
    if not may_use_cards(account, at):
        raise NoCardForThisRole(f"{account} 的岗位须用密码和动态口令登录，不能制作登录卡")
    ends_at = at + min(lasting, ON_PAPER)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    _withdraw(account, at)
    LoginCard.objects.create(account=account, digest=_digest(token), made_by=by.key, made_at=at, ends_at=ends_at)
    record_account("access.make_card", account, by, at, {"ends_at": ends_at.isoformat()})
    return NewCard(token, ends_at)


def sign_in_with_card(*, token: str, at: datetime, address: str) -> SignIn:
    """
    Sign in with a card (扫码登录); it is used up.

    :raises TooManyAttempts: too many failed of late from this address
    :raises CardRefused: the card is not good
    """
    key = address_key(address)
    take_attempt(key, at, settings.GONGHU_FAILURES_PER_ADDRESS)
    with transaction.atomic():
        good = LoginCard.objects.filter(
            digest=_digest(token), used_at__isnull=True, withdrawn_at__isnull=True, ends_at__gt=at
        )
        # Of two that come at one time, one changes the row and the other finds it changed.
        if good.update(used_at=at) != 1:
            raise CardRefused
        account = LoginCard.objects.select_related("account").get(digest=_digest(token)).account
        if account.disabled_at or not may_use_cards(account, at):
            raise CardRefused
        give_back(key)
        record_sign_in("access.sign_in_with_card", account, at, [])
    return SignIn(account, ())


@transaction.atomic
def withdraw_login_cards(*, account: Account, by: Actor, at: datetime) -> None:
    """
    Withdraw the cards of an account, as when one is lost (作废登录卡).

    :raises NotPermitted: see ``authorise_over``
    """
    if by.account != account.uuid:
        authorise_over(account, by, at, Permission.MAKE_CARDS)
    record_account("access.withdraw_cards", account, by, at, {"cards": _withdraw(account, at)})


def may_use_cards(account: Account, at: datetime) -> bool:
    """Tell whether somebody holds posts, and only such as sign in without password and code."""
    posts = posts_held(account=account, on=day_of(at))
    return bool(posts) and all(post.role in CARD_ROLES for post in posts)


def _withdraw(account: Account, at: datetime) -> int:
    good = LoginCard.objects.filter(account=account, used_at__isnull=True, withdrawn_at__isnull=True)
    return good.update(withdrawn_at=at)


def _digest(token: str) -> str:
    # A token is 32 random bytes, so a plain digest is enough.
    return hashlib.sha256(token.encode()).hexdigest()
