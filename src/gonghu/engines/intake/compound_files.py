"""
Compound files (OLE2 复合文档): old workbooks (.xls), and the envelope of every workbook with an opening password.

The streams inside are told by their directory entries: a UTF-16 name in 64 bytes, then its length (MS-CFB 2.6.1).
"""

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_NAME_BYTES: Final = 64
_SECTOR_SHIFT_AT: Final = 30
_FIRST_SECTOR_AT: Final = 116
_SHORTEST: Final = 512
_FILEPASS: Final = 0x2F
_BOUNDSHEET: Final = 0x85


def streams_of(path: Path, names: tuple[str, ...]) -> frozenset[str]:
    """Return which of the named streams the file holds."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
        return frozenset(name for name in names if view.find(_entry(name)) >= 0)


def has_password(path: Path) -> bool:
    """Tell whether the workbook stream of an .xls is encrypted: a FILEPASS record among its first (MS-XLS 2.4.117)."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
        entry = max(view.find(_entry("Workbook")), view.find(_entry("Book")))
        if entry < 0 or len(view) < _SHORTEST:
            return False
        sector = 1 << min(view[_SECTOR_SHIFT_AT], 16)
        (first,) = struct.unpack_from("<I", view, entry + _FIRST_SECTOR_AT)
        start = (first + 1) * sector
        return _FILEPASS in _record_kinds(view[start : start + sector])


def _record_kinds(records: bytes) -> Iterator[int]:
    """Yield the kinds of the records before the list of sheets."""
    at = 0
    while at + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, at)
        if kind == _BOUNDSHEET:
            return
        yield kind
        at += 4 + length


def _entry(name: str) -> bytes:
    encoded = name.encode("utf-16-le")
    return encoded.ljust(_NAME_BYTES, b"\0") + struct.pack("<H", len(encoded) + 2)
