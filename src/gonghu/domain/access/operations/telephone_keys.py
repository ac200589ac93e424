"""
Signing in with the telephone's own key (手机密钥登录), so that what was filled goes through without another card.

The telephone signs a challenge with a key that lies in its sealed store: whoever signs has the telephone and knows its
PIN. It stands for a card, no more. Nobody learns whether a telephone is known: every refusal has the same words.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q

from gonghu.domain.access.attempts import (
    forget_attempts,
    give_back,
    take_attempt,
    telephone_address_key,
    telephone_key,
)
from gonghu.domain.access.models import Device
from gonghu.domain.access.operations.cards import may_use_cards
from gonghu.domain.access.operations.signing_in import SignIn, record_sign_in
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record

CHALLENGE_LASTS: Final = timedelta(seconds=60)
SIGNED: Final = "gonghu telephone sign-in 1"
"""What a signature begins with, so that it stands for nothing else."""
_SALT: Final = "telephone challenge"
_HALF: Final = 32


class TelephoneRefused(PermissionError):
    """The telephone, its challenge or its signature is not good, or its owner may not use it: nobody learns which."""

    def __init__(self) -> None:
        super().__init__("登录已过期，请用登录卡重新登录")


class KeyUnreadable(ValueError):
    """What a telephone calls its public key is no point of P-256."""


@dataclass(frozen=True, slots=True)
class _Challenge:
    device: UUID
    made_at: datetime


def telephone_challenge(*, device: UUID, at: datetime) -> str:
    """Give what a telephone has to sign (登录口令); whether it is known makes no difference, and nothing is written."""
    return signing.dumps([str(device), at.timestamp(), secrets.token_urlsafe(16)], salt=_SALT)


def sign_in_with_telephone(*, device: UUID, challenge: str, signature: bytes, at: datetime, address: str) -> SignIn:
    """
    Sign in with the telephone's key (手机密钥登录); the challenge is used up.

    :raises TooManyAttempts: too many failed of late, of this telephone or from this address
    :raises TelephoneRefused: it does not fit, or the owner has to sign in again
    :raises RuntimeError: called inside a transaction
    """
    keys = telephone_key(device), telephone_address_key(address)
    take_attempt(keys[1], at, settings.GONGHU_FAILURES_PER_ADDRESS)
    take_attempt(keys[0], at, settings.GONGHU_FAILURES_PER_NAME)
    with transaction.atomic():
        known = Device.objects.everywhere("the telephone that signs in").select_related("account").filter(pk=device)
        found = known.first()
        asked = _read(challenge, at)
        fits = asked is not None and asked.device == device and _is_signed(found, challenge, signature)
        if found is not None and asked is not None and fits and _may_enter(found, at) and _use_up(found, asked, at):
            forget_attempts(keys[0])
            give_back(keys[1])
            record_sign_in("access.sign_in_with_telephone", found.account, at, [])
            return SignIn(found.account, ())
    _record_refusal(found, at)
    raise TelephoneRefused


def checked_key(text: str) -> str:
    """
    Give a public key as it is kept; empty stands for none.

    :raises KeyUnreadable: it is no point of P-256
    """
    if text:
        _key_of(text)
    return text


def _read(challenge: str, at: datetime) -> _Challenge | None:
    try:
        device, made_at, _ = signing.loads(challenge, salt=_SALT)
        asked = _Challenge(UUID(device), datetime.fromtimestamp(made_at, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return asked if timedelta() <= at - asked.made_at <= CHALLENGE_LASTS else None


def _is_signed(device: Device | None, challenge: str, signature: bytes) -> bool:
    """Tell whether a telephone signed a challenge; for one that has no key it takes as long."""
    known = device is not None and bool(device.public_key)
    key = _key_of(device.public_key) if device is not None and known else _nobodys()
    halves = signature[:_HALF], signature[_HALF : 2 * _HALF]
    first, second = (int.from_bytes(each, "big") for each in halves)
    said = f"{SIGNED}\n{challenge}".encode()
    try:
        key.verify(encode_dss_signature(first, second), said, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return known and len(signature) == 2 * _HALF


def _may_enter(device: Device, at: datetime) -> bool:
    """Tell whether its owner may use it: as a card, and not after so long that the telephone has sealed itself."""
    away = at - device.seen_at > timedelta(days=settings.GONGHU_FIELD_OFFLINE_DAYS)
    return not away and not device.is_sealed(at) and may_use_cards(device.account, at)


def _use_up(device: Device, asked: _Challenge, at: datetime) -> bool:
    """Let a challenge be good no more, nor any made before it; of two that come at one time, one does."""
    fresh = Q(challenged_at__isnull=True) | Q(challenged_at__lt=asked.made_at)
    rows = Device.objects.everywhere("the telephone that signs in").filter(fresh, pk=device.pk, sealed_at__isnull=True)
    return rows.update(challenged_at=asked.made_at, seen_at=at) == 1


def _key_of(text: str) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error) as problem:
        raise KeyUnreadable("手机的公钥看不懂") from problem


@cache
def _nobodys() -> ec.EllipticCurvePublicKey:
    return ec.generate_private_key(ec.SECP256R1()).public_key()


def _record_refusal(device: Device | None, at: datetime) -> None:
    # Attempts are few, the counts see to that.
    with transaction.atomic():
        record(
            by=Actor(account=None, post=None, label="sign-in"),
            at=at,
            verb="access.refuse_telephone",
            subject_kind="device",
            subject_key=str(device.uuid) if device else "",
            district=NATION,
        )
