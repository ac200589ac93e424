"""
Putting a backup back (恢复): unpacked and rebuilt beside the site, compared with its manifest, and only then exchanged.

What was there stays under another name until somebody removes it.
"""

import gzip
import hashlib
import io
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from gonghu.foundation.audit.verification import ChainHead, Verification, verify
from gonghu.foundation.backup.chunks import ArmouredReader, BackupDamaged
from gonghu.foundation.backup.databases import Rebuilt, instead_of_the_site, migrations_known
from gonghu.foundation.backup.manifest import NAME, Manifest, StoredFile, key_fingerprints, manifest_of
from gonghu.foundation.backup.writing import FOLDERS, kind_of_database
from gonghu.foundation.encryption import current_keyring

_BLOCK: Final = 1024 * 1024
_HOME: Final = "home"


class BackupUnsuitable(ValueError):
    """The backup is whole, but not for this program, database or keyring."""


class BackupDiffers(ValueError):
    """What was rebuilt is not what the manifest says."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore found and did (恢复结果)."""

    manifest: Manifest
    audit: Verification
    upgraded: bool
    aside: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Count the rows that came back."""
        return sum(figures.rows for figures in self.manifest.tables.values())


def restore(
    file: Path, *, passphrase: Callable[[], str], at: datetime, only_verify: bool, upgrade: bool = False
) -> Restored:
    """
    Rebuild a backup beside the site, compare it, and put it in the site's place unless it is only to be verified.

    :raises NotABackup: the file is none
    :raises BackupDamaged: it was cut or changed
    :raises PassphraseWrong: it is encrypted and this does not open it
    :raises BackupUnsuitable: another kind of database, another structure, or keys that are not on the ring
    :raises BackupDiffers: what was rebuilt is not what the manifest says
    :raises SiteRunning: somebody works with the present database
    """
    home: Path = settings.GONGHU_HOME
    mark = f"before-{at:%Y%m%d%H%M%S}"
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as name:
        folder = Path(name)
        manifest = _unpack(file, folder, passphrase)
        older = _demand_suitable(manifest, upgrade=upgrade)
        with kind_of_database().rebuilt(folder / kind_of_database().dump_name) as rebuilt:
            _compare(manifest, rebuilt)
            audit = _proved(manifest, rebuilt, upgrade=older)
            aside: tuple[str, ...] = ()
            if not only_verify:
                aside = (rebuilt.put_in_place(mark), *_exchange(folder / _HOME, home, mark))
    return Restored(manifest, audit, older, aside)


def _unpack(file: Path, folder: Path, passphrase: Callable[[], str]) -> Manifest:
    with _opened(file, passphrase) as archive:
        entries = iter(archive)
        first = next(entries, None)
        content = archive.extractfile(first) if first and first.name == NAME else None
        if content is None:
            raise BackupDamaged("备份里没有清单。请换一份备份。")
        manifest = manifest_of(content.read().decode("utf-8", "replace"))
        owed = dict(manifest.files)
        for entry in entries:
            stored = owed.pop(entry.name, None)
            source = archive.extractfile(entry) if stored else None
            if stored is None or source is None:
                raise BackupDamaged(f"备份里有清单上没有的内容：{entry.name}")
            _take(source, stored, folder, entry.name)
    if owed:
        raise BackupDamaged(f"备份里缺少 {len(owed)} 个文件，如 {next(iter(owed))}")
    return manifest


@contextmanager
def _opened(file: Path, passphrase: Callable[[], str]) -> Iterator[tarfile.TarFile]:
    """Open the archive in its armour, and read the armour to its end, beyond what the archive needs."""
    with file.open("rb") as raw:
        armour = io.BufferedReader(ArmouredReader(raw, passphrase), _BLOCK)
        try:
            with gzip.GzipFile(fileobj=armour, mode="rb") as loose:
                with tarfile.open(fileobj=loose, mode="r|", bufsize=_BLOCK) as archive:
                    yield archive
                while loose.read(_BLOCK):
                    pass
            while armour.read(_BLOCK):
                pass
        except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as problem:
            raise BackupDamaged("备份文件的内容读不出来。请换一份备份。") from problem


def _take(source: IO[bytes], stored: StoredFile, folder: Path, name: str) -> None:
    """Write one file into the folder, and compare it with what the manifest says."""
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts:
        raise BackupDamaged(f"备份里的文件名不能使用：{name}")
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += target.write(block)
    if (size, digest.hexdigest()) != (stored.size, stored.sha256):
        raise BackupDamaged(f"备份里的文件 {name} 与清单不符。请换一份备份。")


def _demand_suitable(manifest: Manifest, *, upgrade: bool) -> bool:
    """Tell whether the structure is older, and refuse what does not fit."""
    if manifest.vendor != connection.vendor:
        raise BackupUnsuitable(f"备份来自 {manifest.vendor}，现在用的是 {connection.vendor}。请设置 GONGHU_DATABASE。")
    known = set(migrations_known())
    newer = set(manifest.migrations) - known
    if newer:
        raise BackupUnsuitable(f"备份来自更新的版本（{manifest.version}，多 {len(newer)} 步结构）。请先升级 gonghu。")
    older = bool(known - set(manifest.migrations))
    if older and not upgrade:
        missing = len(known - set(manifest.migrations))
        raise BackupUnsuitable(f"备份的结构比现在旧 {missing} 步（{manifest.version}）。要升级后恢复，请加 --upgrade。")
    present = key_fingerprints(current_keyring())
    lost = [name for name, fingerprint in manifest.keys.items() if present.get(name) != fingerprint]
    if lost:
        raise BackupUnsuitable("现在的密钥环打不开这份备份里加密的内容。请先放回备份当时的密钥环（GONGHU_KEYRING）。")
    return older


def _compare(manifest: Manifest, rebuilt: Rebuilt) -> None:
    found = rebuilt.figures()
    names = manifest.tables.keys() | found.keys()
    wrong = sorted(name for name in names if manifest.tables.get(name) != found.get(name))
    if wrong:
        raise BackupDiffers(f"恢复出来的数据与清单不符：{'、'.join(wrong[:5])}。现有的数据没有改动。")


def _proved(manifest: Manifest, rebuilt: Rebuilt, *, upgrade: bool) -> Verification:
    """Verify the audit chains in what was rebuilt, against the heads that the manifest keeps."""
    with instead_of_the_site(rebuilt.settings):
        if upgrade:
            call_command("migrate", verbosity=0, interactive=False)
        found = verify(published=[ChainHead(*head) for head in manifest.heads])
    if found.broken:
        raise BackupDiffers(f"备份里的审计链不完整：{found.broken[0]}。现有的数据没有改动。")
    return found


def _exchange(restored: Path, home: Path, mark: str) -> Iterator[str]:
    """Move the present folders aside and the restored ones in their place."""
    for name in FOLDERS:
        present, new = home / name, restored / name
        if present.exists():
            aside = home / f"{name}.{mark}"
            present.rename(aside)
            yield str(aside)
        if new.exists():
            new.rename(present)
    for path in restored.glob("*.yaml") if restored.exists() else ():
        path.replace(home / path.name)
