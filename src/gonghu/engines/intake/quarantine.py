"""
Rows that go back to the department (退回名册): the same sheet, original row numbers, and why (错误原因).

Only those rows are in it, so that they can be mended and handed in again alone. A second sheet lists rows that
were used although a cell of theirs could not be (提醒).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gonghu.engines.intake.delivery import Delivery, Sheet

ROW, REASON = "原行号", "错误原因"
MOST_ROWS = 200_000
"""More rows than that are cut off with a word about it: such a file is better sent again whole."""

_LONGEST = 32_767
_FORBIDDEN = str.maketrans("/\\:*?\"<>|#", "__________")


def write_quarantine(delivery: Delivery, connection: duckdb.DuckDBPyConnection, out: Path) -> tuple[Path, ...]:
    """Write a workbook for every sheet with rows returned or doubtful, and return their paths."""
    written = []
    for sheet in delivery.sheets:
        returned = _rows(connection, sheet, "SELECT row_no, reason FROM intake_quarantine")
        doubtful = _rows(connection, sheet, _DOUBTFUL)
        if returned or doubtful:
            out.mkdir(parents=True, exist_ok=True)
            stem = f"{Path(sheet.path).stem}_{sheet.sheet}" if sheet.sheet else Path(sheet.path).stem
            path = out / f"{stem.translate(_FORBIDDEN)}.xlsx"
            _write(path, sheet, returned, doubtful)
            written.append(path)
    return tuple(written)


Returned = list[tuple[int, str, Sequence[str | None]]]

_DOUBTFUL = """SELECT row_no, string_agg(field || '“' || coalesce(value, '') || '”' || reason, '；') AS reason
FROM intake_warning WHERE file_no = $file_no GROUP BY row_no"""
