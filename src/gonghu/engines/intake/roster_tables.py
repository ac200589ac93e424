"""The tables a delivery is read into (名单表): one per kind, and the accounts of files, returned rows and warnings."""

from typing import Final

import duckdb

from gonghu.engines.intake.cleaning.sql_text import identifier
from gonghu.engines.intake.profiles import Field, FieldType, Profile

_SQL_TYPES: Final = {
    FieldType.NAME: "VARCHAR",
    FieldType.DATE: "DATE",
    FieldType.YEAR: "INTEGER",
    FieldType.INTEGER: "INTEGER",
    FieldType.MONEY: "BIGINT",
    FieldType.DIVISION: "VARCHAR",
    FieldType.CODE: "VARCHAR",
    FieldType.TEXT: "VARCHAR",
}


def table_of(kind: str) -> str:
    """Return the name of the table that holds the rows of a kind."""
    return f"roster_{kind}"


def columns_of(field: Field) -> list[tuple[str, str]]:
    """Return a field's columns with their SQL types; a citizen number has its text, its key and its state."""
    if field.type == FieldType.CITIZEN_ID:
        return [(field.name, "VARCHAR"), (f"{field.name}_key", "BIGINT"), (f"{field.name}_state", "VARCHAR")]
    return [(field.name, _SQL_TYPES[field.type])]


def sql_type(field: Field) -> str:
    """Return the SQL type of a field's first column."""
    return columns_of(field)[0][1]


def create_accounts(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of files, returned rows and warnings, empty."""
    connection.execute(
        "CREATE OR REPLACE TABLE intake_file (file_no INTEGER, path VARCHAR, sha256 VARCHAR, kind VARCHAR, sheet VARCHAR, "
        "encoding VARCHAR, header_rows INTEGER[], rows_total BIGINT, rows_accepted BIGINT, rows_quarantined BIGINT, "
        "rows_blank BIGINT);"
        "CREATE OR REPLACE TABLE intake_quarantine (file_no INTEGER, row_no INTEGER, reason VARCHAR);"
        "CREATE OR REPLACE TABLE intake_warning (file_no INTEGER, row_no INTEGER, field VARCHAR, value VARCHAR, "
        "reason VARCHAR);"
    ).fetchall()


def create_roster(connection: duckdb.DuckDBPyConnection, profile: Profile) -> None:
    """Create the table of a kind if this delivery has not created it yet."""
    columns = ["file_no INTEGER", "row_no INTEGER"]
    columns += [f"{identifier(name)} {kind}" for field in profile.fields for name, kind in columns_of(field)]
    connection.execute(f"CREATE TABLE IF NOT EXISTS {table_of(profile.kind)} ({', '.join(columns)})").fetchall()
