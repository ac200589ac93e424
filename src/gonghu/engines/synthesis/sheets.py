"""Writing rendered rows as the files departments hand over: CSV in old encodings, workbooks, Parquet."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from gonghu.engines.synthesis.dialect import Sheet
from gonghu.engines.synthesis.randomness import sql_text

BLOCK_BYTES = 1 << 20
ROW_GROUP = 100_000


@dataclass(frozen=True)
class Paper:
    """What a sheet is written on: its wording, the date it bears, and whether it is decorated."""

    sheet: Sheet
    as_of: date
    decorated: bool

    def filled(self, text: str) -> str:
        """Return a title or note with its date put in."""
        on = self.as_of
        return text.format(year=on.year, month=on.month, date=f"{on.year}年{on.month}月{on.day}日")

    @property
    def numbered(self) -> bool:
        """Return whether a column 序号 stands in front."""
        return self.sheet.numbered and self.decorated

    def head(self) -> list[list[str]]:
        """Return the rows above the first record: title, department line, one or two header rows."""
        front = ["序号"] if self.numbered else []
        columns = self.sheet.columns
        if not (self.sheet.grouped and self.decorated):
            return [*self._titles(), front + [c.group + c.header for c in columns]]
        above = ["", *(c.group for c in columns[:-1])]
        upper = [
            c.header if not c.group else c.group if c.group != left else ""
            for c, left in zip(columns, above, strict=True)
        ]
        lower = [c.header if c.group else "" for c in columns]
        return [*self._titles(), front + upper, [""] * len(front) + lower]

    def _titles(self) -> list[list[str]]:
        if not (self.decorated and self.sheet.title):
            return []
        on, width = self.as_of, len(self.sheet.columns) + self.numbered
        issued = f"日期:{on.year}年{on.month}月{on.day}日"
        return [
            [self.filled(self.sheet.title)] + [""] * (width - 1),
            ["填报单位:", *[""] * (width - 3), issued, ""][:width],
        ]

    def merges(self) -> list[tuple[int, int, int, str]]:
        """Return what an office merges across columns: line, first and last column, text."""
        head = self.head()
        lines = [0] if self._titles() else []
        lines += [len(head) - 2] if self.sheet.grouped and self.decorated else []
        return [(line, first, last, head[line][first]) for line in lines for first, last in _spans(head[line])]

    def foot(self, count: int) -> list[list[str]]:
        """Return the rows below the last record: total and note."""
        width = len(self.sheet.columns) + self.numbered
        rows = []
        if self.decorated and self.sheet.total:
            rows.append(["合计", f"{count}人", *[""] * (width - 2)])
        if self.decorated and self.sheet.note:
            rows.append([self.filled(self.sheet.note)] + [""] * (width - 1))
        return rows


def _as_csv(rows: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def write_csv(connection: duckdb.DuckDBPyConnection, query: str, paper: Paper, path: Path) -> int:
    """Write the rows of a query as CSV in the sheet's encoding, in bounded memory, and return how many there are."""
    sheet = paper.sheet
    plain = path.with_suffix(".part")
    numbered = f"SELECT row_number() OVER () AS 序号, * FROM ({query})" if paper.numbered else query
    copied = connection.execute(
        f"COPY ({numbered}) TO {sql_text(str(plain))} (FORMAT csv, HEADER false, DELIMITER {sql_text(sheet.delimiter)})"
    ).fetchall()
    encoding = sheet.encoding if paper.decorated else "utf-8"
    blank = sheet.delimiter * (len(sheet.columns) + paper.numbered - 1) + "\r\n"
    # The codec's byte order mark belongs to the beginning only.
    later = "utf-8" if encoding == "utf-8-sig" else encoding
    with path.open("wb") as out:
        out.write(_as_csv(paper.head(), sheet.delimiter).encode(encoding))
        with plain.open("r", encoding="utf-8", newline="\n") as lines:
            while block := lines.readlines(BLOCK_BYTES):
                out.write("".join(block).replace("\n", "\r\n").encode(later))
                if paper.decorated and sheet.title:
                    out.write(blank.encode(later))
        out.write(_as_csv(paper.foot(copied[0][0]), sheet.delimiter).encode(later))
    plain.unlink()
    return int(copied[0][0])


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Write the rows of a query as Parquet whose columns are the sheet's headers, and return how many there are."""
    copied = connection.execute(
        f"COPY ({query}) TO {sql_text(str(path))} (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP}, COMPRESSION zstd)"
    ).fetchall()
    return int(copied[0][0])


def _write_row(page: Worksheet, line: int, cells: Sequence[str | None]) -> None:
    for place, text in enumerate(cells):
        if text is None or text == "":
            continue
        if text.startswith("\x01"):
            page.write_number(line, place, float(text[1:]))
        else:
            page.write_string(line, place, text)


def write_workbook(
    connection: duckdb.DuckDBPyConnection, query: str, paper: Paper, path: Path, blank_every: int = 0
) -> int:
    """
    Write the rows of a query as a workbook, spread over the sheet's pages, and return how many there are.

    Cells are strings, as departments keep ID numbers, except those marked as numbers.
    """
    rows = connection.execute(query).fetchall()
    names = paper.sheet.sheets if paper.decorated else paper.sheet.sheets[:1]
    each = -(-len(rows) // len(names)) or 1
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    # A workbook bears the time it was made; the same seed shall give the same bytes.
    book.set_properties({"created": datetime.combine(paper.as_of, time(), UTC)})
    pages = [book.add_worksheet(name) for name in names]
    for page in pages:
        for line, cells in enumerate(paper.head()):
            _write_row(page, line, cells)
            for _, first, last, text in (m for m in paper.merges() if m[0] == line):
                page.merge_range(line, first, line, last, text)
    top = len(paper.head())
    line, page_no, within = top, 0, 0
    for nth, row in enumerate(rows, 1):
        if within == each:
            _close_page(pages[page_no], line, paper, within)
            page_no, within, line = page_no + 1, 0, top
        within += 1
        front = [f"\x01{within}"] if paper.numbered else []
        _write_row(pages[page_no], line, [*front, *row])
        line += 2 if blank_every and nth % blank_every == 0 else 1
    _close_page(pages[page_no], line, paper, within)
    book.close()
    return len(rows)


def _close_page(page: Worksheet, line: int, paper: Paper, within: int) -> None:
    for below, cells in enumerate(paper.foot(within)):
        _write_row(page, line + below, list(cells))


def _spans(cells: list[str]) -> list[tuple[int, int]]:
    """Return the runs of a text and the empty cells to its right."""
    starts = [place for place, text in enumerate(cells) if text] + [len(cells)]
    return [(first, after - 1) for first, after in pairwise(starts) if after - first > 1]
