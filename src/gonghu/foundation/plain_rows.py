"""
Rows by a plain statement (直接取行), for what is asked before every page.

Django builds and compiles a query anew each time it is asked, which takes ten times as long as the answer.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection


def plain_rows(statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """Ask a statement and give its rows as the database has them; keys, days and moments are written for it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_written(value) for value in values])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def key_read(value: Any) -> UUID:
    """Read a key as the database gives it."""
    return value if isinstance(value, UUID) else UUID(value)


def _written(value: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
