"""The app's telephone (手机): registered once, signing in with its own key, unlocked with the share kept here."""

import base64
import binascii
import re
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_POST

from gonghu.domain.access.models import Device
from gonghu.domain.access.operations import register_device, sign_in_with_telephone, unlock_device
from gonghu.domain.access.operations.devices import DeviceSealed, DeviceTaken, DeviceUnknown, TooManyDevices
from gonghu.domain.access.operations.telephone_keys import KeyUnreadable, TelephoneRefused, telephone_challenge
from gonghu.domain.access.terms import Permission
from gonghu.foundation.sealed_letters import public_point
from gonghu.interfaces.admission import SIGNED_IN_WITH, SignedInWith, client_address, signed_in_with
from gonghu.interfaces.field.answers import told
from gonghu.interfaces.field.bodies import json_of, key_in, text_in
from gonghu.interfaces.field.door import FieldRequest, asked_before_sign_in, speaks
from gonghu.interfaces.field.refusals import SEALED, SIGN_IN, FieldRefusal, RequestRefused, malformed

BACKEND: Final = "gonghu.domain.access.backend.AccountBackend"
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}")

UNKNOWN_DEVICE: Final = FieldRefusal(404, "UNKNOWN_DEVICE", "这部手机还没有登记", "请联网打开走访端，会自动登记。")


@require_POST
@speaks(Permission.RECORD_VISITS)
def register(request: FieldRequest) -> HttpResponse:
    """
    Register the telephone; asked again, the answer is the same.

    In a session that a telephone began by itself no piece of a key is given out: it has its own.
    """
    said = json_of(request)
    device, label = key_in(said, "id"), text_in(said, "label", 40, default="")
    public = text_in(said, "public", 200, default="")
    if not _BASE64.fullmatch(public):
        raise malformed("public 应为 Base64")
    try:
        made = register_device(
            account=request.account, device=device, label=label, public_key=public, by=request.officer, at=request.at
        )
    except DeviceSealed as problem:
        raise RequestRefused(SEALED) from problem
    except KeyUnreadable as problem:
        raise malformed(str(problem)) from problem
    except DeviceTaken as problem:
        raise RequestRefused(
            FieldRefusal(409, "DEVICE_TAKEN", str(problem), "请在设置里清除后重新登记本机。")
        ) from problem
    except TooManyDevices as problem:
        raise RequestRefused(FieldRefusal(422, "TOO_MANY_DEVICES", str(problem), "封存以后再打开本页。")) from problem
    return _known(made) if signed_in_with(request) is SignedInWith.TELEPHONE else _key_pieces(made)


@require_POST
@asked_before_sign_in("what a telephone has to sign; the answer tells nothing, and is the same for every telephone")
def challenge(request: HttpRequest, device: UUID) -> HttpResponse:
    """Give a telephone what it has to sign."""
    del request
    return told({"challenge": telephone_challenge(device=device, at=timezone.now())})


@require_POST
@asked_before_sign_in("a signature of the telephone's own key signs its owner in; nothing else does")
def sign_in(request: HttpRequest, device: UUID) -> HttpResponse:
    """Begin a session for the owner of a telephone that signed its challenge."""
    said = json_of(request)
    asked, signature = text_in(said, "challenge", 400), text_in(said, "signature", 100)
    try:
        done = sign_in_with_telephone(
            device=device,
            challenge=asked,
            signature=base64.b64decode(signature, validate=True),
            at=timezone.now(),
            address=client_address(request),
        )
    except (TelephoneRefused, binascii.Error) as problem:
        raise RequestRefused(SIGN_IN) from problem
    login(request, done.account, backend=BACKEND)
    request.session[SIGNED_IN_WITH] = SignedInWith.TELEPHONE
    return told({"csrf": get_token(request)})


@require_POST
@speaks()
def unlock(request: FieldRequest, device: UUID) -> HttpResponse:
    """
    Give out the share while the account is active and the telephone not sealed.

    With it another PIN can be chosen, so whoever asks must have signed in otherwise than by the telephone alone.
    """
    if signed_in_with(request) is SignedInWith.TELEPHONE:
        logout(request)
        raise RequestRefused(SIGN_IN)
    try:
        found = unlock_device(account=request.account, device=device, by=request.officer, at=request.at)
    except DeviceUnknown as problem:
        raise RequestRefused(UNKNOWN_DEVICE) from problem
    except DeviceSealed as problem:
        raise RequestRefused(SEALED) from problem
    return _key_pieces(found)


def _known(device: Device, **pieces: str) -> HttpResponse:
    return told({"id": str(device.uuid), "offline_days": settings.GONGHU_FIELD_OFFLINE_DAYS, **pieces})


def _key_pieces(device: Device) -> HttpResponse:
    return _known(device, share=device.share, rescue_key=public_point())
