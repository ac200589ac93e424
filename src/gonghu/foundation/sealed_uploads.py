"""
Uploads never lie open on disk (上传文件加密): what is too large for memory is sealed piece by piece while it arrives.

Small requests stay in memory, as Django keeps them; of all others every file is sealed under a key of its own. A file
that nobody takes over is removed when the request ends, and what a crash left behind a day later.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from gonghu.foundation.resealing import key_named
from gonghu.foundation.sealed_files import FileSealer, opened_chunks, seal_file

if TYPE_CHECKING:
    _Upload = UploadedFile[bytes]
else:
    _Upload = UploadedFile

_DAY: Final = 24 * 3600
_MEGABYTE: Final = 1 << 20


class SealedUpload(_Upload):
    """A file that came sealed (已加密的上传文件); ``key`` names it, ``sha256`` is the digest of its plain content."""

    def __init__(self, key: UUID, name: str, sealer: FileSealer, content_type: str | None) -> None:
        super().__init__(file=None, name=name, content_type=content_type, size=sealer.size)
        self.key = key
        self.sha256 = sealer.sha256

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Give the plain content, piece by piece."""
        del chunk_size
        return opened_chunks(arriving_path(self.key), place=arriving_place(self.key))

    def close(self) -> None:
        """Remove the file unless somebody took it over."""
        arriving_path(self.key).unlink(missing_ok=True)


class SealingUploadHandler(FileUploadHandler):
    """Seals a file while it arrives (边收边加密); of strangers, and of more than the limit, nothing is taken."""

    chunk_size = _MEGABYTE

    def begin(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a request that says itself that it is too large."""
        del kwargs
        _stream, _headers, content_length, *_rest = args
        self._refused = content_length > settings.GONGHU_UPLOAD_MEGABYTES * _MEGABYTE
        _sweep()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """
        Begin a file.

        :raises StopUpload: the request is too large
        :raises SkipFile: a stranger sends it
        """
        super().new_file(*args, **kwargs)
        if self._refused:
            setattr(self.request, TOO_LARGE, True)
            raise StopUpload(connection_reset=False)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile
        self._key = uuid4()
        self._sealer = FileSealer(arriving_path(self._key), place=arriving_place(self._key))

    def take(self, raw_data: bytes, start: int) -> bytes | None:
        """Seal some more; nothing is left for other handlers."""
        del start
        self._sealer.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> SealedUpload:
        """Give the file, sealed."""
        del file_size
        self._sealer.finish()
        return SealedUpload(self._key, str(self.file_name), self._sealer, self.content_type)

    # As Django calls them.
    handle_raw_input = begin
    receive_data_chunk = take

    def upload_interrupted(self) -> None:
        """Leave nothing behind of a file that did not come whole."""
        if hasattr(self, "_sealer"):
            self._sealer.abandon()


TOO_LARGE: Final = "upload_too_large"
"""What a request is marked with when it was refused for its size."""


def taken_over(upload: UploadedFile[Any]) -> SealedUpload:
    """Give an upload sealed where it arrives, whether it came in memory or not; whoever asks must move it away."""
    if isinstance(upload, SealedUpload):
        return upload
    key = uuid4()
    sealer = seal_file(upload.chunks(), arriving_path(key), place=arriving_place(key))
    return SealedUpload(key, str(upload.name), sealer, upload.content_type)


def arriving_path(key: UUID) -> Path:
    """Give the path of a file that arrives."""
    return _arriving() / str(key)


def arriving_place(key: UUID) -> str:
    """Name the place that a file is sealed for, which stays when it is moved."""
    return f"upload:{key}"


def place_at(path: Path) -> str | None:
    """Give the place for which an arriving file was sealed."""
    key = key_named(path.name)
    return arriving_place(key) if key else None


def _arriving() -> Path:
    home: Path = settings.GONGHU_HOME
    return home / "arriving"


def _sweep() -> None:
    if not _arriving().is_dir():
        return
    # The disk's own clock, because that is what the files were dated by.
    marker = _arriving() / ".now"
    marker.touch()
    long_ago = marker.stat().st_mtime - _DAY
    for path in _arriving().iterdir():
        try:
            if path.stat().st_mtime < long_ago:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            continue
    marker.unlink(missing_ok=True)
