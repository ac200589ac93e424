"""
Rows that go back to the department (退回): the same sheet with its own row numbers and the reason beside each row.

A second sheet, 提醒, lists accepted rows with a cell that could not be used. Every cell is written as text, so that no
formula of the department's ever runs on anybody's machine.
"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import duckdb
import xlsxwriter

from gonghu.engines.intake.archives import files_in
from gonghu.engines.intake.delivery import Delivery, Sheet
from gonghu.engines.intake.file_reading import sheets_of
from gonghu.engines.intake.mapping_file import names_of
from gonghu.engines.intake.sheet_table import SheetTable
from gonghu.engines.intake.workbooks import Unroller

REASON: Final = "错误原因"
ROW_NUMBER: Final = "原行号"
RETURNED: Final = "退回的行"
REMINDER: Final = "提醒"
MOST_ROWS: Final = 1_000_000
"""A sheet of a workbook has 1,048,576 rows; what is beyond is told on the last line."""

_FORBIDDEN: Final = str.maketrans('/\\:*?"<>|#', "__________")
_LONGEST: Final = 32_767
_REASON_WIDTH: Final = 44


def write_quarantine(delivery: Delivery, connection: duckdb.DuckDBPyConnection, out: Path) -> dict[int, Path]:
    """Write a workbook into ``out`` for every sheet with rows to mend or to look at; return them by file number."""
    ailing = {
        file_no
        for (file_no,) in connection.execute(
            "SELECT file_no FROM intake_quarantine UNION SELECT file_no FROM intake_warning"
        ).fetchall()
    }
    wanted = {(sheet.path, sheet.sheet): sheet for sheet in delivery.sheets if sheet.file_no in ailing}
    if not wanted:
        return {}
    out.mkdir(parents=True, exist_ok=True)
    written: dict[int, Path] = {}
    scratch = delivery.filing.scratch
    with tempfile.TemporaryDirectory(prefix="gonghu-quarantine-", dir=scratch) as folder, Unroller() as unroller:
        files = files_in(delivery.source, _made(Path(folder) / "archives"), delivery.filing)
        for number, file in enumerate(files):
            if file.unfit or not any(path == file.shown_as for path, _ in wanted):
                continue
            for table in sheets_of(file.path_on_disk, file.shown_as, _made(Path(folder) / str(number)), unroller):
                sheet = wanted.get((file.shown_as, table.sheet))
                if sheet is not None:
                    written[sheet.file_no] = _write(sheet, table, connection, out)
    return written


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _write(sheet: Sheet, table: SheetTable, connection: duckdb.DuckDBPyConnection, out: Path) -> Path:
    stem = f"{Path(sheet.path).stem}_{sheet.sheet}" if sheet.sheet else Path(sheet.path).stem
    path = out / f"{stem.translate(_FORBIDDEN)}.xlsx"
    if path.exists():
        path = out / f"{stem.translate(_FORBIDDEN)}_{sheet.file_no}.xlsx"
    headers = names_of(tuple(column.header for column in sheet.columns))
    reasons = _reasons(connection, "SELECT row_no, reason FROM intake_quarantine WHERE file_no = ?", sheet)
    titles = {column.field: headers[column.index] for column in sheet.columns if column.field}
    warnings = _reasons(
        connection,
        "SELECT row_no, field, value, reason FROM intake_warning WHERE file_no = ? ORDER BY row_no",
        sheet,
        titles,
    )
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        for title, notes in ((RETURNED, reasons), (REMINDER, warnings)):
            if notes:
                _write_sheet(book, title, headers, _original(connection, table, notes), notes)
    return path


def _reasons(
    connection: duckdb.DuckDBPyConnection, query: str, sheet: Sheet, titles: Mapping[str, str] | None = None
) -> dict[int, str]:
    rows = connection.execute(query, [sheet.file_no]).fetchall()[:MOST_ROWS]
    if titles is None:
        return dict(rows)
    return {
        row_no: "；".join(f"{titles.get(field, field)}“{value}”{reason}" for _, field, value, reason in group)
        for row_no, group in groupby(rows, key=itemgetter(0))
    }


def _original(
    connection: duckdb.DuckDBPyConnection, table: SheetTable, notes: Mapping[int, str]
) -> Iterable[tuple[Any, ...]]:
    """Return the original rows with their numbers, in the order of the sheet."""
    columns = range(table.width)
    make = "CREATE OR REPLACE TEMP TABLE intake_original AS"
    try:
        connection.execute(f"{make} {table.selection(columns)}").fetchall()
    except duckdb.Error:
        if table.plainer is None:
            raise
        connection.execute(f"{make} {table.plainer().selection(columns)}").fetchall()
    rows = connection.execute(
        "SELECT original.rowid + 1, original.* FROM intake_original AS original "
        "JOIN (SELECT unnest(?::BIGINT[]) AS row_no) AS wanted ON wanted.row_no = original.rowid + 1 ORDER BY 1",
        [list(notes)],
    ).fetchall()
    connection.execute("DROP TABLE intake_original").fetchall()
    return rows


def _write_sheet(
    book: xlsxwriter.Workbook,
    title: str,
    headers: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    notes: Mapping[int, str],
) -> None:
    page = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True})
    red = book.add_format({"font_color": "#C00000", "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    page.freeze_panes(1, 2)
    page.set_column(0, 0, 8)
    page.set_column(1, 1, _REASON_WIDTH)
    page.set_column(2, len(headers) + 1, 18)
    for column, header in enumerate([ROW_NUMBER, REASON, *headers]):
        page.write_string(0, column, header, bold)
    for line, (row_no, *cells) in enumerate(rows, 1):
        page.write_string(line, 0, str(row_no), text)
        page.write_string(line, 1, notes[row_no][:_LONGEST], red)
        for column, cell in enumerate(cells[: len(headers)], 2):
            if cell:
                page.write_string(line, column, cell[:_LONGEST], text)
    if len(notes) == MOST_ROWS:
        page.write_string(MOST_ROWS + 1, 1, f"只列前 {MOST_ROWS:,} 行：请改好整份名册后重报", red)
