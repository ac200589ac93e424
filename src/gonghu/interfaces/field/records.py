"""
Records on their way in (记录上传): batches of at most twenty, each record for itself, in the order of the telephone.

The answer names every record that was sent. What cannot be read at all is refused by name and stays on the telephone;
everything else lands, whatever is wrong with it.
"""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.operations.devices import DeviceSealed, DeviceUnknown
from gonghu.domain.questionnaires.operations.parts import NoSuchFile
from gonghu.domain.questionnaires.queries import returned_file
from gonghu.domain.questionnaires.terms import LARGEST_FILE, Arrived, FileTold
from gonghu.interfaces.field.answers import told
from gonghu.interfaces.field.bodies import (
    Body,
    body_of,
    json_of,
    key_in,
    moment_in,
    number_in,
    objects_in,
    text_in,
    texts_in,
)
from gonghu.interfaces.field.devices import UNKNOWN_DEVICE
from gonghu.interfaces.field.door import FieldRequest, speaks
from gonghu.interfaces.field.refusals import NOT_FOUND, SEALED, FieldRefusal, RequestRefused, malformed
from gonghu.usecases.field_sync import RecordAnswer, receive_file_part, receive_records

BATCH: Final = 20
PART_BYTES: Final = 1 << 20
_XML: Final = 500_000
_NAMED_FILES: Final = 200
_BASES: Final = 200
_LAST_NUMBER: Final = 2**53
_SHA256: Final = 64
_ANY: Final = "application/octet-stream"


@require_POST
@speaks()
def records(request: FieldRequest) -> HttpResponse:
    """Take a batch, and say of each record what became of it."""
    said = json_of(request)
    device = key_in(said, "device")
    arrived: list[Arrived] = []
    refused: list[dict[str, Any]] = []
    for each in objects_in(said, "records", BATCH):
        try:
            arrived.append(_arrived(each, str(device)))
        except RequestRefused as problem:
            refused.append(_refused(each, problem.refusal))
    try:
        taken = receive_records(
            account=request.account, device=device, records=arrived, by=request.officer, at=request.at
        )
    except DeviceUnknown as problem:
        raise RequestRefused(UNKNOWN_DEVICE) from problem
    except DeviceSealed as problem:
        raise RequestRefused(SEALED) from problem
    return told({"answers": [_answer(each) for each in taken] + refused})


@require_http_methods(["GET", "PUT"])
@speaks()
def file_part(request: FieldRequest, key: UUID, name: str) -> HttpResponse:
    """
    Take a part of a photo or a recording from where the last one ended, and say how much is here now.

    Asked for, it is given back whole to who sent it, while the record is sent back to be mended.
    """
    if request.method == "GET":
        return _given_back(request, key, name)
    start = request.GET.get("from", "0")
    if not start.isdecimal() or len(start) > len(str(LARGEST_FILE)):
        raise malformed("from 应为字节数")
    content = body_of(request, PART_BYTES)
    try:
        have = receive_file_part(
            submission=key, name=name, start=int(start), content=content, by=request.officer, at=request.at
        )
    except NoSuchFile as problem:
        raise RequestRefused(NOT_FOUND) from problem
    return told({"have": have})


def _given_back(request: FieldRequest, key: UUID, name: str) -> HttpResponse:
    found = returned_file(submission=key, name=name, account=request.account.pk, scope=request.officer.scope)
    if found is None:
        raise RequestRefused(NOT_FOUND)
    file, content = found
    response = HttpResponse(b"".join(content), content_type=file.kept_type or _ANY)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _arrived(said: Body, device: str) -> Arrived:
    """
    Read one record.

    :raises RequestRefused: it cannot be read
    """
    return Arrived(
        uuid=key_in(said, "uuid"),
        form=text_in(said, "form", 64),
        version=text_in(said, "version", 64),
        xml=text_in(said, "xml", _XML).encode(),
        made_at=moment_in(said, "made_at"),
        device=device,
        sequence=number_in(said, "sequence", _LAST_NUMBER),
        base=texts_in(said, "base", _BASES),
        files=tuple(
            FileTold(
                text_in(each, "name", 255), text_in(each, "sha256", _SHA256), number_in(each, "size", _LAST_NUMBER)
            )
            for each in objects_in(said, "files", _NAMED_FILES)
        ),
        replaces=key_in(said, "replaces") if said.get("replaces") else None,
    )


def _answer(record: RecordAnswer) -> dict[str, Any]:
    return {
        "uuid": str(record.uuid),
        "standing": record.standing.value,
        "state": record.state,
        "reasons": list(record.reasons),
        "missing": [{"name": name, "from": have} for name, have in record.missing],
        "refused_files": [{"name": name, "reason": reason} for name, reason in record.refused],
        "conflicts": list(record.conflicts),
    }


def _refused(said: Body, refusal: FieldRefusal) -> dict[str, Any]:
    key = said.get("uuid")
    return {
        "uuid": key if isinstance(key, str) else "",
        "standing": "REFUSED",
        "state": "",
        "reasons": [refusal.message],
        "missing": [],
        "refused_files": [],
        "conflicts": [],
    }
