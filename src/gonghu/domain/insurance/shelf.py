"""Where the rosters handed to insurers lie (报送名册存放): sealed, under GONGHU_HOME/insurance-files."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from gonghu.foundation.resealing import key_named
from gonghu.foundation.sealed_files import opened_chunks, seal_file


def keep_roster(key: UUID, content: bytes) -> None:
    """Seal a roster as it was handed over."""
    seal_file([content], _path(key), place=_place(key))


def kept_roster(key: UUID) -> Iterator[bytes]:
    """Give a roster byte for byte as it was handed over."""
    return opened_chunks(_path(key), place=_place(key))


def is_kept(key: UUID) -> bool:
    """Tell whether the roster is there; those of before it was kept are not."""
    return _path(key).exists()


def place_at(path: Path) -> str | None:
    """Give the place for which a file was sealed."""
    key = key_named(path.name)
    return _place(key) if key else None


def _path(key: UUID) -> Path:
    home: Path = settings.GONGHU_HOME
    return home / "insurance-files" / str(key)


def _place(key: UUID) -> str:
    return f"insurance.file:{key}"
