"""Loading one recognised sheet (装载): one pass, open cells, returned rows, warnings, counts."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import duckdb

from gonghu.engines.intake.cleaned_table import cleaned_table
from gonghu.engines.intake.cleaning.sql_text import filled, literal
from gonghu.engines.intake.delivery import Counts
from gonghu.engines.intake.open_cells import read_open_cells
from gonghu.engines.intake.progress import Progress
from gonghu.engines.intake.roster_tables import has_table, table_of
from gonghu.engines.intake.sheet_rows import LEFT, Placed, SheetRows
from gonghu.engines.intake.sheet_table import SheetTable
from gonghu.engines.intake.watching import watched

_MORE: Final = "intake_more"
"""A further sheet of a kind whose table is there already; its rows are added at the end."""

_REJECTED: Final = "intake_rejected"


def load(connection: duckdb.DuckDBPyConnection, rows: SheetRows, table: SheetTable, progress: Progress) -> Counts:
    """Clean a sheet into the table of its kind and account for every row."""
    roster = table_of(rows.profile.kind)
    target = _MORE if has_table(connection, roster) else roster
    with watched(connection, progress, table.rows):
        _clean(connection, rows, target, table)
    _number_rows(connection, target, rows.file_no)
    unread = _read_open_cells(connection, target, rows)
    counts = _keep_people(connection, target, rows)
    for item in unread:
        if item.cleaner.complaint:
            _warn(connection, target, rows.file_no, item)
    drop = f"ALTER TABLE {target} DROP COLUMN"
    connection.execute(f"{drop} total_line; {drop} {LEFT}").fetchall()
    if target == _MORE:
        connection.execute(f"INSERT INTO {roster} BY NAME FROM {_MORE}; DROP TABLE {_MORE}").fetchall()
    return counts


def _clean(connection: duckdb.DuckDBPyConnection, rows: SheetRows, target: str, table: SheetTable) -> None:
    """Make the table the fast way, and the plainer way if DuckDB refuses or has dropped blank lines."""
    with ThreadPoolExecutor(1) as beside:
        expected = beside.submit(table.count) if table.count is not None else None
        try:
            connection.execute(cleaned_table(rows, target, table.selection(rows.columns))).fetchall()
            if expected is None or expected.result() == _number(connection, f"SELECT count(*) FROM {target}"):
                return
        except duckdb.Error:
            if table.plainer is None:
                raise
    if table.plainer is not None:
        selection = table.plainer().selection(rows.columns)
        connection.execute(cleaned_table(rows, target, selection)).fetchall()


def _read_open_cells(connection: duckdb.DuckDBPyConnection, table: str, rows: SheetRows) -> list[Placed]:
    """Read the cells SQL left open; return the fields of which some stay unread."""
    counted = ", ".join(f"count({item.left})" for item in rows.placed)
    (counts,) = connection.execute(
        f"SELECT {counted} FROM {table} WHERE {LEFT} IS NOT NULL AND row_no >= {rows.first_row}"
    ).fetchall()
    left = [item for item, count in zip(rows.placed, counts, strict=True) if count]
    return [item for item in left if read_open_cells(connection, table, rows.first_row, item)]


def _number_rows(connection: duckdb.DuckDBPyConnection, table: str, file_no: int) -> None:
    """Number the rows as the sheet does: the table was written in its order."""
    connection.execute(
        f"ALTER TABLE {table} ADD COLUMN file_no INTEGER DEFAULT {file_no}; "
        f"ALTER TABLE {table} ALTER COLUMN file_no DROP DEFAULT; "
        f"ALTER TABLE {table} ADD COLUMN row_no INTEGER; UPDATE {table} SET row_no = rowid + 1"
    ).fetchall()


def _keep_people(connection: duckdb.DuckDBPyConnection, table: str, rows: SheetRows) -> Counts:
    """Take out the rows that name nobody; those that are neither blank nor totals go back with a reason."""
    before = _number(connection, f"SELECT count(*) FROM {table} WHERE row_no >= {rows.first_row}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_REJECTED} AS SELECT row_no FROM {table} WHERE row_no < {rows.first_row} "
        f"UNION ALL SELECT row_no FROM {table} WHERE row_no >= {rows.first_row} AND {rows.names_nobody()}"
    ).fetchall()
    connection.execute(
        f"INSERT INTO intake_quarantine SELECT {rows.file_no}, row_no, {_reason(rows)} "
        f"FROM {table} SEMI JOIN {_REJECTED} USING (row_no) "
        f"WHERE row_no >= {rows.first_row} AND NOT total_line AND NOT ({_blank(rows)}); "
        f"DELETE FROM {table} WHERE row_no IN (FROM {_REJECTED})"
    ).fetchall()
    quarantined = _number(connection, f"SELECT count(*) FROM intake_quarantine WHERE file_no = {rows.file_no}")
    accepted = _number(connection, f"SELECT count(*) FROM {table}")
    return Counts(before, accepted, quarantined, before - accepted - quarantined)


def _blank(rows: SheetRows) -> str:
    """Test a row for having nothing in any placed cell."""
    cells = [item for item in rows.placed if not item.cell.startswith("'")]
    settled = " AND ".join(f"{item.name} IS NULL" for item in cells)
    left = f"{LEFT} IS NULL OR NOT {filled(f'array_to_string({LEFT}, {literal(chr(32))})')}"
    return f"CASE WHEN {settled} THEN {left} ELSE false END"


def _reason(rows: SheetRows) -> str:
    """Say why a row goes back: nobody is named at all, or what is written names nobody."""
    anything = " OR ".join(f"coalesce({item.is_filled}, false)" for item in rows.subjects)
    shown = " || ".join(
        f"coalesce({literal(item.field.title + '“')} || left(trim({item.shown}), 30) || '” ', '')"
        for item in rows.subjects
    )
    titles = "、".join(item.field.title for item in rows.subjects)
    return (
        f"CASE WHEN {anything} THEN {literal('认不出是谁：')} || {shown} "
        f"ELSE {literal(f'没有填写{titles}，不知道是谁')} END"
    )


def _warn(connection: duckdb.DuckDBPyConnection, table: str, file_no: int, item: Placed) -> None:
    """Note the cells of accepted rows that could not be used, with their raw text."""
    connection.execute(
        f"INSERT INTO intake_warning SELECT {file_no}, row_no, {literal(item.name)}, {item.left}, "
        f"{literal(item.cleaner.complaint)} FROM {table} WHERE {item.name} IS NULL AND {filled(item.left)}"
    ).fetchall()


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])
