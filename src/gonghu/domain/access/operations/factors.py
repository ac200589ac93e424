"""The second factor (动态口令): a code of six digits from an app on the owner's phone, RFC 6238."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import transaction

from gonghu.domain.access.attempts import code_key, forget_attempts, take_attempt
from gonghu.domain.access.audit_writing import record_account
from gonghu.domain.access.models import Account, SecondFactor
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations.accounts import authorise_over, renew_epoch
from gonghu.domain.access.operations.signing_in import Need, SignIn, SignInRefused, needs_of, record_sign_in
from gonghu.foundation.acting import Actor

ISSUER: Final = "共护"
_SECRET_BYTES: Final = 20
_DIGITS: Final = 6
_SECONDS: Final = 30
# Clocks of phones go wrong by a few seconds.
_STEPS_BESIDE: Final = 1


class SecondFactorInPlace(ValueError):
    """The account has a second factor already; a manager must take it away first."""


class WrongCode(PermissionError):
    """The code is wrong, too old, or was used before."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the owner's phone must read to make codes (动态口令登记): as text, and as an address for a QR code."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


@transaction.atomic
def start_second_factor(*, account: Account, by: Actor, at: datetime) -> Enrolment:
    """
    Make a secret for the owner's phone (登记动态口令); it counts once a code was given.

    :raises NotPermitted: it is somebody else's account
    :raises SecondFactorInPlace: there is one already
    """
    _refuse_others(account, by)
    if SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists():
        raise SecondFactorInPlace("动态口令已启用，如需更换请管理员先停用")
    SecondFactor.objects.filter(account=account).delete()
    secret = base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode("ascii")
    SecondFactor.objects.create(account=account, secret=secret)
    record_account("access.start_second_factor", account, by, at)
    return Enrolment(secret, _totp(secret).get_provisioning_uri(account.sign_in_name, ISSUER))


def confirm_second_factor(*, account: Account, code: str, by: Actor, at: datetime) -> None:
    """
    Switch the second factor on by a first code (启用动态口令); all sessions end.

    :raises NotPermitted: it is somebody else's account
    :raises WrongCode: the code is wrong, or nothing was started
    :raises TooManyAttempts: too many codes were wrong of late
    """
    _refuse_others(account, by)
    _take_code(account, code, at, confirmed=False)
    with transaction.atomic():
        SecondFactor.objects.filter(account=account).update(confirmed_at=at)
        renew_epoch(account)
        record_account("access.confirm_second_factor", account, by, at)


def give_code(*, account: Account, code: str, at: datetime) -> SignIn:
    """
    Give the code that a sign-in asked for (输入动态口令); a code is taken once.

    :raises WrongCode: the code is wrong, too old, or was used before
    :raises TooManyAttempts: too many codes were wrong of late
    :raises SignInRefused: the account was disabled meanwhile
    """
    account.refresh_from_db(fields=["disabled_at", "must_change_password"])
    if account.disabled_at:
        raise SignInRefused
    _take_code(account, code, at, confirmed=True)
    with transaction.atomic():
        needs = tuple(need for need in needs_of(account, at) if need is not Need.CODE)
        record_sign_in("access.give_code", account, at, [need.value for need in needs])
    return SignIn(account, needs)


@transaction.atomic
def remove_second_factor(*, account: Account, by: Actor, at: datetime) -> None:
    """
    Take a second factor away, as when a phone is lost (停用动态口令); all sessions end.

    :raises NotPermitted: see ``authorise_over``
    """
    authorise_over(account, by, at)
    SecondFactor.objects.filter(account=account).delete()
    renew_epoch(account)
    record_account("access.remove_second_factor", account, by, at)


def _take_code(account: Account, code: str, at: datetime, *, confirmed: bool) -> None:
    key = code_key(account.uuid)
    take_attempt(key, at, settings.GONGHU_FAILURES_PER_NAME)
    factor = SecondFactor.objects.filter(account=account, confirmed_at__isnull=not confirmed).first()
    step = _step_of(factor.secret, "".join(code.split()), at) if factor else None
    if factor is None or step is None or not _use_step(factor, step):
        raise WrongCode("动态口令不正确、已过期或已用过，请等下一个口令")
    forget_attempts(key)


def _use_step(factor: SecondFactor, step: int) -> bool:
    """Take a step once: of two that come at one time, one is late."""
    return SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step) == 1


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    now = int(at.timestamp()) // _SECONDS
    totp = _totp(secret)
    found = None
    for step in range(now - _STEPS_BESIDE, now + _STEPS_BESIDE + 1):
        if bytes_eq(totp.generate(step * _SECONDS), code.encode()):
            found = step
    return found


def _totp(secret: str) -> TOTP:
    # SHA-1 is what every authenticator app knows; in HMAC it is not broken (RFC 6238 1.2).
    return TOTP(base64.b32decode(secret), _DIGITS, SHA1(), _SECONDS)  # noqa: S303


def _refuse_others(account: Account, by: Actor) -> None:
    if by.account != account.uuid:
        raise NotPermitted("只能为自己启用动态口令")
