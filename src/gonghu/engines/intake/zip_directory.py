"""
The directory of a zip container (压缩包目录): judged before anything is unpacked, and held to what it said.

Workbooks (.xlsx) and archives (.zip) are both zip containers. A directory may lie about sizes, so a member is inflated
to its real end and compared with what was declared (ASVS 5.0 V5.2.3).
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gonghu.engines.intake.refusals import Refused

MEGABYTE: Final = 1 << 20
MOST_RATIO: Final = 100
"""Repetitive rosters are packed 10 to 50 times smaller; a bomb 1,000 times."""
HARMLESS: Final = 64 * MEGABYTE
"""Up to this size a high ratio does no harm: empty formatted rows pack very small."""
MOST_ENTRIES: Final = 200_000
"""Directory entries counted in the file before the directory is read: reading one costs about 10 µs."""

_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (BadZipFile, RuntimeError, EOFError, ValueError, OverflowError, struct.error, zlib.error)
_DAMAGED: Final = "文件已损坏或没有传完，请重新导出或重新传送后再报"


@dataclass(frozen=True)
class ZipLimits:
    """How many members a container may have, and how large they may be in all when unpacked (bytes)."""

    members: int
    unpacked: int


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """
    Open a container whose directory is of a bearable size.

    :raises Refused: the directory is too long, or the container is broken
    """
    if _entries_in(path) > MOST_ENTRIES:
        raise Refused("压缩目录过长，像是压缩炸弹，没有打开；请确认来源，重新导出后再报")
    try:
        container = ZipFile(path)
    except _BROKEN as broken:
        raise Refused(_DAMAGED) from broken
    with container:
        yield container


def require_bearable(members: Sequence[ZipInfo], limits: ZipLimits) -> None:
    """
    Hold the whole container against the limits.

    :raises Refused: too many members, or too large when unpacked
    """
    if len(members) > limits.members:
        raise Refused(f"里面有 {len(members):,} 个文件，超过 {limits.members:,} 个的上限，没有打开；请分成几份后重报")
    size = sum(member.file_size for member in members)
    if size > limits.unpacked:
        raise Refused(
            f"解开后有 {size // MEGABYTE:,} MB，超过 {limits.unpacked // MEGABYTE:,} MB 的上限，像是压缩炸弹，"
            "没有打开；确实有这么多行的，请另存为 .csv 或分成几份后重报"
        )


def flaw_of(member: ZipInfo) -> str | None:
    """Return why one member must not be unpacked, or None."""
    if member.flag_bits & _ENCRYPTED:
        return "压缩时加了密码，读不出内容；请去掉密码重新压缩后再报"
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "用了少见的压缩方法；请用系统自带的“压缩为 ZIP”重新压缩后再报"
    if member.file_size > HARMLESS and member.file_size > MOST_RATIO * member.compress_size:
        return (
            f"{member.compress_size // 1024:,} KB 解开后有 {member.file_size // MEGABYTE:,} MB，像是压缩炸弹，"
            "没有打开；请删去多余的空白行列，另存为 .csv 后重报"
        )
    return None


def unpacked(container: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """
    Yield the member's bytes, a megabyte at most each time.

    :raises Refused: it is damaged, or longer or shorter than the directory said
    """
    # zipfile stops at the declared size; a parser that does not would go on. Asked for one byte more, both see the end.
    asked = copy(member)
    asked.file_size = member.file_size + 1
    length = 0
    try:
        with container.open(asked) as stream:
            while piece := stream.read(MEGABYTE):
                length += len(piece)
                yield piece
    except _BROKEN as broken:
        raise Refused(_DAMAGED) from broken
    if length != member.file_size:
        raise Refused("压缩目录写的大小与实际不符，像是伪造的文件，没有打开；请确认来源，重新导出后再报")


def _entries_in(path: Path) -> int:
    count, last = 0, b""
    with path.open("rb") as stream:
        while piece := stream.read(MEGABYTE):
            joined = last + piece
            count += joined.count(_ENTRY)
            last = joined[-len(_ENTRY) + 1 :]
    return count
