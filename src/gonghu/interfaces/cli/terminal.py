"""What the command line shows while it works: bars with rows per second, tables, errors that say what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


class RowsPerSecond(ProgressColumn):
    """How many rows a second the task reads."""

    def render(self, task: Task) -> Text:
        """Return the speed as text, empty while nothing is known."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} 行/秒" if speed else "")


class Bars:
    """Progress of the reading of rosters as bars; anything quicker than a second leaves no trace."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def start(self, task: str, total: int | None) -> None:
        """Draw a bar for a task."""
        self._task = self._progress.add_task(task, total=total)

    def advance(self, rows: int) -> None:
        """Move the bar on."""
        if self._task is not None:
            self._progress.advance(self._task, rows)

    def finish(self) -> None:
        """Take the bar away."""
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None


@contextmanager
def bars() -> Iterator[Bars]:
    """Show bars while the block runs, on a terminal only."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} 行"),
        RowsPerSecond(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        yield Bars(progress)
