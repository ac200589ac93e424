"""Photos and recordings arrive, part by part (附件的接收)."""

from datetime import datetime
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import day_of, is_system
from gonghu.domain.questionnaires.choosing import form_of
from gonghu.domain.questionnaires.models import Submission, SubmissionFile
from gonghu.domain.questionnaires.shelf import digest_of, forget_parts, keep_part, keep_whole, parts_of
from gonghu.domain.questionnaires.terms import LARGEST_FILE, MOST_FILES, FileState
from gonghu.engines.forms import PLAIN_NAME, UnreadableInstance, answers
from gonghu.foundation import pictures
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.pictures import NotAPicture, plain_picture
from gonghu.foundation.recordings import NotARecording, plain_recording

_PHOTOS: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".svg"})


class NoSuchFile(LookupError):
    """No filled form of the sender said that it has such a file."""


class FileUnfit(ValueError):
    """A photo or recording is empty, or larger than is taken; the filled form that it belongs to stays."""


class PartOutOfPlace(ValueError):
    """A part does not begin where the last one ended; ``have`` says where it should."""

    def __init__(self, have: int) -> None:
        self.have = have
        super().__init__(f"附件已收到 {have} 字节，请从那里接着传")


@transaction.atomic
def receive_part(
    *, submission: UUID, name: str, offset: int, content: bytes, by: Actor, at: datetime
) -> SubmissionFile:
    """
    Keep a part of a photo or recording (接收附件); once whole, it is cleaned and sealed.

    What came before may come again: as far as it is here already, it is left aside. What turns out to be another than
    was said begins anew: ``have`` is nought then. A photo that cannot be kept as one is refused, and kept all the same,
    but shown to nobody.

    :raises NoSuchFile: the sender has no such filled form, or it said nothing of such a file
    :raises PartOutOfPlace: the part leaves a gap
    """
    file = _held(submission, name, by)
    if file.state == FileState.ARRIVING:
        _take(file, offset, content)
        file.save()
    _record(file, by, at)
    return file


@transaction.atomic
def receive_file(*, submission: UUID, name: str, content: bytes, by: Actor, at: datetime) -> SubmissionFile:
    """
    Keep a whole photo or recording that came without being announced (接收整个附件), as from ODK Collect.

    :raises NoSuchFile: the sender has no such filled form, or it names no such file
    :raises FileUnfit: it is empty or too large
    """
    sent = Submission.objects.everywhere("files of what somebody sent").filter(pk=submission, account=by.account)
    held = sent.select_related("known_version").first()
    if held is None or not _is_named(held, name, at):
        raise NoSuchFile(f"没有这份填报，或它没有提到附件“{name[:60]}”")
    if not content:
        raise FileUnfit(f"附件“{name[:60]}”没有内容")
    if len(content) > LARGEST_FILE:
        raise FileUnfit(f"附件“{name[:60]}”超过 {LARGEST_FILE >> 20} MB")
    digest, size = digest_of(content), len(content)
    file, _ = SubmissionFile.objects.get_or_create(
        submission=held, name=name, defaults={"sha256": digest, "size": size}
    )
    if file.state == FileState.ARRIVING:
        file.sha256, file.size, file.have = digest, size, 0
        _take(file, 0, content)
        file.save()
    _record(file, by, at)
    return file


def _is_named(held: Submission, name: str, at: datetime) -> bool:
    """Tell whether a filled form names a file among its answers; one that cannot be read may name any."""
    if not PLAIN_NAME.fullmatch(name):
        return False
    if held.known_version is None:
        return held.files.count() < MOST_FILES
    try:
        said = answers(form_of(held.known_version), held.xml, today=day_of(at))
    except UnreadableInstance:
        return held.files.count() < MOST_FILES
    return name in said.attachments


def _held(submission: UUID, name: str, by: Actor) -> SubmissionFile:
    sent = Submission.objects.everywhere("files of what somebody sent").filter(pk=submission)
    if not is_system(by):
        sent = sent.filter(account=by.account)
    files = SubmissionFile.objects.select_for_update(of=("self",)).filter(submission__in=sent, name=name)
    file = files.select_related("submission").first()
    if file is None:
        raise NoSuchFile("没有这份填报，或它没有这个附件")
    return file


def _take(file: SubmissionFile, offset: int, content: bytes) -> None:
    if offset > file.have or offset < 0:
        raise PartOutOfPlace(file.have)
    fresh = content[file.have - offset :]
    if file.have + len(fresh) > file.size:
        _begin_anew(file)
        return
    if fresh:
        keep_part(file.submission_id, file.pk, file.have, fresh)
        file.have += len(fresh)
    if file.have == file.size:
        _finish(file)


def _finish(file: SubmissionFile) -> None:
    content = parts_of(file.submission_id, file.pk)
    if digest_of(content) != file.sha256:
        _begin_anew(file)
        return
    try:
        plain, file.kept_type = _cleaned(file.name, content)
        file.state = FileState.KEPT
    except (NotAPicture, NotARecording) as refusal:
        plain, file.state, file.reason = content, FileState.REFUSED, str(refusal)
    keep_whole(file.submission_id, file.pk, plain)
    file.kept_size = len(plain)
    transaction.on_commit(lambda: forget_parts(file.submission_id, file.pk))


def _begin_anew(file: SubmissionFile) -> None:
    file.have = 0
    forget_parts(file.submission_id, file.pk)


def _cleaned(name: str, content: bytes) -> tuple[bytes, str]:
    if PurePosixPath(name).suffix.lower() in _PHOTOS:
        return plain_picture(content), pictures.TYPE
    return plain_recording(content)


def _record(file: SubmissionFile, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb="questionnaires.receive_part",
        subject_kind="submission",
        subject_key=str(file.submission_id),
        detail={"file": str(file.pk), "have": file.have, "state": file.state},
        district=file.submission.division_code[:6],
    )
