"""Writing a backup (写备份): the database as it is at one moment, then the files beside it."""

import gzip
import hashlib
import io
import os
import stat
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from gonghu.foundation.backup.chunks import ArmouredWriter
from gonghu.foundation.backup.databases import DatabaseKind, migrations_applied
from gonghu.foundation.backup.manifest import NAME, Manifest, StoredFile, key_fingerprints
from gonghu.foundation.backup.postgresql import Postgresql
from gonghu.foundation.backup.sqlite import Sqlite
from gonghu.foundation.encryption import current_keyring

FOLDERS: Final = ("deliveries", "runs", "submissions")
"""What the home folder holds beside the database; neither keys nor what can be made again."""
OWN_FILES: Final = "*.yaml"
_BLOCK: Final = 1024 * 1024
_SQUEEZE: Final = 3


class BackupExists(FileExistsError):
    """There is a file of that name already, perhaps the last good backup."""


def kind_of_database() -> DatabaseKind:
    """Give the kind of the site's database."""
    return Sqlite() if connection.vendor == "sqlite" else Postgresql()


def write_backup(file: Path, *, passphrase: str, at: datetime) -> Manifest:
    """
    Write a backup, encrypted if there is a passphrase; a file stands there only when it is whole.

    :raises BackupExists: a file of that name is there
    :raises ToolMissing: a program of the database is missing or failed
    """
    if file.exists():
        raise BackupExists(f"{file} 已经存在，不覆盖。请换一个文件名。")
    draft = file.with_name(f"{file.name}.part")
    # Beside the backup: there is room for it there, and nobody else may look in.
    with tempfile.TemporaryDirectory(prefix=".gonghu-", dir=file.parent) as name:
        kind = kind_of_database()
        dump = Path(name) / kind.dump_name
        snapshot = kind.dump(dump)
        stored = {kind.dump_name: dump, **dict(_own_files(settings.GONGHU_HOME))}
        manifest = Manifest(
            made_at=at,
            version=version("gonghu"),
            vendor=connection.vendor,
            migrations=migrations_applied(),
            tables=snapshot.tables,
            files={name: _stored(path) for name, path in stored.items()},
            heads=snapshot.heads,
            keys=key_fingerprints(current_keyring()),
        )
        try:
            _write(draft, manifest, stored, passphrase)
            draft.rename(file)
        finally:
            draft.unlink(missing_ok=True)
    return manifest


def _own_files(home: Path) -> Iterator[tuple[str, Path]]:
    found = [path for folder in FOLDERS for path in (home / folder).rglob("*") if path.is_file()]
    for path in sorted([*found, *home.glob(OWN_FILES)]):
        if not path.is_symlink():
            yield f"home/{path.relative_to(home).as_posix()}", path


def _stored(path: Path) -> StoredFile:
    with path.open("rb") as file:
        return StoredFile(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _write(draft: Path, manifest: Manifest, stored: dict[str, Path], passphrase: str) -> None:
    only_ours = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(only_ours, "wb") as file:
        armour = ArmouredWriter(file, passphrase)
        with (
            gzip.GzipFile(fileobj=armour, mode="wb", compresslevel=_SQUEEZE, mtime=0) as squeezed,
            tarfile.open(fileobj=squeezed, mode="w|", bufsize=_BLOCK) as archive,
        ):
            text = manifest.text().encode()
            entry = tarfile.TarInfo(NAME)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
            for name, path in stored.items():
                archive.add(path, arcname=name, recursive=False)
        armour.finish()
        file.flush()
        os.fsync(file.fileno())
