"""Which file each child of a screening has (儿童与档案), kept beside its families for the run after it."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import duckdb

_AT_ONCE = 50_000


def write_children(kept: Path, children: Mapping[int, UUID]) -> None:
    """Write the files of children into what a screening keeps."""
    with duckdb.connect(str(kept)) as connection:
        connection.execute("CREATE OR REPLACE TABLE child_file (person BIGINT, child UUID)")
        persons = list(children)
        for start in range(0, len(persons), _AT_ONCE):
            part = persons[start : start + _AT_ONCE]
            keys = [str(children[person]) for person in part]
            connection.execute("INSERT INTO child_file SELECT unnest(?), unnest(?)", [part, keys])


def children_kept(kept: Path) -> dict[int, UUID]:
    """Return the files of children by their keys in the screening."""
    with duckdb.connect(str(kept), read_only=True) as connection:
        return dict(connection.execute("SELECT person, child FROM child_file").fetchall())


def person_of(connection: duckdb.DuckDBPyConnection, child: UUID) -> int | None:
    """Return the key of a child in a screening by its file, or nothing."""
    found = connection.execute("SELECT person FROM child_file WHERE child = ?", [str(child)]).fetchall()
    return int(found[0][0]) if found else None
