"""Where photos and recordings of filled forms lie (附件存放): sealed, part by part while they arrive."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from gonghu.foundation.resealing import key_named
from gonghu.foundation.sealed_files import opened_chunks, seal_file

FOLDER: Final = "submissions"


def keep_part(submission: UUID, file: UUID, offset: int, content: bytes) -> None:
    """Seal one part of a file that arrives."""
    seal_file([content], _part_path(submission, file, offset), place=_part_place(file, offset))


def parts_of(submission: UUID, file: UUID) -> bytes:
    """Give what has arrived of a file, from its beginning to the first gap."""
    content = bytearray()
    while (path := _part_path(submission, file, len(content))).exists():
        part = b"".join(opened_chunks(path, place=_part_place(file, len(content))))
        if not part:
            break
        content += part
    return bytes(content)


def forget_parts(submission: UUID, file: UUID) -> None:
    """Remove the parts of a file that is whole, or has to come again."""
    for path in _folder(submission).glob(f"{file}.*.part"):
        path.unlink(missing_ok=True)


def keep_whole(submission: UUID, file: UUID, content: bytes) -> None:
    """Seal a file that is whole."""
    seal_file([content], _folder(submission) / str(file), place=_place(file))


def whole_of(submission: UUID, file: UUID) -> Iterator[bytes]:
    """
    Give the content of a file that is whole.

    :raises SealBroken: it was changed since it came
    """
    return opened_chunks(_folder(submission) / str(file), place=_place(file))


def destroy(submission: UUID) -> None:
    """Destroy all files of a filled form."""
    shutil.rmtree(_folder(submission), ignore_errors=True)


def digest_of(content: bytes) -> str:
    """Give the SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


def place_at(path: Path) -> str | None:
    """Give the place for which a file of a filled form, or a part of one, was sealed."""
    name, _, rest = path.name.partition(".")
    file, offset = key_named(name), rest.removesuffix(".part")
    if file is None:
        return None
    if not rest:
        return _place(file)
    return _part_place(file, int(offset)) if offset.isdecimal() and rest.endswith(".part") else None


def _folder(submission: UUID) -> Path:
    home: Path = settings.GONGHU_HOME
    return home / FOLDER / str(submission)


def _part_path(submission: UUID, file: UUID, offset: int) -> Path:
    return _folder(submission) / f"{file}.{offset}.part"


def _part_place(file: UUID, offset: int) -> str:
    return f"questionnaires.part:{file}:{offset}"


def _place(file: UUID) -> str:
    return f"questionnaires.file:{file}"
