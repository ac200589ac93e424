"""One file in and clean, and the limits: DuckDB's bare read of the same text, calamine's of the same workbook."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from python_calamine import CalamineWorkbook

from benchmarks.screen_contenders import READ, quoted, readable
from gonghu.engines.intake import load_profiles, read_rosters


def intake(path: str) -> dict[str, Any]:
    """Recognise the file, clean every cell, account for every row."""
    with duckdb.connect() as connection:
        delivery = read_rosters(Path(path), connection=connection, profiles=load_profiles())
        (sheet,) = delivery.sheets
        return {"accepted": sheet.counts.accepted, "quarantined": sheet.counts.quarantined}


def bare_text(path: str) -> dict[str, Any]:
    """Read every column into a table as text; a file in GB18030 is first rewritten, which any reader must do."""
    with TemporaryDirectory() as work, duckdb.connect() as connection:
        lines = READ.format(quoted(readable(Path(path), Path(work))), True)
        connection.execute(f"CREATE TABLE lines AS FROM {lines}").fetchall()
        return {"rows": connection.execute("SELECT count(*) FROM lines").fetchall()[0][0]}


def bare_workbook(path: str) -> dict[str, Any]:
    """Read every cell of the first sheet into Python."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return {"rows": len(sheet.to_python())}
