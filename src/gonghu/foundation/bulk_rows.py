"""Rows by the hundred thousand (批量写入): COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

_AT_ONCE: Final = 10_000
_FEW: Final = 100
_STAGED: Final = "rows_laid_down"
_JOINS_IN_MEMORY: Final = "128MB"


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """
    Insert plain rows into the table of a model and return how many; values are as the database takes them.

    Nothing of the model runs: no defaults, no ``save``, no encryption. A column left out must be able to fill itself.
    """
    table, *names = _quoted(model, *columns)
    return _laid_down(table, names, rows)


def lay_beside(table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> int:
    """
    Lay plain rows down in a temporary table, to be joined by its first column, and return how many they were.

    What stood in a table of that name is forgotten. ``columns`` names them with types that both databases know.
    """
    name, *names = map(connection.ops.quote_name, (table, *columns))
    told = ", ".join(f"{column} {kind}" for column, kind in zip(names, columns.values(), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({told})")
        given = _laid_down(name, names, rows)
        cursor.execute(f"CREATE INDEX {connection.ops.quote_name(f'{table}_by_first')} ON {name} ({names[0]})")
    return given


def allow_large_joins() -> None:
    """
    Let the statements of this transaction join and sort some hundred thousand rows in memory (PostgreSQL).

    Each reads all rows of a load once: compiling it first would take longer than it runs.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL work_mem = '{_JOINS_IN_MEMORY}'")
            cursor.execute("SET LOCAL jit = off")


def _laid_down(table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert plain rows into a table; both are quoted already."""
    told = ", ".join(names)
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({told}) FROM STDIN", rows)
    places = ", ".join(["%s"] * len(names))
    return _insert(f"INSERT INTO {table} ({told}) VALUES ({places})", iter(rows))


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
    table, key, *names = _quoted(model, str(model._meta.pk.column), *columns)
    changed = ", ".join(f"{name} = {_STAGED}.{name}" for name in names)
    statement = f"UPDATE {table} SET {changed} FROM {_STAGED} WHERE {table}.{key} = {_STAGED}.{key}"
    return _staged(table, [key, *names], rows, statement)


def add_to_rows(
    model: type[models.Model], keys: Sequence[str], sums: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """
    Add numbers to the rows of these keys, insert rows of keys that are not there, and return how many were given.

    The keys have a unique constraint and stand first in each row, no two of which are of the same keys.
    """
    table, *names = _quoted(model, *keys, *sums)
    told, unique, given = ", ".join(names), ", ".join(names[: len(keys)]), list(rows)
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names[len(keys) :])
    begins, ends = f"INSERT INTO {table} ({told})", f"ON CONFLICT ({unique}) DO UPDATE SET {added}"
    if connection.vendor == "postgresql" and len(given) > _FEW:
        return _staged(table, names, given, f"{begins} SELECT {told} FROM {_STAGED} {ends}")
    return _insert(f"{begins} VALUES ({', '.join(['%s'] * len(names))}) {ends}", given)


def _quoted(model: type[models.Model], *columns: str) -> list[str]:
    return [connection.ops.quote_name(name) for name in (model._meta.db_table, *columns)]


def _staged(table: str, names: Sequence[str], rows: Iterable[Sequence[Any]], statement: str) -> int:
    """Lay rows down beside a table, run the statement that takes them from there, and return how many they were."""
    kept, told = "WITH NO DATA" if connection.vendor == "postgresql" else "WHERE FALSE", ", ".join(names)
    with connection.cursor() as cursor:
        # One that a failure left behind where nothing was rolled back.
        cursor.execute(f"DROP TABLE IF EXISTS {_STAGED}")
        cursor.execute(f"CREATE TEMPORARY TABLE {_STAGED} AS SELECT {told} FROM {table} {kept}")
        given = _laid_down(_STAGED, names, rows)
        cursor.execute(statement)
        cursor.execute(f"DROP TABLE {_STAGED}")
    return given


def key_writer() -> Callable[[UUID], Any]:
    """Give the function that turns a key into what the database takes; a method call a value would cost more."""
    return _as_it_is if connection.features.has_native_uuid_field else _hex_of


_hex_of = attrgetter("hex")


def _as_it_is(key: UUID) -> UUID:
    return key
