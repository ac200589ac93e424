"""Where the files to and from banks lie (发放文件存放): sealed, under GONGHU_HOME/payment-files."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from gonghu.foundation.resealing import key_named
from gonghu.foundation.sealed_files import opened_chunks, seal_file


def keep_file(key: UUID, content: bytes) -> None:
    """Seal a file; it is there before the row that names it is committed."""
    seal_file([content], _path(key), place=_place(key))


def kept_file(key: UUID) -> Iterator[bytes]:
    """Give the content of a file, piece by piece."""
    return opened_chunks(_path(key), place=_place(key))


def place_at(path: Path) -> str | None:
    """Give the place for which a file was sealed."""
    key = key_named(path.name)
    return _place(key) if key else None


def is_kept(key: UUID) -> bool:
    """Tell whether the content of a file is there."""
    return _path(key).exists()


def _path(key: UUID) -> Path:
    home: Path = settings.GONGHU_HOME
    return home / "payment-files" / str(key)


def _place(key: UUID) -> str:
    return f"payments.file:{key}"
