"""Taking back what a file had brought before it broke (撤回): no row stays that no sheet accounts for."""

from typing import Final

import duckdb

from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.roster_tables import table_of
from gonghu.engines.intake.sheet_rows import LEFT

_ACCOUNTS: Final = ("intake_file", "intake_quarantine", "intake_warning")


def withdraw(connection: duckdb.DuckDBPyConnection, profiles: Profiles, first: int) -> None:
    """Delete everything of the sheets numbered ``first`` and above; a table left half made or for nobody is dropped."""
    for account in _ACCOUNTS:
        connection.execute(f"DELETE FROM {account} WHERE file_no >= {first}").fetchall()
    come = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM intake_file").fetchall()}
    columns: dict[str, set[str]] = {}
    for table, column in connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall():
        columns.setdefault(table, set()).add(column)
    for profile in profiles:
        table = table_of(profile.kind)
        if table not in columns:
            continue
        if profile.kind not in come or LEFT in columns[table]:
            connection.execute(f"DROP TABLE {table}").fetchall()
        else:
            connection.execute(f"DELETE FROM {table} WHERE file_no >= {first}").fetchall()
