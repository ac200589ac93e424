"""
Rows that go back to the department (退回名册): the same sheet, original row numbers, and why (错误原因).

Only those rows are in it, so that they can be mended and handed in again alone. A second sheet lists rows that
were used although a cell of theirs could not be (提醒).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gonghu.engines.intake.delivery import Delivery, Sheet

ROW, REASON = "原行号", "错误原因"
MOST_ROWS = 200_000
"""More rows than that are cut off with a word about it: such a file is better sent again whole."""

_LONGEST = 32_767
_FORBIDDEN = str.maketrans('/\\:*?"<>|#', "__________")


RETURNED, DOUBTFUL = "退回的行", "提醒"

_REASONS = {
    RETURNED: "SELECT row_no, reason FROM intake_quarantine WHERE file_no = $file_no",
    DOUBTFUL: """SELECT row_no, string_agg(field || '“' || coalesce(value, '') || '”' || reason, '；') AS reason
FROM intake_warning WHERE file_no = $file_no GROUP BY row_no""",
}


def write_quarantine(delivery: Delivery, connection: duckdb.DuckDBPyConnection, out: Path) -> tuple[Path, ...]:
    """Write a workbook for every sheet with rows returned or doubtful, and return their paths."""
    written = []
    for sheet in delivery.sheets:
        counted = {part: _count(connection, sheet, sql) for part, sql in _REASONS.items()}
        if any(counted.values()):
            out.mkdir(parents=True, exist_ok=True)
            stem = f"{Path(sheet.path).stem}_{sheet.sheet}" if sheet.sheet else Path(sheet.path).stem
            written.append(out / f"{stem.translate(_FORBIDDEN)}.xlsx")
            _write(written[-1], connection, sheet, counted)
    return tuple(written)


def _count(connection: duckdb.DuckDBPyConnection, sheet: Sheet, reasons: str) -> int:
    ((number,),) = connection.execute(f"SELECT count(*) FROM ({reasons})", {"file_no": sheet.file_no}).fetchall()
    return int(number)


def _write(path: Path, connection: duckdb.DuckDBPyConnection, sheet: Sheet, counted: dict[str, int]) -> None:
    # Text stays text: nothing that a department wrote can become a formula or a link here.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), {"constant_memory": True, **plain}) as workbook:
        bold = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True})
        for part, number in counted.items():
            if number:
                rows = _rows(connection, sheet, _REASONS[part])
                titles = [ROW, REASON, *(column.header for column in sheet.columns)]
                _fill(workbook.add_worksheet(part), bold, titles, rows, number)


def _rows(connection: duckdb.DuckDBPyConnection, sheet: Sheet, reasons: str) -> Iterator[Sequence[str | None]]:
    """The original cells of each row, after its number and the reason."""
    found = connection.execute(
        f"""SELECT CAST(r.row_no AS VARCHAR), r.reason, k.cells FROM ({reasons}) AS r
LEFT JOIN intake_returned AS k ON k.file_no = $file_no AND k.row_no = r.row_no ORDER BY r.row_no LIMIT {MOST_ROWS}""",
        {"file_no": sheet.file_no},
    )
    while batch := found.fetchmany(5_000):
        for row_no, reason, cells in batch:
            yield row_no, reason, *(cells or ())


def _fill(
    sheet: Worksheet, bold: Format, titles: Sequence[str], rows: Iterable[Sequence[str | None]], number: int
) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, len(titles), 18)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    for place, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(place, column, cell[:_LONGEST])
    if number > MOST_ROWS:
        sheet.write_string(
            MOST_ROWS + 1, 0, f"共 {number} 行，这里只列前 {MOST_ROWS} 行：请按错误原因改好整份名册后重报"
        )
