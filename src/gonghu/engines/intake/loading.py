"""Loading one recognised sheet (装载): one pass, open cells, returned rows, warnings, counts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
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
from gonghu.engines.intake.tracing import Statements
from gonghu.engines.intake.watching import watched

_MORE: Final = "intake_more"
"""A further sheet of a kind whose table is there already; its rows are added at the end."""

_REJECTED: Final = "intake_rejected"


def load(statements: Statements, rows: SheetRows, table: SheetTable, progress: Progress) -> Counts:
    """Clean a sheet into the table of its kind and account for every row."""
    roster = table_of(rows.profile.kind)
    target = _MORE if has_table(statements, roster) else roster
    with watched(statements.connection, progress, table.rows):
        rows, total = _clean(statements, rows, target, table)
    statements.rows("row numbers", "原表行号：清洗入表时保持原顺序", f"UPDATE {target} SET row_no = rowid + 1")
    unread = read_open_cells(statements, target, rows)
    counts = _keep_people(statements, target, rows, total)
    for item in unread:
        if item.cleaner.complaint:
            _warn(statements, target, rows.file_no, item)
    for column in rows.scratch:
        statements.rows("tidy", "去掉清洗用的列", f"ALTER TABLE {target} DROP COLUMN {column}")
    if target == _MORE:
        statements.rows("more rows", "并入同类名册", f"INSERT INTO {roster} BY NAME FROM {_MORE}")
        statements.rows("more rows done", "去掉中间表", f"DROP TABLE {_MORE}")
    return counts


def _clean(statements: Statements, rows: SheetRows, target: str, table: SheetTable) -> tuple[SheetRows, int]:
    """
    Make the table the fast way, and the plainer way if DuckDB refuses or has dropped blank lines.

    Return the rows as they were read, and their number.
    """

    def made(source: SheetTable) -> tuple[SheetRows, int]:
        read = replace(rows, flawed=source.flawed)
        sql = cleaned_table(read, target, source.selection(rows.columns))
        return read, statements.count(f"clean {rows.profile.kind}", f"读入并清洗{rows.profile.title}", sql)

    with ThreadPoolExecutor(1) as beside:
        expected = beside.submit(table.count) if table.count is not None else None
        try:
            read, found = made(table)
            if expected is None or expected.result() == found or table.plainer is None:
                return read, found
        except duckdb.Error:
            if table.plainer is None:
                raise
    return made(table.plainer())


def _keep_people(statements: Statements, table: str, rows: SheetRows, total: int) -> Counts:
    """Take out the rows that name nobody; those that are neither blank nor totals go back with a reason."""
    before = max(total - rows.first_row + 1, 0)
    rejected = statements.count(
        "rows that name nobody",
        "表头以上、空行、合计行和认不出是谁的行",
        f"CREATE OR REPLACE TEMP TABLE {_REJECTED} AS SELECT row_no FROM {table} WHERE row_no < {rows.first_row} "
        f"UNION ALL SELECT row_no FROM {table} WHERE row_no >= {rows.first_row} AND {rows.names_nobody()}",
    )
    accepted = total - rejected
    # Above the header stand no records: nothing of that goes back.
    quarantined = _send_back(statements, table, rows) if accepted < before else 0
    if rejected:
        statements.rows("take out", "从名册中取出这些行", f"DELETE FROM {table} WHERE row_no IN (FROM {_REJECTED})")
    return Counts(before, accepted, quarantined, before - accepted - quarantined)


def _send_back(statements: Statements, table: str, rows: SheetRows) -> int:
    return statements.count(
        "rows that go back",
        "退回的行和原因",
        f"INSERT INTO intake_quarantine SELECT {rows.file_no}, row_no, {_reason(rows)} "
        f"FROM {table} SEMI JOIN {_REJECTED} USING (row_no) "
        f"WHERE row_no >= {rows.first_row} AND {_to_be_mended(rows)}",
    )


def _to_be_mended(rows: SheetRows) -> str:
    """Test a row for having something to mend: neither blank nor a total."""
    plain = f"NOT total_line AND NOT ({_blank(rows)})"
    return f"(garbled IS NOT NULL OR ({plain}))" if rows.flawed else plain


def _blank(rows: SheetRows) -> str:
    """Test a row for having nothing in any placed cell."""
    cells = [item for item in rows.placed if not item.is_constant]
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
    garbled = (
        f"WHEN garbled IS NOT NULL THEN {literal('有读不出的字节：“')} || left(trim(garbled), 30) || "
        f"{literal('”，请在原系统里核对，改正后重报')} "
    )
    return (
        f"CASE {garbled if rows.flawed else ''}WHEN {anything} THEN {literal('认不出是谁：')} || {shown} "
        f"ELSE {literal(f'没有填写{titles}，不知道是谁')} END"
    )


def _warn(statements: Statements, table: str, file_no: int, item: Placed) -> None:
    """Note the cells of accepted rows that could not be used, with their raw text."""
    statements.rows(
        f"warnings {item.name}",
        f"{item.field.title}里用不上的内容",
        f"INSERT INTO intake_warning SELECT {file_no}, row_no, {literal(item.name)}, {item.left}, "
        f"{literal(item.cleaner.complaint)} FROM {table} WHERE {item.name} IS NULL AND {filled(item.left)}",
    )
