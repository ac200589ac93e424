"""Telephones: registered by their owner, opened while the account is active, sealed when lost (设备的登记与封存)."""

import base64
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.models import Account, Device
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations.accounts import authorise_over, renew_epoch
from gonghu.domain.access.operations.telephone_keys import checked_key
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record

MOST_DEVICES: Final = 3
"""Telephones of one account that are not sealed: an old one, a new one, one at the station."""

_SHARE_BYTES: Final = 32
_HOUR: Final = timedelta(hours=1)


class DeviceUnknown(LookupError):
    """No such telephone is registered for this account; the app registers it anew."""


class DeviceTaken(ValueError):
    """The telephone's key belongs to another account; the app makes a new one."""


class DeviceSealed(PermissionError):
    """The telephone was sealed, or its owner's account disabled: what it keeps stays closed, and stays."""


class TooManyDevices(ValueError):
    """The account has as many telephones as it may have."""


@transaction.atomic
def register_device(*, account: Account, device: UUID, label: str, public_key: str, by: Actor, at: datetime) -> Device:
    """
    Register the owner's telephone under the key it made (登记设备); asked twice, the answer is the same.

    The public key with which it signs in may come later, or anew.

    :raises KeyUnreadable: the public key is none
    :raises NotPermitted: it is somebody else's account
    :raises DeviceTaken: another account registered that key
    :raises DeviceSealed: the telephone was sealed, or the account is disabled
    :raises TooManyDevices: others must be sealed first
    """
    if by.account != account.uuid:
        raise NotPermitted("只能登记自己的手机")
    known = Device.objects.everywhere("a device that is registered once").filter(pk=device).first()
    if known is not None:
        return _again(known, account, checked_key(public_key), by, at)
    of_account = Device.objects.everywhere("devices of the account that acts").filter(account=account)
    if of_account.filter(sealed_at__isnull=True).count() >= MOST_DEVICES:
        raise TooManyDevices(f"一个账号最多登记 {MOST_DEVICES} 部手机，请联系督导员封存不用的手机")
    made = Device(
        uuid=device,
        account=account,
        division_code=account.division_code,
        label=label.strip()[:40] or "手机",
        public_key=checked_key(public_key),
        share=base64.b64encode(secrets.token_bytes(_SHARE_BYTES)).decode("ascii"),
        registered_at=at,
        seen_at=at,
    )
    if made.is_sealed(at):
        raise DeviceSealed("账号已停用，请联系督导员")
    made.save(force_insert=True)
    _record("access.register_device", made, by, at, {"label": made.label})
    return made


@transaction.atomic
def unlock_device(*, account: Account, device: UUID, by: Actor, at: datetime) -> Device:
    """
    Give the owner the share that opens the telephone's store (解锁设备), as after some days without contact.

    :raises NotPermitted: it is somebody else's account
    :raises DeviceUnknown: the account has no such telephone
    :raises DeviceSealed: it was sealed, or the account is disabled
    """
    known = _own(account, device, by, at)
    known.seen_at = at
    known.save(update_fields=["seen_at"])
    _record("access.unlock_device", known, by, at)
    return known


@transaction.atomic
def meet_device(*, account: Account, device: UUID, by: Actor, at: datetime) -> Device:
    """
    Look whether a telephone that sends something is registered and open, and note once an hour that it was heard of.

    :raises NotPermitted: it is somebody else's account
    :raises DeviceUnknown: the account has no such telephone
    :raises DeviceSealed: it was sealed, or the account is disabled
    """
    known = _own(account, device, by, at)
    if at - known.seen_at >= _HOUR:
        known.seen_at = at
        known.save(update_fields=["seen_at"])
        _record("access.meet_device", known, by, at)
    return known


@transaction.atomic
def seal_device(*, device: Device, by: Actor, at: datetime) -> None:
    """
    Seal a telephone that is lost or given away (封存设备): its owner, or whoever makes the owner's cards.

    Its store cannot be opened until it is opened again here; nothing on it is destroyed. All sessions of the owner
    end: one of them may be the telephone's.

    :raises NotPermitted: see ``authorise_over``
    """
    if by.account != device.account_id:
        authorise_over(device.account, by, at, Permission.MAKE_CARDS)
    if device.sealed_at is None:
        device.sealed_at = at
        device.save(update_fields=["sealed_at"])
        renew_epoch(device.account)
    _record("access.seal_device", device, by, at)


@transaction.atomic
def reopen_device(*, device: Device, by: Actor, at: datetime) -> None:
    """
    Let a sealed telephone be opened again (解封设备), as one that was found.

    :raises NotPermitted: see ``authorise_over``; nobody reopens the own
    """
    authorise_over(device.account, by, at, Permission.MAKE_CARDS)
    device.sealed_at = None
    device.save(update_fields=["sealed_at"])
    _record("access.reopen_device", device, by, at)


@transaction.atomic
def hand_in_rescue(*, device: Device, records: int, by: Actor, at: datetime) -> None:
    """
    Note that somebody handed in what a telephone could not send (代交救援文件); it may be sealed, or its owner gone.

    :raises NotPermitted: see ``authorise_over``
    """
    if by.account != device.account_id:
        authorise_over(device.account, by, at, Permission.MAKE_CARDS)
    _record("access.hand_in_rescue", device, by, at, {"records": records})


def _own(account: Account, device: UUID, by: Actor, at: datetime) -> Device:
    if by.account != account.uuid:
        raise NotPermitted("只能使用自己的手机")
    found = Device.objects.everywhere("the device of the account that acts").select_related("account")
    known = found.filter(pk=device, account=account).first()
    if known is None:
        raise DeviceUnknown("这部手机还没有登记")
    if known.is_sealed(at):
        raise DeviceSealed("这部手机已被封存，请联系督导员；手机里未送达的内容都还在")
    return known


def _again(known: Device, account: Account, public_key: str, by: Actor, at: datetime) -> Device:
    if known.account_id != account.uuid:
        raise DeviceTaken("这部手机登记在别人名下")
    if known.is_sealed(at):
        raise DeviceSealed("这部手机已被封存，请联系督导员；手机里未送达的内容都还在")
    if public_key and public_key != known.public_key:
        known.public_key = public_key
        known.save(update_fields=["public_key"])
        _record("access.renew_device_key", known, by, at)
    return known


def _record(verb: str, device: Device, by: Actor, at: datetime, detail: Detail | None = None) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="device",
        subject_key=str(device.uuid),
        detail={"account": str(device.account_id), **(detail or {})},
        district=device.division_code[:6],
    )
