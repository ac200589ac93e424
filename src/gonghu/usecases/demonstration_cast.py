"""
Who is who in the demonstration (演示人员表): kept beside its database, and read by its page.

A site is a demonstration only when GONGHU_DEMO says so, which `gonghu serve` refuses to anybody but this machine.
"""

import json
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

NAME: Final = "demonstration.json"


@dataclass(frozen=True, slots=True)
class CastMember:
    """One person of the demonstration as its page shows them (演示人员)."""

    sign_in_name: str
    name: str
    role: str
    place: str
    does: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody of the demonstration, and the password of all (演示人员表)."""

    password: str
    members: tuple[CastMember, ...]


def keep_cast(cast: Cast, home: Path) -> None:
    """Write the cast beside the database, for nobody but the owner to read."""
    path = home / NAME
    path.unlink(missing_ok=True)
    owner_only = stat.S_IRUSR | stat.S_IWUSR
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, owner_only), "w", encoding="utf-8") as file:
        json.dump(asdict(cast), file, ensure_ascii=False, indent=2)


def kept_cast() -> Cast | None:
    """Give the cast, if this site is a demonstration."""
    path: Path = settings.GONGHU_HOME / NAME
    if not settings.GONGHU_DEMO or not path.is_file():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Cast(kept["password"], tuple(CastMember(**member) for member in kept["members"]))
