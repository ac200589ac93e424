"""
Reading a delivery on from where an earlier reading stopped (接着读): told sheet by sheet, kept file by file.

A file that is read is sealed at once. Whoever reads the delivery next takes it from there, whether the reading before
was cancelled, handed over or killed; the file that was being read then begins anew, and so do the steps after reading.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from gonghu.domain.rosters.read_before import ReadBefore
from gonghu.engines.intake import ReadingStopped
from gonghu.foundation.jobs.progress import JobCancelled, JobHandedBack, JobLost, Progress


@dataclass
class ReadingOn:
    """
    Tells the job which sheet is being read and keeps the files read before it (接着读).

    ``sheets`` is how many are to be read, ``read`` how many of them were read before, ``shares`` the part of the whole
    job that reading is.
    """

    progress: Progress
    kept: ReadBefore
    sheets: int
    shares: tuple[float, float]
    read: int = 0
    _begun: int = field(default=0, init=False)

    def start(self, _task: str, _total: int | None) -> None:
        """
        Go on to the next sheet.

        :raises ReadingStopped: the job is to stop, for the reason that caused it
        """
        self.keep()
        self._begun += 1
        turn, (first, last) = self.read + self._begun, self.shares
        # A file may hold sheets that nobody knew of before it was read.
        sheets = max(self.sheets, turn)
        try:
            self.progress.tell(f"读取第 {turn} 张表，共 {sheets} 张", first + (last - first) * (turn - 1) / sheets)
        except (JobCancelled, JobHandedBack, JobLost) as why:
            raise ReadingStopped from why

    def keep(self) -> None:
        """Keep the files read so far; whoever reads says so once more after the last."""
        self.kept.keep()

    def advance(self, rows: int) -> None:
        """Take no notice of single rows."""

    def finish(self) -> None:
        """Take no notice of the end of a sheet: its file may have others."""


@contextmanager
def reading_on(
    *, delivery: UUID, folder: Path, sheets: int, shares: tuple[float, float], progress: Progress
) -> Iterator[ReadingOn]:
    """Lay out what was read before in the folder where reading looks, and say why it was stopped if it was."""
    kept = ReadBefore(delivery, folder)
    try:
        yield ReadingOn(progress, kept, sheets, shares, kept.take_out())
    except ReadingStopped as stopped:
        raise (stopped.__cause__ or stopped) from None
