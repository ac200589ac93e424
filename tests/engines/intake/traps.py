"""Builds the files that must be refused: bombs, disguises, locked workbooks, directories that lie."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter

ROWS = (("姓名", "身份证号"), ("王小明", "990101201503070018"))
SHEET = "xl/worksheets/sheet1.xml"
WORKSHEET = b'<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>%s</sheetData></worksheet>'


def workbook(path: Path, rows: Sequence[Sequence[object]] = ROWS) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def altered(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Replace or add parts of a workbook."""
    with ZipFile(path) as before:
        kept = {name: before.read(name) for name in before.namelist()}
    return packed(path, {**kept, **parts})


def packed(path: Path, members: Mapping[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return path


def packed_by_windows(path: Path, members: Mapping[bytes, bytes]) -> Path:
    """Pack under the bytes of the names, without the flag that says they are UTF-8."""
    stand_ins = {f"{number}".rjust(len(name), "@"): name for number, name in enumerate(members)}
    packed(path, dict(zip(stand_ins, members.values(), strict=True)))
    content = path.read_bytes()
    for stand_in, name in stand_ins.items():
        content = content.replace(stand_in.encode(), name)
    path.write_bytes(content)
    return path


def packed_link(path: Path, name: str, target: str) -> Path:
    link = ZipInfo(name)
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    with ZipFile(path, "a") as container:
        container.writestr(link, target)
    return path


def lying(path: Path, name: str, declared: int, summed: int) -> Path:
    """Let the directory say that a member is ``declared`` bytes long, with the checksum of ``summed`` bytes of it."""
    with ZipFile(path) as container:
        shown = container.read(name)[:summed]
    content = bytearray(path.read_bytes())
    for signature, crc_at, name_at in ((b"PK\x03\x04", 14, 30), (b"PK\x01\x02", 16, 46)):
        at = _header_of(content, signature, name_at, name)
        struct.pack_into("<I", content, at + crc_at, zlib.crc32(shown))
        struct.pack_into("<I", content, at + crc_at + 8, declared)
    path.write_bytes(content)
    return path


def with_password(path: Path, name: str) -> Path:
    """Set the flag of an encrypted member."""
    content = bytearray(path.read_bytes())
    for signature, flag_at, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        content[_header_of(content, signature, name_at, name) + flag_at] |= 1
    path.write_bytes(content)
    return path


def _header_of(content: bytearray, signature: bytes, name_at: int, name: str) -> int:
    at = content.find(signature)
    while at >= 0 and content[at + name_at : at + name_at + len(name.encode())] != name.encode():
        at = content.find(signature, at + 1)
    assert at >= 0, name
    return at


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Lay out an OLE2 compound file: header, one allocation sector, the directory, the streams."""
    sectors = [(content.ljust(4096, b"\0"), name) for name, content in streams.items()]
    first, entries, chain = 2, [_entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)], [0xFFFFFFFD, 0xFFFFFFFE]
    for number, (content, name) in enumerate(sectors, 1):
        length = len(content) // 512
        following = number + 1 if number < len(sectors) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(content), 0xFFFFFFFF, following))
        chain += [*range(first + 1, first + length), 0xFFFFFFFE]
        first += length
    assert len(entries) <= 4
    assert len(chain) <= 128
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    allocation = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    return header.ljust(512, b"\xff") + allocation + b"".join(entries).ljust(512, b"\0") + b"".join(
        content for content, _ in sectors
    )  # fmt: skip


def _entry(name: str, kind: int, start: int, size: int, child: int, right: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, right, child if kind == 5 else 0xFFFFFFFF)
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1) + links
    return head + bytes(36) + struct.pack("<IQ", start, size)


def old_workbook(*, password: bool = False) -> bytes:
    """One sheet with the number 7 in its first cell, as BIFF8."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    lock = _record(0x2F, struct.pack("<H", 1) + bytes(52)) if password else b""
    name = struct.pack("<BB", 3, 0) + b"abc"
    page_at = len(begin) + len(lock) + 4 + 6 + len(name) + 4
    globals_ = begin + lock + _record(0x85, struct.pack("<IBB", page_at, 0, 0) + name) + _record(0x0A, b"")
    page = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    page += _record(0x0203, struct.pack("<HHHd", 0, 0, 0, 7.0)) + _record(0x0A, b"")
    return compound({"Workbook": globals_ + page})


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
