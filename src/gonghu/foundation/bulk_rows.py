"""Rows by the hundred thousand (批量写入): COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

_AT_ONCE: Final = 10_000
_STAGED: Final = "rows_to_update"


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


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """
    Set columns of rows that are there and return how many were given; the first value of each is the row's key.

    As with ``insert_rows`` the values are as the database takes them and nothing of the model runs.
    """
    quoted = connection.ops.quote_name
    table, key, staged = quoted(model._meta.db_table), quoted(str(model._meta.pk.column)), quoted(_STAGED)
    names = [key, *map(quoted, columns)]
    kept = "WITH NO DATA" if connection.vendor == "postgresql" else "WHERE FALSE"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {staged} AS SELECT {', '.join(names)} FROM {table} {kept}")
    try:
        places = ", ".join(["%s"] * len(names))
        copied = f"COPY {staged} ({', '.join(names)}) FROM STDIN"
        inserted = f"INSERT INTO {staged} ({', '.join(names)}) VALUES ({places})"
        given = _copy(copied, rows) if connection.vendor == "postgresql" else _insert(inserted, rows)
        changed = ", ".join(f"{name} = {staged}.{name}" for name in names[1:])
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {changed} FROM {staged} WHERE {table}.{key} = {staged}.{key}")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {staged}")
    return given


def key_writer() -> Callable[[UUID], Any]:
    """Give the function that turns a key into what the database takes; a method call a value would cost more."""
    return _as_it_is if connection.features.has_native_uuid_field else _hex_of


_hex_of = attrgetter("hex")


def _as_it_is(key: UUID) -> UUID:
    return key
