"""
Taking a database out and putting it back (数据库的取出与放回): what a backup asks of either kind.

Putting back never overwrites: the present database is moved aside under another name and stays there.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from gonghu.foundation.backup.manifest import TableFigures


class SiteRunning(RuntimeError):
    """Somebody still works with the database: it cannot be exchanged under their hands."""


class ToolMissing(RuntimeError):
    """A program of the database is not installed, or failed."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a database held at one moment: figures of its tables, and the ends of the audit chains (快照)."""

    tables: Mapping[str, TableFigures]
    heads: tuple[tuple[str, int, str], ...]


HEADS = "SELECT chain, sequence, hash FROM audit_audithead ORDER BY chain"


class DatabaseKind(Protocol):
    """What a backup asks of one kind of database (数据库种类)."""

    dump_name: str

    def dump(self, into: Path) -> Snapshot:
        """Write the whole database as it is at one moment into a file, and tell what it held then."""

    def rebuilt(self, dump: Path) -> AbstractContextManager["Rebuilt"]:
        """Build a database of its own from a dump; it is gone after the block unless it was put in place."""


class Rebuilt(Protocol):
    """A database built from a dump, beside the present one (临时重建的数据库)."""

    settings: Mapping[str, Any]

    def figures(self) -> Mapping[str, TableFigures]:
        """Count and digest its tables."""

    def put_in_place(self, mark: str) -> str:
        """
        Exchange the present database for this one, and give the name under which the present one stays.

        :raises SiteRunning: somebody works with the present one
        """


@contextmanager
def instead_of_the_site(settings: Mapping[str, Any]) -> Iterator[None]:
    """Let everything speak with another database while the block runs."""
    present: BaseDatabaseWrapper = connections["default"]
    other = type(present)({**present.settings_dict, **settings}, alias="default")
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = present


def migrations_applied() -> tuple[str, ...]:
    """List the steps of structure that the database has, as ``app.name``."""
    return tuple(sorted(".".join(step) for step in MigrationExecutor(connection).loader.applied_migrations))


def migrations_known() -> tuple[str, ...]:
    """List the steps of structure that this version of the program knows."""
    return tuple(sorted(".".join(step) for step in MigrationExecutor(connection).loader.disk_migrations))
