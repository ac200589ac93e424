"""
Small deliveries for tests: rosters as lists of dicts, made into the tables that intake would have made.

Numbers are invented: area 990101 does not exist.
"""

from datetime import date
from typing import Any

import duckdb

from gonghu.standards import citizen_number

Row = dict[str, Any]

NUMBERS = ("id_number", "father_id", "mother_id", "head_id", "adopter_id", "spouse_id", "guardian_id")
DATES = ("born_on", "died_on", "registered_on", "since_on", "from_on", "to_on", "deported_on")

COLUMNS = {
    "household_register": "household name id_number sex born_on relation father_name father_id mother_name mother_id"
    " hukou_type division_code address",
    "birth_certificate": "certificate name sex born_on id_number mother_name mother_id father_name father_id",
    "death": "name id_number died_on struck_off_on",
    "child_welfare_roll": "name id_number category since_on state bank_account",
    "social_relief": "head_name head_id name id_number relief_kind",
    "deportation": "name passport id_number nationality deported_on",
    "disability_certificate": "name certificate id_number disability_type disability_grade state",
    "insurance_enrolment": "name id_number insured_year payer",
}


def number(born: date, sequence: int = 1, area: str = "990101") -> str:
    """Return an invented citizen number; an odd sequence is male."""
    first = f"{area}{born:%Y%m%d}{sequence:03d}"
    return first + citizen_number.check_character(first)


def deliver(connection: duckdb.DuckDBPyConnection, **rosters: list[Row]) -> set[str]:
    """Create ``roster_<kind>`` for each keyword and return the kinds."""
    for file_no, (kind, rows) in enumerate(rosters.items(), start=1):
        _create(connection, kind)
        for row_no, row in enumerate(rows, start=2):
            _insert(connection, kind, {"file_no": file_no, "row_no": row_no, **row})
    return set(rosters)


def _create(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    columns = ["file_no INTEGER", "row_no INTEGER"]
    for column in COLUMNS[kind].split():
        columns.append(f"{column} {'DATE' if column in DATES else 'VARCHAR'}")
        if column in NUMBERS:
            columns += [f"{column}_key BIGINT", f"{column}_state VARCHAR"]
    connection.execute(f"CREATE TABLE roster_{kind} ({', '.join(columns)})")


def _insert(connection: duckdb.DuckDBPyConnection, kind: str, row: Row) -> None:
    values: Row = {}
    for column, value in row.items():
        values[column] = value
        if column in NUMBERS and value is not None:
            key = citizen_number.key(value)
            values[f"{column}_key"] = key
            looks_like_one = 16 < len(value) < 20 and value[:-1].isdigit()
            values[f"{column}_state"] = "VALID" if key else "WRONG" if looks_like_one else "OTHER"
    names = ", ".join(values)
    connection.execute(
        f"INSERT INTO roster_{kind} ({names}) VALUES ({', '.join('?' for _ in values)})", list(values.values())
    )
