"""
Files that older keys sealed (旧密钥加密的文件): which there are below a folder, and sealing them again.

A file opens only in its place, and who keeps it knows which that is: a ``PlaceAt`` names it by the path.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from uuid import UUID

from gonghu.foundation.encryption import KeyMissing, SealBroken, current_keyring
from gonghu.foundation.sealed_files import FileSealer, key_of_file, opened_chunks

PlaceAt = Callable[[Path], str | None]
"""Gives the place for which the file of a path was sealed; nothing if it is no file of this keeper."""
_DRAFT = ".new"


def key_named(name: str) -> UUID | None:
    """Read the key that a file or a folder is named by."""
    try:
        return UUID(name)
    except ValueError:
        return None


def sealed_below(home: Path) -> Iterator[tuple[Path, int]]:
    """Give every sealed file below a folder with the number of its key."""
    for path in sorted(home.rglob("*")):
        if path.suffix != _DRAFT and path.is_file() and (key := key_of_file(path)) is not None:
            yield path, key


def reseal_files(home: Path, shelves: Mapping[str, PlaceAt]) -> int:
    """
    Seal with the current key what an older one sealed, and tell how many files; ``shelves`` by the folder's name.

    A file that does not open, or that nobody keeps, stays as it is: ``files_by_key`` tells which key it needs.
    """
    resealed = 0
    for path, key in sealed_below(home):
        place_at = shelves.get(path.relative_to(home).parts[0])
        place = place_at(path) if place_at and key != current_keyring().current else None
        if place is not None:
            resealed += _reseal(path, place)
    return resealed


def files_by_key(home: Path) -> Counter[int]:
    """Count the sealed files below a folder by the number of their key."""
    return Counter(key for _path, key in sealed_below(home))


def _reseal(path: Path, place: str) -> bool:
    """Put a file sealed anew in place of the old one, at once; one that was destroyed meanwhile stays gone."""
    try:
        with FileSealer(path, place=place) as sealer:
            for chunk in opened_chunks(path, place=place):
                sealer.write(chunk)
            if not path.exists():
                raise FileNotFoundError(path)
    except (SealBroken, KeyMissing, FileNotFoundError):
        return False
    return True
