"""A sheet's cells as a DuckDB table (原始表): ``rowid`` counts the rows, ``c0`` … hold the cells as text."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.text_files import TextTable, normalise

RAW = "intake_raw"


def load_raw(
    connection: duckdb.DuckDBPyConnection, table: TextTable, columns: Sequence[int], workshop: Path
) -> TextTable:
    """
    Load the wanted columns of every row, titles and header included, and return the text table that was read.

    A file DuckDB cannot read in parallel is written anew record by record first.
    """
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {RAW} AS {_selection(table, columns)}").fetchall()
    except duckdb.Error:
        table = normalise(table, workshop)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {RAW} AS {_selection(table, columns)}").fetchall()
    return table


def _selection(table: TextTable, columns: Sequence[int]) -> str:
    names = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(table.width))
    quote = '"' if table.quoted else ""
    wanted = ", ".join(f"c{index}" for index in columns)
    # Rows shorter than the header are usual (footers); together with quoted line breaks they cannot be read in parallel.
    return (
        f"SELECT {wanted} FROM read_csv({literal(str(table.path))}, auto_detect=false, header=false, "
        f"delim={literal(table.separator)}, quote={literal(quote)}, escape={literal(quote)}, "
        f"null_padding={str(not table.rectangular).lower()}, columns={{{names}}})"
    )
