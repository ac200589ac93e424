"""
What a run keeps for later questions (留存的家庭事实): a database file of the families, sealed as soon as it is written.

It is opened in memory where the system can do that, so that nothing plain reaches the disk for one look.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from gonghu.foundation.resealing import key_named
from gonghu.foundation.sealed_files import open_file, private_folder, seal_copy

_NAME: Final = "families.sealed"


class NothingKept(LookupError):
    """Nothing is kept of the run: it did not come to an end, or was taken back."""


def keep_families(run: UUID, plain: Path) -> None:
    """Seal the families of a run, and remove the plain file."""
    seal_copy(plain, _path(run), place=_place(run))
    plain.unlink()


@contextmanager
def opened_families(run: UUID) -> Iterator[Path]:
    """
    Give the families of a run as a plain file for the time of the block.

    :raises NothingKept: there are none
    :raises SealBroken: they were changed since
    """
    sealed = _path(run)
    if not sealed.is_file():
        raise NothingKept("这次比对没有留存可供说明的内容")
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create(_NAME), "w+b") as memory:
            open_file(sealed, memory, place=_place(run))
            memory.flush()
            yield Path(f"/proc/self/fd/{memory.fileno()}")
        return
    with private_folder(settings.GONGHU_HOME / "opened") as folder:
        plain = folder / _NAME
        with plain.open("wb") as target:
            open_file(sealed, target, place=_place(run))
        yield plain


def forget_families(run: UUID) -> None:
    """Destroy what is kept of a run."""
    shutil.rmtree(_path(run).parent, ignore_errors=True)


def has_families(run: UUID) -> bool:
    """Tell whether anything is kept of a run."""
    return _path(run).is_file()


def place_at(path: Path) -> str | None:
    """Give the place for which what is kept of a run was sealed."""
    run = key_named(path.parent.name)
    return _place(run) if run and path.name == _NAME else None


def _path(run: UUID) -> Path:
    home: Path = settings.GONGHU_HOME
    return home / "runs" / str(run) / _NAME


def _place(run: UUID) -> str:
    return f"policies.families:{run}"
