"""
Signing in with name and password (登录).

Nobody learns here whether a name exists: a wrong name takes as long as a wrong password, is counted like one, and gets
the same words, as a disabled account does.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.db import transaction

from gonghu.domain.access.attempts import address_key, forget_attempts, give_back, name_key, take_attempt
from gonghu.domain.access.models import Account, SecondFactor
from gonghu.domain.access.models.account import normal_sign_in_name
from gonghu.domain.access.officer import day_of, posts_held
from gonghu.domain.access.operations.accounts import authorise_over
from gonghu.domain.access.terms import CARD_ROLES
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.labels import TextChoices

# Longer ones only keep the machine busy.
_LONGEST: Final = 1024


class SignInRefused(PermissionError):
    """Name and password do not fit together, or the account is disabled: nobody learns which."""

    def __init__(self) -> None:
        super().__init__("登录名或密码不正确，或账号已停用")


class Need(TextChoices):
    """What is still asked of somebody who gave the right password (登录后续步骤)."""

    CODE = "CODE", "请输入动态口令"
    NEW_PASSWORD = "NEW_PASSWORD", "请修改密码"
    SECOND_FACTOR = "SECOND_FACTOR", "请启用动态口令"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that succeeded (登录结果); a session may begin once ``needs`` no longer asks for a code."""

    account: Account
    needs: tuple[Need, ...]

    @property
    def complete(self) -> bool:
        """Tell whether a session may begin."""
        return Need.CODE not in self.needs


def sign_in(*, name: str, password: str, at: datetime, address: str) -> SignIn:
    """
    Sign in with name and password (登录).

    :raises TooManyAttempts: too many failed of late, under this name or from this address
    :raises SignInRefused: they do not fit together
    :raises RuntimeError: called inside a transaction
    """
    wanted = normal_sign_in_name(name)
    keys = name_key(wanted), address_key(address)
    take_attempt(keys[1], at, settings.GONGHU_FAILURES_PER_ADDRESS)
    take_attempt(keys[0], at, settings.GONGHU_FAILURES_PER_NAME)
    account = _account(wanted)
    # For a hash that is none, Django works out another one, so that it takes as long.
    fits = check_password(password[:_LONGEST], account.password if account else UNUSABLE_PASSWORD_PREFIX)
    if account is None or not fits or account.disabled_at:
        _record_refusal(account, at)
        raise SignInRefused
    with transaction.atomic():
        forget_attempts(keys[0])
        give_back(keys[1])
        needs = needs_of(account, at)
        record_sign_in("access.sign_in", account, at, [need.value for need in needs])
    return SignIn(account, needs)


@transaction.atomic
def unlock_account(*, account: Account, by: Actor, at: datetime) -> None:
    """
    Let somebody try again at once (解锁账号).

    :raises NotPermitted: see ``authorise_over``
    """
    authorise_over(account, by, at)
    forget_attempts(name_key(account.sign_in_name))
    record(
        by=by,
        at=at,
        verb="access.unlock",
        subject_kind="account",
        subject_key=str(account.uuid),
        district=account.district,
    )


def needs_of(account: Account, at: datetime) -> tuple[Need, ...]:
    """List what is still asked of an account: its code, a new password, a second factor where its posts want one."""
    needs: list[Need] = []
    posts = posts_held(account=account, on=day_of(at))
    if SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists():
        needs.append(Need.CODE)
    elif any(post.role not in CARD_ROLES for post in posts):
        needs.append(Need.SECOND_FACTOR)
    if account.must_change_password:
        needs.append(Need.NEW_PASSWORD)
    return tuple(needs)


def record_sign_in(verb: str, account: Account, at: datetime, needs: list[str]) -> None:
    """Write down that somebody signed in, or came one step nearer."""
    by = Actor(account=account.uuid, post=None, label=account.display_name, district=account.district)
    detail = {"needs": needs}
    record(by=by, at=at, verb=verb, subject_kind="account", subject_key=str(account.uuid), detail=detail)


def _account(name: str) -> Account | None:
    if not name.isprintable():
        return None
    return Account.objects.everywhere("the account that signs in").filter(sign_in_name=name).first()


def _record_refusal(account: Account | None, at: datetime) -> None:
    # One chain for all, so that the time it takes says nothing either; attempts are few, the counts see to that.
    with transaction.atomic():
        record(
            by=Actor(account=None, post=None, label="sign-in"),
            at=at,
            verb="access.refuse_sign_in",
            subject_kind="account",
            subject_key=str(account.uuid) if account else "",
            district=NATION,
        )
