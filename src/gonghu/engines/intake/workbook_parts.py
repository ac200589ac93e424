"""
The parts of an .xlsx workbook (工作簿内部) looked at before the reader library sees them.

The library lays a sheet out as a full rectangle: one stray cell at XFD1048576 asks for 17 thousand million cells and
ends the program. The ``dimension`` element may be wrong or missing and is not believed; the furthest row and column are
looked for in one pass over the bytes, which costs a fraction of reading them.
"""

import codecs
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.zip_directory import (
    MEGABYTE,
    ZipLimits,
    flaw_of,
    opened,
    require_bearable,
    unpacked,
)

WORKBOOK_LIMITS: Final = ZipLimits(members=10_000, unpacked=600 * MEGABYTE)
"""A sheet of 200,000 rows by 20 columns unpacks to 140 MB and is read in 5 s."""
LARGEST_STRINGS: Final = 200 * MEGABYTE
"""The table of shared strings is held in memory whole."""
MOST_CELLS: Final = 15_000_000
"""Rows by columns of one sheet, blank cells included: 1,048,576 rows by 14, or 200,000 by 75."""

_PROLOG: Final = 64 << 10
_BLANK: Final = b"\xef\xbb\xbf \t\r\n"
_WIDE_CHARACTERS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ASIDE: Final = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ROOT: Final = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)[\s/>]")
_REFERENCE: Final = re.compile(rb"r=\"[A-Za-z]{0,3}(\d{1,9})\"")
_ALPHABET: Final = 26
LONGEST_ROW: Final = 32 * MEGABYTE


def judge_workbook(path: Path) -> None:
    """
    Look through every part of a workbook.

    :raises Refused: a bomb, a lying directory, a document type in an XML part, too many cells, or macros in an .xlsx
    """
    with opened(path) as container:
        members = [member for member in container.infolist() if not member.is_dir()]
        require_bearable(members, WORKBOOK_LIMITS)
        names = [member.filename.replace("\\", "/").lower() for member in members]
        if len(set(names)) < len(names):
            raise Refused("内部有重名的部件，像是伪造的文件，没有打开；请用 Excel 或 WPS 打开后另存为 .xlsx 再报")
        if path.suffix.lower() == ".xlsx" and "xl/vbaproject.bin" in names:
            raise Refused("含有宏，后缀却是 .xlsx，没有打开；请另存为不含宏的 .xlsx 后重报")
        for name, member in zip(names, members, strict=True):
            flaw = flaw_of(member)
            if flaw:
                raise Refused(flaw)
            if name.endswith("sharedstrings.xml") and member.file_size > LARGEST_STRINGS:
                raise Refused(
                    f"文字部分超过 {LARGEST_STRINGS // MEGABYTE} MB，没有打开；请另存为 .csv 或分成几份后重报"
                )
            _judge_part(name, unpacked(container, member))


def _judge_part(name: str, pieces: Iterator[bytes]) -> None:
    head = next(pieces, b"")
    if name == "meta-inf/manifest.xml" and b"encryption-data" in head:
        raise Refused("有打开密码的工作簿；请用 Excel 或 WPS 打开，去掉打开密码，另存为 .xlsx 后重报")
    root = None if "/media/" in name or name.startswith("pictures/") else _root_of(head)
    if root is not None and root[1] == b"worksheet":
        _judge_sheet(head, pieces, root[0])
    for _ in pieces:
        pass  # read to its end, so that its size is known to be true


def _root_of(head: bytes) -> tuple[bytes, bytes] | None:
    """Return the prefix and name of the root element; None for a part that is not XML."""
    if head.startswith(_WIDE_CHARACTERS):
        head = head[:_PROLOG].decode("utf-16", errors="replace").encode()
    start = head.lstrip(_BLANK)[:_PROLOG]
    if not start.startswith(b"<"):
        return None
    prolog = _ASIDE.sub(b"", start)
    root = _ROOT.search(prolog)
    if root is None or b"<!" in prolog[: root.start()]:
        raise Refused(
            "内部的 XML 带有文档类型声明（DOCTYPE）或开头不正常，可能是恶意文件，没有打开；"
            "请用 Excel 或 WPS 打开后另存为 .xlsx 再报"
        )
    return root[1] or b"", root[2]


def _judge_sheet(head: bytes, pieces: Iterator[bytes], prefix: bytes) -> None:
    """Measure the rectangle from A1 to the furthest row and column with a value; rows come in their order."""
    element = b"<" + (prefix + b":" if prefix else b"")
    row, cell = element + b"row", element + b"c"
    unplaced = re.compile(rb"%s(?! r=\")[\s/>]" % re.escape(cell))
    rows, columns = 0, 0
    for text in _whole_rows(head, pieces, row):
        rows = _last_row(text, element, rows)
        columns = max([columns, *map(_column, set(_further(columns).findall(text)))])
        if unplaced.search(text):
            columns = max([columns, *(cells.count(cell) for cells in text.split(row))])
        if rows * columns > MOST_CELLS:
            raise Refused(
                f"工作表占到 {rows:,} 行 × {columns:,} 列，超过 {MOST_CELLS:,} 个单元格的上限，没有打开；"
                "多半是很远处有零星内容，请删去名册以外的行列，或另存为 .csv 后重报"
            )


def _last_row(text: bytes, element: bytes, rows: int) -> int:
    """Return the row of the last value so far; rows without numbers are counted."""
    value = max(text.rfind(element + b"v"), text.rfind(element + b"is"))
    if value < 0:
        return rows
    numbered = _REFERENCE.match(text, max(text.rfind(b'r="', 0, value), 0))
    return max(rows, int(numbered[1])) if numbered else rows + text.count(element + b"row")


def _whole_rows(head: bytes, pieces: Iterator[bytes], row: bytes) -> Iterator[bytes]:
    """Yield the sheet in texts that end before a row begins."""
    rest = head
    for piece in pieces:
        text = rest + piece
        cut = max(text.rfind(row), 0)
        rest = text[cut:]
        if len(rest) > LONGEST_ROW:
            raise Refused("工作表里有一行长得不正常，没有打开；请另存为 .csv 后重报")
        yield text[:cut]
    yield rest


@cache
def _further(columns: int) -> re.Pattern[bytes]:
    """Match filled cells in columns after the furthest known: to pick out every cell would cost half the reading."""
    known = rb"(?![A-%c]\d)" % (64 + min(columns, _ALPHABET)) if columns else b""
    return re.compile(rb"r=\"%s([A-Za-z]{1,3})\d+\"[^>]*(?<!/)>" % known)


def _column(letters: bytes) -> int:
    """Return the number of a column: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * _ALPHABET + letter - 64
    return number
