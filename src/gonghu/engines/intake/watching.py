"""Telling a progress how far one long statement of DuckDB is (进度跟踪)."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import duckdb

from gonghu.engines.intake.progress import Progress

_EVERY_SECONDS: Final = 0.2
_FEWEST_ROWS: Final = 20_000
"""Fewer are read before anybody could look."""


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection, progress: Progress, rows: int | None) -> Iterator[None]:
    """Advance ``progress`` by the share of ``rows`` DuckDB has read, from a thread of its own, until all are."""
    if not rows or rows < _FEWEST_ROWS:
        yield
        progress.advance(rows or 0)
        return
    connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false").fetchall()
    done, told = Event(), [0]

    def tell(share: float) -> None:
        now = int(rows * min(share, 1.0))
        if now > told[0]:
            progress.advance(now - told[0])
            told[0] = now

    def watch() -> None:
        while not done.wait(_EVERY_SECONDS):
            tell(connection.query_progress() / 100)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        connection.execute("RESET enable_progress_bar; RESET enable_progress_bar_print").fetchall()
    tell(1.0)
