"""`flush` as the tests need it: even append-only tables are emptied, and what migrations filled is filled again."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from gonghu.domain.access.models import RolePermission
from gonghu.domain.access.terms import FIRST_PERMISSIONS
from gonghu.foundation.append_only import AppendOnly, lock_statements, unlock_statements


def append_only() -> list[str]:
    """List the tables that migrations make append-only."""
    steps = (step for migration in MigrationLoader(None).disk_migrations.values() for step in migration.operations)
    return [step.table for step in steps if isinstance(step, AppendOnly)]


class Command(flush.Command):
    """Take the triggers off, empty every table, put the triggers on again."""

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        tables = append_only()
        with connection.cursor() as cursor:
            for table in tables:
                for statement in unlock_statements(table, connection.vendor):
                    cursor.execute(statement)
            super().handle(**options)
            RolePermission.objects.using(options["database"]).bulk_create(
                RolePermission(role=role, permission=permission)
                for role, permissions in FIRST_PERMISSIONS.items()
                for permission in permissions
            )
            for table in tables:
                for statement in lock_statements(table, connection.vendor):
                    cursor.execute(statement)
