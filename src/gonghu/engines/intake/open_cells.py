"""
Cells SQL left open (待读单元格), read in Python: each different cell of a column once, and written into its rows.
"""

from typing import Final

import duckdb

from gonghu.engines.intake.cleaning import citizen_numbers
from gonghu.engines.intake.profiles import FieldType
from gonghu.engines.intake.sheet_rows import Placed

BATCH: Final = 100_000
MOST_WORDS: Final = 20_000
"""Different words of a code column that are looked up; a column with more holds something else."""

_OPEN: Final = "intake_open"
_READING: Final = "intake_reading"


def read_open_cells(connection: duckdb.DuckDBPyConnection, table: str, first_row: int, item: Placed) -> bool:
    """Read one field's open cells and write the values into the table; return whether any cell stays unread."""
    limit = f"LIMIT {MOST_WORDS}" if item.field.type == FieldType.CODE else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_OPEN} AS SELECT DISTINCT {item.left} AS cell FROM {table} "
        f"WHERE {item.left} IS NOT NULL AND row_no >= {first_row} {limit}"
    ).fetchall()
    count = int(connection.execute(f"SELECT count(*) FROM {_OPEN}").fetchall()[0][0])
    if not count:
        return False
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_READING} (cell VARCHAR, value VARCHAR)").fetchall()
    found = sum(_read_batch(connection, item, start) for start in range(0, count, BATCH))
    if found:
        connection.execute(_update(table, item)).fetchall()
    return found < count or count == MOST_WORDS


def _read_batch(connection: duckdb.DuckDBPyConnection, item: Placed, start: int) -> int:
    batch = connection.execute(
        f"SELECT cell FROM {_OPEN} WHERE rowid >= {start} AND rowid < {start + BATCH}"
    ).fetchall()
    cells = [cell for (cell,) in batch]
    pairs = [(cell, value) for cell, value in zip(cells, item.cleaner.read(cells), strict=True) if value]
    if pairs:
        connection.execute(
            f"INSERT INTO {_READING} SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [[cell for cell, _ in pairs], [value for _, value in pairs]],
        ).fetchall()
    return len(pairs)


def _update(table: str, item: Placed) -> str:
    name = item.name
    if item.field.type != FieldType.CITIZEN_ID:
        return (
            f"UPDATE {table} SET {name} = CAST(reading.value AS {item.cleaner.sql_type}) FROM {_READING} AS reading "
            f"WHERE {item.left} = reading.cell"
        )
    proved = f"SELECT cell, value FROM {_READING}"
    for step in citizen_numbers.columns_of_read("value", name):
        proved = f"SELECT *, {', '.join(f'{sql} AS {column}' for column, sql in step.items())} FROM ({proved})"
    return (
        f"UPDATE {table} SET {name} = proved.{name}_left, {name}_key = proved.{name}_key, "
        f"{name}_state = proved.{name}_state FROM ({proved}) AS proved WHERE {item.left} = proved.cell"
    )
