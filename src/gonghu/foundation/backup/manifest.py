"""What a backup holds and what must come back (备份清单)."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from gonghu.foundation.backup.chunks import BackupDamaged
from gonghu.foundation.encryption import Keyring

NAME: Final = "manifest.json"
_FORMAT: Final = "gonghu backup 1"


@dataclass(frozen=True, slots=True)
class TableFigures:
    """How many rows a table has, and a digest over them where the database can make one (一张表的核对数)."""

    rows: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a backup (备份中的文件)."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    The table of contents of a backup (备份清单).

    ``heads`` are the ends of the audit chains, ``keys`` the fingerprints of the keys that open what is sealed: the keys
    themselves are in no backup.
    """

    made_at: datetime
    version: str
    vendor: str
    migrations: tuple[str, ...]
    tables: Mapping[str, TableFigures]
    files: Mapping[str, StoredFile]
    heads: tuple[tuple[str, int, str], ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Write it down."""
        said = {"format": _FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def manifest_of(text: str) -> Manifest:
    """
    Read a manifest.

    :raises BackupDamaged: the text is none
    """
    try:
        said: dict[str, Any] = json.loads(text)
        if said.pop("format") != _FORMAT:
            raise BackupDamaged("备份由更新的版本写成。请升级后再恢复。")
        return Manifest(
            made_at=datetime.fromisoformat(said["made_at"]),
            version=said["version"],
            vendor=said["vendor"],
            migrations=tuple(said["migrations"]),
            tables={name: TableFigures(**figures) for name, figures in said["tables"].items()},
            files={name: StoredFile(**stored) for name, stored in said["files"].items()},
            heads=tuple((chain, number, digest) for chain, number, digest in said["heads"]),
            keys=said["keys"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BackupDamaged("备份清单读不出来。请换一份备份。") from problem


def key_fingerprints(keyring: Keyring) -> dict[str, str]:
    """Give a fingerprint of every key, from which no key can be found."""
    keys = {str(number): key for number, key in keyring.field_keys.items()} | {"index": keyring.blind_index_key}
    return {name: hmac.digest(key, b"gonghu backup", hashlib.sha256).hex()[:32] for name, key in keys.items()}
