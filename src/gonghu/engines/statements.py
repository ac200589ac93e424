"""
Named SQL statements: every step of an engine can be printed and looked at (`--show-sql`).

Engines build a list of statements and run it; nothing is executed that has no name and no purpose.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import duckdb


@dataclass(frozen=True)
class Statement:
    """One SQL statement with the name it is printed under and the reason it exists."""

    name: str
    purpose: str
    sql: str

    def __str__(self) -> str:
        """Return the statement as a commented block of SQL."""
        return f"-- {self.name}: {self.purpose}\n{self.sql.strip()};\n"


Trace = Callable[[Statement, float], None]


def run(connection: duckdb.DuckDBPyConnection, statements: Iterable[Statement], trace: Trace | None = None) -> None:
    """
    Execute the statements in order and drain each result.

    ``trace`` is called after each one with the statement and the seconds it took.
    """
    for statement in statements:
        started = perf_counter()
        # A result left open makes DuckDB refuse the next statement.
        connection.execute(statement.sql).fetchall()
        if trace is not None:
            trace(statement, perf_counter() - started)


@contextmanager
def beside(connection: duckdb.DuckDBPyConnection, work: Callable[[duckdb.DuckDBPyConnection], None]) -> Iterator[None]:
    """
    Let the database work while Python does something else; what went wrong there is raised at the end.

    ``work`` gets a connection of its own, which sees every table but temporary ones.
    """
    with ThreadPoolExecutor(max_workers=1) as thread, connection.cursor() as other:
        working = thread.submit(work, other)
        yield
        working.result()
