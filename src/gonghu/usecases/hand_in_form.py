"""A filled form is handed in by another program (交来填报): ODK Collect, pyodk, or a file at the desk."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import receive_file, receive_submission
from gonghu.domain.questionnaires.operations.parts import FileUnfit, NoSuchFile
from gonghu.domain.questionnaires.terms import Arrived, Standing
from gonghu.engines.forms import Heading, UnreadableInstance, heading_of
from gonghu.foundation.acting import Actor
from gonghu.usecases.take_form import take_or_leave

_UNREADABLE: Final = Heading("", "", None, None)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """
    What became of a form that was handed in (交来的结果).

    ``left_out`` says of each file that was not kept why; the form itself is kept whatever comes with it.
    """

    submission: Submission
    standing: Standing
    heading: Heading
    left_out: tuple[str, ...] = ()


@transaction.atomic
def hand_in_form(
    *, xml: bytes, files: Mapping[str, bytes], device: str, by: Actor, at: datetime, form: str = "", version: str = ""
) -> HandedIn:
    """
    Keep a filled form with the files that came with it, and make of it what it is for (交来填报).

    A form that names no key of its own gets one by its content, so that it is kept once however often it comes.
    ``form`` and ``version`` stand for what cannot be read in it.
    """
    heading = _heading(xml)
    arrived = Arrived(
        uuid=heading.instance or _key_of(xml, by),
        form=heading.form_id or form,
        version=heading.version or version,
        xml=xml,
        device=device,
        replaces=heading.replaces,
    )
    receipt = receive_submission(arrived=arrived, by=by, at=at)
    kept, left_out = receipt.submission, []
    if receipt.standing is not Standing.DIFFERENT:
        for name, content in files.items():
            try:
                receive_file(submission=kept.pk, name=name, content=content, by=by, at=at)
            except (NoSuchFile, FileUnfit) as refusal:
                left_out.append(str(refusal))
        kept = take_or_leave(submission=kept, by=by, at=at).submission
    return HandedIn(kept, receipt.standing, heading, tuple(left_out))


def _heading(xml: bytes) -> Heading:
    try:
        return heading_of(xml)
    except UnreadableInstance:
        return _UNREADABLE


def _key_of(xml: bytes, by: Actor) -> UUID:
    # What two people send and nobody can read is two forms, though it be the same few bytes.
    return uuid5(NAMESPACE_URL, f"{by.account}:{hashlib.sha256(xml).hexdigest()}")
