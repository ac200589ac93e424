"""Rows by the hundred thousand (批量写入): COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from django.db import connection, models

_AT_ONCE: Final = 10_000


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """
    Insert plain rows into the table of a model and return how many; values are as the database takes them.

    Nothing of the model runs: no defaults, no ``save``, no encryption. A column left out must be able to fill itself.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({names}) FROM STDIN", rows)
    places = ", ".join(["%s"] * len(columns))
    return _insert(f"INSERT INTO {table} ({names}) VALUES ({places})", iter(rows))


def _copy(statement: str, rows: Iterable[Sequence[Any]]) -> int:
    with connection.cursor() as cursor:
        # COPY is of the cursor below Django's, so its errors must be made Django's here.
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        return int(cursor.rowcount)


def _insert(statement: str, rows: Iterable[Sequence[Any]]) -> int:
    remaining, inserted = iter(rows), 0
    with connection.cursor() as cursor:
        while part := list(islice(remaining, _AT_ONCE)):
            cursor.executemany(statement, part)
            inserted += len(part)
    return inserted
