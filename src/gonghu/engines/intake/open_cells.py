"""
Cells SQL left open (待读单元格), read in Python: each different cell of a column once, and written into its rows.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from gonghu.engines.intake.cleaning import citizen_numbers
from gonghu.engines.intake.profiles import FieldType
from gonghu.engines.intake.sheet_rows import LEFT, Placed, SheetRows
from gonghu.engines.intake.tracing import Statements

BATCH: Final = 100_000
MOST_WORDS: Final = 20_000
"""Different words of a code column that are looked up; a column with more holds something else."""

_OPEN: Final = "intake_open"
"""The different open cells by the number of their field, with the value found, NULL as long as there is none."""


def read_open_cells(statements: Statements, table: str, rows: SheetRows) -> list[Placed]:
    """Read the open cells of a sheet and write the values into its table; return the fields of which some stay open."""
    total = statements.count("open cells", "SQL 未能读出的单元格，各不相同的", _open_cells(table, rows))
    if not total:
        return []
    counted = statements.rows(
        "open cells by field",
        "各字段待读的单元格数",
        f"SELECT place, count(*), count(value) FROM {_OPEN} GROUP BY place ORDER BY place",
    )
    found = Counter({place: typed for place, _, typed in counted})
    looked_up: Counter[int] = Counter()
    for start in range(0, total, BATCH):
        _read_batch(statements, rows, start, min(start + BATCH, total), found, looked_up)
    items = {item.number: item for item in rows.placed}
    for place, _, _ in counted:
        if found[place]:
            purpose = f"把读出的{items[place].field.title}写回各行"
            statements.rows(f"read {items[place].name}", purpose, _update(table, items[place]))
    return [items[place] for place, cells, _ in counted if found[place] < cells]


def _open_cells(table: str, rows: SheetRows) -> str:
    value = "NULL" if rows.few else _typed(rows)
    return (
        f"CREATE OR REPLACE TEMP TABLE {_OPEN} AS SELECT place, cell, CAST({value} AS VARCHAR) AS value FROM "
        f"(SELECT DISTINCT place, cell FROM (SELECT unnest(range(1, {len(rows.placed) + 1})) AS place, "
        f"unnest({LEFT}) AS cell FROM {table} WHERE {LEFT} IS NOT NULL AND row_no >= {rows.first_row}) "
        f"WHERE cell IS NOT NULL)"
    )


def _typed(rows: SheetRows) -> str:
    typed = [(item.number, item.cleaner.typed("cell")) for item in rows.placed if item.cleaner.typed]
    return f"CASE place {' '.join(f'WHEN {place} THEN {sql}' for place, sql in typed)} END" if typed else "NULL"


def _read_batch(
    statements: Statements, rows: SheetRows, start: int, end: int, found: Counter[int], looked_up: Counter[int]
) -> None:
    """Read the cells of some rows and add them with their values; count values found and words looked up."""
    batch = statements.rows(
        "unread cells",
        "取出待读的单元格",
        f"SELECT place, cell FROM {_OPEN} WHERE value IS NULL AND rowid >= {start} AND rowid < {end} ORDER BY place",
    )
    values = [
        one
        for place, cells in groupby(batch, itemgetter(0))
        for one in _read(rows, place, [cell for _, cell in cells], looked_up)
    ]
    if values:
        statements.rows(
            "cells read",
            "读出的值",
            f"INSERT INTO {_OPEN} SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [list(column) for column in zip(*values, strict=True)],
        )
        found.update(place for place, _, _ in values)


def _read(rows: SheetRows, place: int, cells: list[str], looked_up: Counter[int]) -> Iterator[tuple[int, str, str]]:
    item = rows.placed[place - 1]
    if item.field.type == FieldType.CODE:
        cells = cells[: max(MOST_WORDS - looked_up[place], 0)]
    looked_up[place] += len(cells)
    for cell, value in zip(cells, item.cleaner.read(cells), strict=True):
        if value:
            yield place, cell, value


def _update(table: str, item: Placed) -> str:
    name = item.name
    read = f"SELECT cell, value FROM {_OPEN} WHERE place = {item.number} AND value IS NOT NULL"
    if item.field.type != FieldType.CITIZEN_ID:
        return (
            f"UPDATE {table} SET {name} = CAST(reading.value AS {item.cleaner.sql_type}) FROM ({read}) AS reading "
            f"WHERE {LEFT} IS NOT NULL AND {item.left} = reading.cell"
        )
    for step in citizen_numbers.columns_of_read("value", name):
        read = f"SELECT *, {', '.join(f'{sql} AS {column}' for column, sql in step.items())} FROM ({read})"
    return (
        f"UPDATE {table} SET {name} = proved.{name}_left, {name}_key = proved.{name}_key, "
        f"{name}_state = proved.{name}_state FROM ({read}) AS proved "
        f"WHERE {LEFT} IS NOT NULL AND {item.left} = proved.cell"
    )
