"""What a caller may watch while rosters are read (进度)."""

from typing import Protocol


class ReadingStopped(Exception):
    """Whoever watches wants the reading to stop; it passes through everything, unlike what is wrong with a file."""


class Progress(Protocol):
    """
    Somebody who is told how far the reading is: a bar on a terminal, a row in a job table.

    It may raise ``ReadingStopped``.
    """

    def start(self, task: str, total: int | None) -> None:
        """Begin ``task`` (a file and sheet in words) of ``total`` rows; None when the number is not known yet."""

    def advance(self, rows: int) -> None:
        """Add ``rows`` rows to what is done."""

    def finish(self) -> None:
        """End the task begun last."""


class Unwatched:
    """A progress nobody looks at."""

    def start(self, task: str, total: int | None) -> None:
        """Ignore the beginning of a task."""

    def advance(self, rows: int) -> None:
        """Ignore the rows done."""

    def finish(self) -> None:
        """Ignore the end of a task."""
