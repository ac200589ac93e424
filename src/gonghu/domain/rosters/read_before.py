"""
What reading a delivery has brought so far (已读的名册): the cleaned rows of each file, sealed as soon as it is read.

Whoever reads the delivery next, after a stop, a kill or a cancelled run, takes them from here and reads only the rest.
They are known by the content of the file and by all that cleaned it, so that nothing is taken that would come out
otherwise now. They go when the delivery was compared, or is destroyed.
"""

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from gonghu.domain.rosters.shelf import keep_read, keys_read, open_read
from gonghu.engines.intake.cleaned_cache import sheets_kept

_WHOLE_KEY: Final = 64
_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """The files of one delivery that were read already (已读的名册), laid out in the folder where reading looks."""

    delivery: UUID
    folder: Path

    def take_out(self) -> int:
        """Open what was kept into the folder, and tell how many sheets it is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for key in keys_read(self.delivery):
            bundle = self.folder / f"{key}.tar"
            open_read(self.delivery, key, bundle)
            with tarfile.open(bundle) as opened:
                opened.extractall(self.folder, filter="data")
            bundle.unlink()
        return sheets_kept(self.folder)

    def keep(self) -> None:
        """Seal what was read since; a file that is being read at this moment is not whole and is left."""
        kept = set(keys_read(self.delivery))
        for made in self._read():
            key = UUID(made.name[:_DIGITS])
            if key in kept:
                continue
            bundle = self.folder / f"{key}.tar"
            with tarfile.open(bundle, "w") as written:
                written.add(made, arcname=made.name)
            keep_read(self.delivery, key, bundle)
            bundle.unlink()

    def _read(self) -> Iterator[Path]:
        return (path for path in sorted(self.folder.iterdir()) if path.is_dir() and len(path.name) == _WHOLE_KEY)
