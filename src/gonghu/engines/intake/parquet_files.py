"""Parquet files (列式文件): the column names stand for the header, every record is a row."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from gonghu.engines.intake.cleaning.sql_text import identifier, literal
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.sheet_table import HEAD_ROWS, SheetTable


def parquet_sheet(path: Path) -> SheetTable:
    """
    Return the file ready to be read; its values are taken as text.

    :raises Refused: the file is not valid Parquet
    """
    with duckdb.connect() as reader:
        try:
            source = f"read_parquet({literal(str(path))})"
            names = [row[0] for row in reader.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
            texts = ", ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in names)
            first = reader.execute(f"SELECT {texts} FROM {source} LIMIT {HEAD_ROWS}").fetchall()
            rows = int(reader.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0])
        except duckdb.Error as error:
            raise Refused(f"Parquet 文件读不出,请重新导出后再报({str(error)[:120]})") from error

    def selection(columns: Sequence[int]) -> str:
        wanted = ", ".join(f"nullif(CAST({identifier(names[i])} AS VARCHAR), '') AS c{i}" for i in columns)
        return f"SELECT {wanted} FROM {source}"

    head = (tuple(names), *(tuple(cell or "" for cell in row) for row in first))
    return SheetTable("", "parquet", head, selection, len(names), rows, virtual_rows=1)
