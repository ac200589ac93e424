"""The app's telephone (手机): registered once, unlocked with the share that is kept here."""

import re
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from gonghu.domain.access.models import Device
from gonghu.domain.access.operations import register_device, unlock_device
from gonghu.domain.access.operations.devices import DeviceSealed, DeviceTaken, DeviceUnknown, TooManyDevices
from gonghu.domain.access.terms import Permission
from gonghu.foundation.sealed_letters import public_point
from gonghu.interfaces.field.answers import told
from gonghu.interfaces.field.bodies import json_of, key_in, text_in
from gonghu.interfaces.field.door import FieldRequest, speaks
from gonghu.interfaces.field.refusals import SEALED, FieldRefusal, RequestRefused, malformed

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}")

UNKNOWN_DEVICE: Final = FieldRefusal(404, "UNKNOWN_DEVICE", "这部手机还没有登记", "请联网打开走访端，会自动登记。")


@require_POST
@speaks(Permission.RECORD_VISITS)
def register(request: FieldRequest) -> HttpResponse:
    """Register the telephone; asked again, the answer is the same."""
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
    except DeviceTaken as problem:
        raise RequestRefused(
            FieldRefusal(409, "DEVICE_TAKEN", str(problem), "请在设置里清除后重新登记本机。")
        ) from problem
    except TooManyDevices as problem:
        raise RequestRefused(
            FieldRefusal(422, "TOO_MANY_DEVICES", str(problem), "请联系督导员封存不用的手机。")
        ) from problem
    return _key_pieces(made)


@require_POST
@speaks()
def unlock(request: FieldRequest, device: UUID) -> HttpResponse:
    """Give out the share while the account is active and the telephone not sealed."""
    try:
        found = unlock_device(account=request.account, device=device, by=request.officer, at=request.at)
    except DeviceUnknown as problem:
        raise RequestRefused(UNKNOWN_DEVICE) from problem
    except DeviceSealed as problem:
        raise RequestRefused(SEALED) from problem
    return _key_pieces(found)


def _key_pieces(device: Device) -> HttpResponse:
    return told(
        {
            "id": str(device.uuid),
            "share": device.share,
            "rescue_key": public_point(),
            "offline_days": settings.GONGHU_FIELD_OFFLINE_DAYS,
        }
    )
