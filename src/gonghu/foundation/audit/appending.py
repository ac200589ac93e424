"""
The three statements that append to a chain (追加): hold the head, insert the entry, move the head on.

Every page that shows a child waits for them, so they are plain SQL: the same through Django's query builder takes three
times as long.
"""

from typing import Final

from django.db import connection

from gonghu.foundation.audit.models import AuditEntry, AuditHead

_ENTRIES: Final = AuditEntry._meta.db_table
_HEADS: Final = AuditHead._meta.db_table
_FIELDS: Final = AuditEntry._meta.concrete_fields
_NEW_HEAD: Final = f"INSERT INTO {_HEADS} (chain, sequence, hash) VALUES (%s, 0, '') ON CONFLICT DO NOTHING"
_INSERT: Final = (
    f"INSERT INTO {_ENTRIES} ({', '.join(str(field.column) for field in _FIELDS)})"
    f" VALUES ({', '.join('%s' for _ in _FIELDS)})"
)
_MOVE_HEAD: Final = f"UPDATE {_HEADS} SET sequence = %s, hash = %s WHERE chain = %s"


def hold_head(chain: str) -> tuple[int, str]:
    """Give sequence and hash of the last entry of a chain; until the transaction ends nobody else appends to it."""
    # SQLite has no row locks: there the transaction holds the whole database from its beginning.
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    statement = f"SELECT sequence, hash FROM {_HEADS} WHERE chain = %s{lock}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [chain])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_NEW_HEAD, [chain])
            cursor.execute(statement, [chain])
            row = cursor.fetchone()
    sequence, last_hash = row
    return sequence, last_hash


def append_entry(entry: AuditEntry) -> None:
    """Insert an entry and move the head of its chain on to it."""
    values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in _FIELDS]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        cursor.execute(_MOVE_HEAD, [entry.sequence, entry.hash, entry.chain])
    entry._state.adding = False
