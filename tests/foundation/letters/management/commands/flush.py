"""`flush` as the tests need it: even append-only tables are emptied, and what migrations filled is filled again."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from gonghu.domain.access.models import RolePermission
from gonghu.domain.access.terms import FIRST_PERMISSIONS
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
            RolePermission.objects.using(options["database"]).bulk_create(
                RolePermission(role=role, permission=permission)
                for role, permissions in FIRST_PERMISSIONS.items()
                for permission in permissions
            )
            for table in APPEND_ONLY:
                for statement in lock_statements(table, connection.vendor):
                    cursor.execute(statement)
