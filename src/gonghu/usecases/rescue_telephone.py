"""
What a telephone could not send is handed in as a file (救援文件): a letter that only this deployment opens.

The whole letter is read before anything of it is used. Records arrive as if the telephone had sent them; those of an
account that is disabled wait for somebody to look at them.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.models import Device
from gonghu.domain.access.officer import AccountDisabled, officer
from gonghu.domain.access.operations import hand_in_rescue
from gonghu.domain.access.queries import devices_in
from gonghu.domain.access.scope import Scope
from gonghu.domain.questionnaires.operations import receive_part, receive_submission
from gonghu.domain.questionnaires.operations.parts import NoSuchFile, PartOutOfPlace
from gonghu.domain.questionnaires.terms import Arrived, FileTold, Standing
from gonghu.foundation.acting import Actor
from gonghu.foundation.sealed_letters import LetterBroken, open_letter
from gonghu.usecases.take_form import take_or_leave

MOST_RECORDS: Final = 2_000
Lines = Callable[[], Iterable[str]]


class TelephoneUnknown(LookupError):
    """No telephone that somebody looks after wrote this letter."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a rescue file brought (救援结果): records that are new, that had come before, that are different; files."""

    device: Device
    fresh: int
    had: int
    different: int
    files: int


def rescue_telephone(*, lines: Lines, scope: Scope, by: Actor, at: datetime) -> Rescued:
    """
    Take in a rescue file (接收救援文件); handed in twice, it changes nothing. ``lines`` is read twice.

    :raises LetterBroken: it was not sealed for this deployment, or is not whole
    :raises TelephoneUnknown: nobody looks after the telephone that wrote it
    :raises NotPermitted: the actor does not make its owner's cards
    """
    head, pieces = open_letter(lines())
    device = _device(head.sender, scope)
    records = list(_records(pieces, head.sender))
    owner = _owner(device, by, at)
    with transaction.atomic():
        hand_in_rescue(device=device, records=len(records), by=by, at=at)
        standing = [_received(each, owner, at) for each in sorted(records, key=lambda each: each.sequence)]
    files = sum(_part(each, owner, at) for each in _said(open_letter(lines())[1]) if "part" in each)
    return Rescued(
        device,
        fresh=standing.count(Standing.NEW),
        had=standing.count(Standing.HAD),
        different=standing.count(Standing.DIFFERENT),
        files=files,
    )


def _device(sender: str, scope: Scope) -> Device:
    try:
        found = devices_in(scope=scope).filter(pk=UUID(sender)).first()
    except ValueError:
        found = None
    if found is None:
        raise TelephoneUnknown("这份文件不是您管理的手机导出的，请核对是哪位儿童主任的手机")
    return found


def _owner(device: Device, by: Actor, at: datetime) -> Actor:
    """Give the telephone's owner, with what they may do now: nothing once the account is disabled."""
    try:
        return officer(account=device.account, at=at, request=by.request)
    except AccountDisabled:
        label = f"{device.account.display_name}（已停用）"
        return Actor(device.account_id, None, label, district=device.division_code[:6], request=by.request)


def _received(arrived: Arrived, owner: Actor, at: datetime) -> Standing:
    receipt = receive_submission(arrived=arrived, by=owner, at=at)
    if receipt.standing is Standing.NEW:
        take_or_leave(submission=receipt.submission, by=owner, at=at)
    return receipt.standing


def _part(said: dict[str, Any], owner: Actor, at: datetime) -> int:
    """Take a part of a file, and say whether it made the file whole; what the server has already is left aside."""
    try:
        part = said["part"]
        content = base64.b64decode(part["content"], validate=True)
        file = receive_part(
            submission=UUID(part["record"]), name=str(part["name"]), offset=int(part["from"]), content=content,
            by=owner, at=at,
        )  # fmt: skip
    except (NoSuchFile, PartOutOfPlace, KeyError, TypeError, ValueError, binascii.Error):
        return 0
    return int(file.have == file.size)


def _records(pieces: Iterator[bytes], device: str) -> Iterator[Arrived]:
    count = 0
    for said in _said(pieces):
        if "record" in said:
            count += 1
            if count > MOST_RECORDS:
                raise LetterBroken(f"救援文件里的记录超过 {MOST_RECORDS} 份，请分几次导出")
            yield _arrived(said["record"], device)


def _said(pieces: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    for piece in pieces:
        try:
            said = json.loads(piece) if piece else {}
        except ValueError as problem:
            raise LetterBroken("救援文件的内容看不懂") from problem
        if isinstance(said, dict):
            yield said


def _arrived(said: dict[str, Any], device: str) -> Arrived:
    try:
        return Arrived(
            uuid=UUID(said["uuid"]),
            form=str(said["form"]),
            version=str(said["version"]),
            xml=str(said["xml"]).encode(),
            made_at=datetime.fromisoformat(said["made_at"]),
            device=device,
            sequence=int(said["sequence"]),
            base={str(name): str(version) for name, version in said.get("base", {}).items()},
            files=tuple(
                FileTold(str(each["name"]), str(each["sha256"]), int(each["size"])) for each in said.get("files", [])
            ),
            replaces=UUID(said["replaces"]) if said.get("replaces") else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise LetterBroken("救援文件里有一份记录看不懂，请在手机上重新导出") from problem
