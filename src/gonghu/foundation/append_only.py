"""Tables that only grow (只增表): triggers in the database refuse every change, whoever asks for it."""

from typing import Any, Final

from django.db import migrations

_REFUSAL: Final = "append-only: rows of {table} are never changed or removed"

_SQLITE_TRIGGER: Final = """CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END"""
_POSTGRESQL_FUNCTION: Final = """CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation'; END $$"""
_POSTGRESQL_TRIGGER: Final = """CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"""


def lock_statements(table: str, vendor: str) -> list[str]:
    """Write the statements that put the triggers on a table."""
    refusal = _REFUSAL.format(table=table)
    events = ["update", "delete"] if vendor == "sqlite" else ["update", "delete", "truncate"]
    trigger = _SQLITE_TRIGGER if vendor == "sqlite" else _POSTGRESQL_TRIGGER
    function = [] if vendor == "sqlite" else [_POSTGRESQL_FUNCTION.format(table=table, refusal=refusal)]
    return function + [
        trigger.format(table=table, verb=event, event=event.upper(), refusal=refusal) for event in events
    ]


def unlock_statements(table: str, vendor: str) -> list[str]:
    """Write the statements that take the triggers off again."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{event}" for event in ("update", "delete")]
    return [f"DROP FUNCTION IF EXISTS {table}_refuse() CASCADE"]


class AppendOnly(migrations.RunPython):
    """The step of a migration that makes a table append-only (只增)."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(self._lock, self._unlock)

    def deconstruct(self) -> Any:
        """Describe the step."""
        return type(self).__qualname__, [self.table], {}

    def _lock(self, _apps: Any, schema_editor: Any) -> None:
        for statement in lock_statements(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def _unlock(self, _apps: Any, schema_editor: Any) -> None:
        for statement in unlock_statements(self.table, schema_editor.connection.vendor):
            schema_editor.execute(statement)
