"""Django's ``migrate``, which lays out the tables of an empty database at once instead of step by step."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from gonghu.foundation.tables.laying_out import is_empty, lay_out


class Command(migrate.Command):
    """Bring the tables up to date (更新数据库结构)."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what Django's own command takes, and whether an empty database is to take the long way."""
        super().add_arguments(parser)
        parser.add_argument("--step-by-step", action="store_true", help="Take every step, also on an empty database.")

    def execute(self, *args: Any, **options: Any) -> Any:
        """Lay out the tables where there are none yet; then take the steps that are left."""
        connection = connections[options["database"]]
        asks_for_all = not (options["app_label"] or options["plan"] or options["check_unapplied"] or options["fake"])
        if asks_for_all and not options["step_by_step"] and is_empty(connection):
            lay_out(connection)
        return super().execute(*args, **options)
