"""Running the intake's statements one by one (语句执行), each named, so that it can be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import duckdb

from gonghu.engines.statements import Statement, Trace


@dataclass(frozen=True)
class Statements:
    """A connection on which every statement has a name and a purpose; ``trace`` is told of each after it ran."""

    connection: duckdb.DuckDBPyConnection
    trace: Trace | None = None

    def rows(self, name: str, purpose: str, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        started = perf_counter()
        found = self.connection.execute(sql, parameters or None).fetchall()
        if self.trace is not None:
            self.trace(Statement(f"intake {name}", purpose, sql), perf_counter() - started)
        return found

    def count(self, name: str, purpose: str, sql: str) -> int:
        """Run a statement that makes, adds or takes out rows, and return how many."""
        return int(self.rows(name, purpose, sql)[0][0])
