"""The tables a delivery is read into (名单表): one per kind, and the accounts of files, returned rows and warnings."""

import duckdb

from gonghu.engines.intake.cleaning.cleaners import cleaner_of
from gonghu.engines.intake.delivery import Sheet
from gonghu.engines.intake.profiles import Field, FieldType, Profiles
from gonghu.engines.intake.tracing import Statements


def table_of(kind: str) -> str:
    """Return the name of the table that holds the rows of a kind."""
    return f"roster_{kind}"


def columns_of(field: Field) -> list[tuple[str, str]]:
    """Return a field's columns with their SQL types; a citizen number has its text, its key and its state."""
    if field.type == FieldType.CITIZEN_ID:
        return [(field.name, "VARCHAR"), (f"{field.name}_key", "BIGINT"), (f"{field.name}_state", "VARCHAR")]
    return [(field.name, cleaner_of(field).sql_type)]


def create_accounts(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of files, returned rows and warnings, empty."""
    connection.execute("""
        CREATE OR REPLACE TABLE intake_file (
            file_no INTEGER, path VARCHAR, sha256 VARCHAR, kind VARCHAR, sheet VARCHAR, encoding VARCHAR,
            header_rows INTEGER[], rows_total BIGINT, rows_accepted BIGINT, rows_quarantined BIGINT, rows_blank BIGINT
        );
        CREATE OR REPLACE TABLE intake_quarantine (file_no INTEGER, row_no INTEGER, reason VARCHAR);
        CREATE OR REPLACE TABLE intake_warning (
            file_no INTEGER, row_no INTEGER, field VARCHAR, value VARCHAR, reason VARCHAR
        );
    """).fetchall()


def has_table(statements: Statements, table: str) -> bool:
    """Tell whether the connection has the table already."""
    try:
        statements.connection.execute(f"SELECT 1 FROM {table} LIMIT 0").fetchall()
    except duckdb.CatalogException:
        return False
    return True


def drop_rosters(connection: duckdb.DuckDBPyConnection, profiles: Profiles) -> None:
    """Drop the tables an earlier delivery left."""
    for profile in profiles:
        connection.execute(f"DROP TABLE IF EXISTS {table_of(profile.kind)}").fetchall()


def note_file(statements: Statements, sheet: Sheet) -> None:
    """Enter a sheet in the account of files."""
    counts = sheet.counts
    statements.rows(
        "account of files",
        "登记这张表和行数",
        "INSERT INTO intake_file VALUES (?, ?, ?, ?, ?, ?, ?::INTEGER[], ?, ?, ?, ?)",
        [
            *(sheet.file_no, sheet.path, sheet.sha256, sheet.kind, sheet.sheet, sheet.encoding),
            *(list(sheet.header_rows), counts.total, counts.accepted, counts.quarantined, counts.blank),
        ],
    )
