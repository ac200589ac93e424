"""Accounts: made, given a password, disabled (账号的开立、改密、停用)."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from gonghu.domain.access.audit_writing import record_account
from gonghu.domain.access.models import Account, Post, Tenure
from gonghu.domain.access.models.account import normal_sign_in_name
from gonghu.domain.access.officer import NotPermitted, authorise, day_of, is_system
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import Actor
from gonghu.foundation.intervals import holding_since
from gonghu.standards import division_code as division_codes

# Without letters and digits that look alike on paper.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


class NameTaken(ValueError):
    """Another account has that sign-in name."""


class NameUnusable(ValueError):
    """A sign-in name is empty, or holds characters that cannot be typed."""


class PasswordTooWeak(ValueError):
    """The password is too short, too common, or says the owner's name; the text tells which."""


class WrongPassword(PermissionError):
    """The old password is not the right one."""


class OwnAccount(NotPermitted):
    """Nobody manages the own account."""


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A password to be told to its owner and changed at the first sign-in (初始密码); kept nowhere."""

    account: Account
    password: str = field(repr=False)


@transaction.atomic
def create_account(
    *, sign_in_name: str, display_name: str, division_code: str, by: Actor, at: datetime, phone: str | None = None
) -> FirstPassword:
    """
    Open an account with a first password (开立账号); it sees nothing before its owner is appointed to a post.

    :raises NotPermitted: the actor manages no accounts there
    :raises NameTaken: the sign-in name is in use
    :raises NameUnusable: the sign-in name is none
    :raises NotADivisionCode: the code is of no place
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.MANAGE_ACCOUNTS, code)
    name = normal_sign_in_name(sign_in_name)
    if not name.isprintable() or not name:
        raise NameUnusable("登录名不能为空，只能用可以输入的字符")
    if Account.objects.everywhere("sign-in names are unique").filter(sign_in_name=name).exists():
        raise NameTaken(f"登录名 {name} 已被使用，请换一个")
    account = Account(sign_in_name=name, display_name=display_name.strip(), division_code=code, phone=phone or None)
    first = _first_password(account)
    account.save(force_insert=True)
    record_account("access.create_account", account, by, at)
    return first


@transaction.atomic
def change_password(*, account: Account, old: str, new: str, by: Actor, at: datetime) -> None:
    """
    Change the own password (修改密码); all sessions end.

    :raises NotPermitted: it is somebody else's account
    :raises WrongPassword: the old one is not right
    :raises PasswordTooWeak: the new one will not do
    """
    if by.account != account.uuid:
        raise NotPermitted("只能修改自己的密码")
    if not account.check_password(old):
        raise WrongPassword("原密码不正确")
    try:
        validate_password(new, account)
    except ValidationError as weak:
        raise PasswordTooWeak("；".join(weak.messages)) from weak
    if new == old:
        raise PasswordTooWeak("新密码不能与原密码相同")
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    record_account("access.change_password", account, by, at)


@transaction.atomic
def reset_password(*, account: Account, by: Actor, at: datetime) -> FirstPassword:
    """
    Give an account a first password again (重置密码); all sessions end.

    :raises NotPermitted: see ``authorise_over``
    """
    authorise_over(account, by, at)
    first = _first_password(account)
    account.save(update_fields=["password", "must_change_password"])
    record_account("access.reset_password", account, by, at)
    return first


@transaction.atomic
def disable_account(*, account: Account, by: Actor, at: datetime) -> None:
    """
    Disable an account (停用账号): the next request of any of its sessions is refused.

    :raises NotPermitted: see ``authorise_over``
    """
    authorise_over(account, by, at)
    account.disabled_at = at
    account.save(update_fields=["disabled_at"])
    renew_epoch(account)
    record_account("access.disable_account", account, by, at)


@transaction.atomic
def enable_account(*, account: Account, by: Actor, at: datetime) -> FirstPassword:
    """
    Enable an account again, with a new first password (启用账号).

    :raises NotPermitted: see ``authorise_over``
    """
    authorise_over(account, by, at)
    first = _first_password(account)
    account.disabled_at = None
    account.save(update_fields=["disabled_at", "password", "must_change_password"])
    record_account("access.enable_account", account, by, at)
    return first


@transaction.atomic
def end_sessions(*, account: Account, by: Actor, at: datetime) -> None:
    """
    Sign an account out everywhere (退出全部会话): its owner, or whoever manages it.

    :raises NotPermitted: see ``authorise_over``
    """
    if by.account != account.uuid:
        authorise_over(account, by, at)
    renew_epoch(account)
    record_account("access.end_sessions", account, by, at)


def authorise_over(
    account: Account, by: Actor, at: datetime, permission: Permission = Permission.MANAGE_ACCOUNTS
) -> None:
    """
    Let an actor manage an account only with leave for its division and for every post of its owner, now or later:
    who may hand out a password could act as its owner.

    :raises OwnAccount: it is the actor's own
    :raises NotPermitted: one of the posts lies elsewhere
    """
    if by.account == account.uuid:
        raise OwnAccount("不能管理自己的账号，请由上级办理")
    if is_system(by):
        return
    tenures = Tenure.objects.filter(holding_since(day_of(at)), account=account)
    posts = Post.objects.everywhere("posts that an account's manager must manage").filter(pk__in=tenures.values("post"))
    for code in {account.division_code, *posts.values_list("division_code", flat=True)}:
        authorise(by, permission, code)


def renew_epoch(*accounts: Account) -> None:
    """End every session of accounts whose rights changed."""
    for account in accounts:
        rows = Account.objects.everywhere("an account whose rights changed").filter(pk=account.pk)
        rows.update(session_epoch=F("session_epoch") + 1)
        account.refresh_from_db(fields=["session_epoch"])


def _first_password(account: Account) -> FirstPassword:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    password = "-".join(groups)
    account.set_password(password)
    account.must_change_password = True
    return FirstPassword(account, password)
