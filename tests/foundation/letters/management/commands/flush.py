"""`flush` as the tests need it: between two tests even append-only tables are emptied."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from gonghu.foundation.append_only import lock_statements, unlock_statements

APPEND_ONLY = ["audit_auditentry"]


class Command(flush.Command):
    """Take the triggers off, empty every table, put the triggers on again."""

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            for table in APPEND_ONLY:
                for statement in unlock_statements(table, connection.vendor):
                    cursor.execute(statement)
            super().handle(**options)
            for table in APPEND_ONLY:
                for statement in lock_statements(table, connection.vendor):
                    cursor.execute(statement)
