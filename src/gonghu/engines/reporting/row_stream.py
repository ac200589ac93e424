"""
Rows of a long sheet written as SpreadsheetML (ECMA-376) straight to disk, and put into a finished workbook.

XlsxWriter writes the workbook, the header and the first row; a hundred thousand more rows of the same formats
go this way at a seventh of the cost. Every text is an inline string: no cell can become a formula.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter.utility import xl_col_to_name

from gonghu.engines.reporting.row_heights import row_height

Cell = str | int | float | None

LONGEST = 32_767
"""Characters that fit one cell; more would be left out without a word."""

_END = b"</sheetData>"
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_x": "_x005F_x"}


def fitted(text: str) -> str:
    """Return a text that fits one cell, its end cut off visibly if it must be."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class RowStream:
    """The rows of one sheet from ``first`` (counted from 1) on; formats and widths are given one a column."""

    def __init__(self, styles: Sequence[int], widths: Sequence[float], first: int) -> None:
        self._widths = widths
        self._cells = [(xl_col_to_name(place), f'" s="{style}"') for place, style in enumerate(styles)]
        self.file = TemporaryFile()  # noqa: SIM115 - closed by whoever puts the rows into the workbook
        self.last = first - 1

    def append(self, row: Sequence[Cell]) -> None:
        """Write one row: numbers as numbers, everything else as text, nothing as an empty framed cell."""
        self.last += 1
        number = self.last
        cells = [
            f'<c r="{name}{number}{style}/>'
            if value is None or value == ""
            else f'<c r="{name}{number}{style} t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>'
            if isinstance(value, str)
            else f'<c r="{name}{number}{style}><v>{value}</v></c>'
            for (name, style), value in zip(self._cells, row, strict=True)
        ]
        height = row_height(row, self._widths)
        self.file.write(f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'.encode())

    @property
    def corner(self) -> str:
        """The last cell of the last row."""
        return f"{self._cells[-1][0]}{self.last}"


def _escaped(text: str) -> str:
    text = fitted(text)
    return _UNSAFE.sub(_escape, text) if _UNSAFE.search(text) else text


def _escape(found: re.Match[str]) -> str:
    """Characters that XML has not are written _x0001_; text that looks like that gets its underscore escaped."""
    text = found.group()
    return _NAMED.get(text) or f"_x{ord(text):04X}_"


def put_rows(path: Path, streams: Mapping[int, RowStream]) -> None:
    """Put the rows into the finished workbook; ``streams`` has them by the number of the sheet, from 1."""
    finished = path.with_suffix(".part")
    path.rename(finished)
    with ZipFile(finished) as source, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=4) as target:
        for member in source.infolist():
            sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", member.filename)
            stream = streams.get(int(sheet[1])) if sheet else None
            if stream is None:
                target.writestr(member, source.read(member))
                continue
            before, _, after = source.read(member).partition(_END)
            stream.file.seek(0)
            member.compress_type = ZIP_DEFLATED
            with target.open(member, "w", force_zip64=True) as part:
                part.write(_DIMENSION.sub(f'<dimension ref="A1:{stream.corner}"/>'.encode(), before))
                while block := stream.file.read(1 << 20):
                    part.write(block)
                part.write(_END + after)
            stream.file.close()
    finished.unlink()
