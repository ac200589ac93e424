"""Reading a delivery of rosters (读取名册): files in, clean tables out, every row accounted for."""

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import duckdb

from gonghu.engines.intake.archives import Filing, Found, files_in
from gonghu.engines.intake.cleaned_cache import CleanedCache
from gonghu.engines.intake.delivery import Delivery, Refusal
from gonghu.engines.intake.file_reading import FileReader, Outcome
from gonghu.engines.intake.mapping_file import Mappings, read_mapping
from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.progress import Progress, ReadingStopped, Unwatched
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.roster_tables import create_accounts, drop_rosters
from gonghu.engines.intake.tracing import Statements
from gonghu.engines.intake.withdrawal import withdraw
from gonghu.engines.intake.workbooks import Unroller
from gonghu.engines.statements import Trace

_LONG_NUMBER: Final = re.compile(r"\d{6,}")
"""What a parser complains of may be a citizen number."""


def read_rosters(
    source: Path,
    *,
    connection: duckdb.DuckDBPyConnection,
    profiles: Profiles,
    mapping: Path | None = None,
    cache: Path | None = None,
    filing: Filing | None = None,
    progress: Progress | None = None,
    trace: Trace | None = None,
) -> Delivery:
    """
    Read every roster in a folder, archive or file into the tables of the connection.

    The tables are made anew. A file that cannot be read is told in the delivery and never stops the others. With a
    ``cache`` folder, files read before with the same profiles and mapping are taken from there. ``trace`` is told of
    every statement after it ran.

    :raises MappingUnreadable: ``mapping`` is not valid
    """
    mappings, filing = read_mapping(mapping, profiles) if mapping else Mappings(), filing or Filing()
    create_accounts(connection)
    drop_rosters(connection, profiles)
    with tempfile.TemporaryDirectory(prefix="gonghu-intake-", dir=filing.scratch) as folder, Unroller() as unroller:
        reader = FileReader(Statements(connection, trace), profiles, mappings, progress or Unwatched(), unroller)
        reading = _Reading(reader, CleanedCache.of(cache, profiles) if cache else None)
        archives = Path(folder) / "archives"
        archives.mkdir()
        for file in files_in(source, archives, filing):
            workshop = Path(folder) / "file"
            workshop.mkdir()
            reading.take(file, workshop)
            shutil.rmtree(workshop)
            if file.path_on_disk.is_relative_to(archives):
                file.path_on_disk.unlink(missing_ok=True)
    return replace(reading.delivery(source), filing=filing)


def reason_in_words(error: Exception) -> str:
    """Say why a file was not read and what to do, without anything that stands in the file."""
    if isinstance(error, Refused | OSError):
        return str(error)
    told = _LONG_NUMBER.sub("…", str(error).partition("\n")[0])[:120]
    return f"读入时出错（{type(error).__name__}：{told}）；请用 Excel 或 WPS 打开，另存为 .xlsx 后重报"


@dataclass
class _Reading:
    """A delivery in the making: what has come of the files so far."""

    reader: FileReader
    cache: CleanedCache | None
    outcomes: list[Outcome] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, file: Found, workshop: Path) -> None:
        """Read one file, or tell why not."""
        try:
            if file.unfit:
                raise Refused(file.unfit)
            with file.path_on_disk.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            if sha256 in self.seen:
                raise Refused(f"与“{self.seen[sha256]}”内容完全相同，只读一次")
            self.outcomes.append(self._outcome(file, sha256, workshop))
            self.seen[sha256] = file.shown_as
        except ReadingStopped:
            raise
        # A file may break a parser in ways nobody foresaw; the others are read all the same.
        except Exception as error:
            self._refuse(file, reason_in_words(error))

    def _refuse(self, file: Found, reason: str) -> None:
        self.refused.append(Refusal(file.shown_as, "", reason))
        withdraw(self.reader.statements.connection, self.reader.profiles, self._next_no)

    @property
    def _next_no(self) -> int:
        return sum(len(outcome.sheets) for outcome in self.outcomes) + 1

    def _outcome(self, file: Found, sha256: str, workshop: Path) -> Outcome:
        file_no = self._next_no
        if self.cache is None:
            return self._read(file, sha256, workshop, file_no)
        key = self.cache.key(sha256, file.shown_as, self.reader.mappings)
        kept = self.cache.load(key, file_no, self.reader.statements)
        if kept is None:
            kept = self._read(file, sha256, workshop, file_no)
            self.cache.keep(key, kept, self.reader.statements)
        return kept

    def _read(self, file: Found, sha256: str, workshop: Path, file_no: int) -> Outcome:
        if file.refusal:
            raise Refused(file.refusal)
        return self.reader.read(file.path_on_disk, file.shown_as, sha256, workshop, file_no)

    def delivery(self, source: Path) -> Delivery:
        """Return everything that was found."""
        return Delivery(
            source=source,
            sheets=tuple(sheet for outcome in self.outcomes for sheet in outcome.sheets),
            refused=tuple(self.refused),
            unrecognised=tuple(refusal for outcome in self.outcomes for refusal in outcome.unrecognised),
            notes=tuple(refusal for outcome in self.outcomes for refusal in outcome.notes),
            profiles=self.reader.profiles,
        )
