"""
The keys of a site are renewed (更换密钥): a new one is put on the ring, and everything is sealed with it anew.

Beside the running site, in the database and on the disk. Stopped half-way it is gone on with; whatever still needs an
older key is counted by key, so that nobody throws one away too early.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from gonghu.domain.insurance import shelf as insurance_files
from gonghu.domain.payments import shelf as payment_files
from gonghu.domain.policies import kept_files
from gonghu.domain.questionnaires import shelf as submissions
from gonghu.domain.rosters import shelf as deliveries
from gonghu.foundation import sealed_uploads
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.encryption import current_keyring, rotate, values_by_key, write_keyring
from gonghu.foundation.resealing import PlaceAt, files_by_key, reseal_files

SHELVES: Final[Mapping[str, PlaceAt]] = {
    "arriving": sealed_uploads.place_at,
    "deliveries": deliveries.place_at,
    "payment-files": payment_files.place_at,
    "insurance-files": insurance_files.place_at,
    "runs": kept_files.place_at,
    "submissions": submissions.place_at,
}
"""Who keeps sealed files in which folder of GONGHU_HOME."""


@dataclass(frozen=True, slots=True)
class KeysInUse:
    """What each key seals (密钥使用情况): values of the database and files, by the number of the key."""

    current: int
    values: Mapping[int, int]
    files: Mapping[int, int]

    @property
    def older(self) -> list[int]:
        """The keys besides the current one that something still needs."""
        return sorted((self.values.keys() | self.files.keys()) - {self.current})


def keys_in_use() -> KeysInUse:
    """Count what each key seals."""
    home: Path = settings.GONGHU_HOME
    return KeysInUse(current_keyring().current, Counter(values_by_key()), files_by_key(home))


def add_key(*, by: Actor, at: datetime) -> int:
    """Put a new key on the ring, which seals from now on, and give its number (新增密钥); old ones still open."""
    ring = current_keyring().with_new_key()
    write_keyring(ring, settings.GONGHU_KEYRING, replaces=True)
    _record("keys.add", {"key": ring.current}, by, at)
    return ring.current


def reseal_everything(*, by: Actor, at: datetime, report: Callable[[int, int], None] | None = None) -> tuple[int, int]:
    """
    Seal all values and files with the current key, and tell how many rows and files (重新加密).

    :raises KeyMissing: a value was sealed with a key that is not on the ring
    :raises SealBroken: a value does not open in its place
    """
    rows = rotate(report=report).resealed
    files = reseal_files(settings.GONGHU_HOME, SHELVES)
    _record("keys.reseal", {"rows": rows, "files": files}, by, at)
    return rows, files


@transaction.atomic
def _record(verb: str, detail: dict[str, int], by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb=verb, subject_kind="keyring", subject_key=str(current_keyring().current), detail={**detail},
        district=NATION,
    )  # fmt: skip
