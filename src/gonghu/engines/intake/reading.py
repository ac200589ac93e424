"""Reading a delivery of rosters (读取名册): files in, clean tables out, every row accounted for."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from gonghu.engines.intake.cleaned_cache import CleanedCache
from gonghu.engines.intake.delivery import Delivery, Refusal
from gonghu.engines.intake.file_reading import FileReader, Outcome
from gonghu.engines.intake.found_files import FoundFile, find_files
from gonghu.engines.intake.gate import check
from gonghu.engines.intake.mapping_file import Mappings, read_mapping
from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.progress import Progress, Unwatched
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.roster_tables import create_accounts, drop_rosters
from gonghu.engines.intake.workbooks import Unroller


def read_rosters(
    source: Path,
    *,
    connection: duckdb.DuckDBPyConnection,
    profiles: Profiles,
    mapping: Path | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Delivery:
    """
    Read every roster in a folder, archive or file into the tables of the connection.

    The tables are made anew. A file that cannot be read is told in the delivery and never stops the others. With a
    ``cache`` folder, files read before with the same profiles and mapping are taken from there.

    :raises MappingUnreadable: ``mapping`` is not valid
    """
    mappings = read_mapping(mapping, profiles) if mapping else Mappings()
    create_accounts(connection)
    drop_rosters(connection, profiles)
    with tempfile.TemporaryDirectory(prefix="gonghu-intake-") as folder, Unroller() as unroller:
        reader = FileReader(connection, profiles, mappings, progress or Unwatched(), unroller)
        reading = _Reading(reader, CleanedCache.of(cache, profiles) if cache else None)
        archives = Path(folder) / "archives"
        archives.mkdir()
        for file in find_files(source, archives):
            workshop = Path(folder) / "file"
            workshop.mkdir()
            reading.take(file, workshop)
            shutil.rmtree(workshop)
            if file.path.is_relative_to(archives):
                file.path.unlink(missing_ok=True)
    return reading.delivery(source)


@dataclass
class _Reading:
    """A delivery in the making: what has come of the files so far."""

    reader: FileReader
    cache: CleanedCache | None
    outcomes: list[Outcome] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, file: FoundFile, workshop: Path) -> None:
        """Read one file, or tell why not."""
        try:
            if file.refusal:
                raise Refused(file.refusal)
            check(file.path, file.suffix)
            self.outcomes.append(self._outcome(file, workshop))
        except (Refused, OSError) as refusal:
            self.refused.append(Refusal(file.label, "", str(refusal)))
        except duckdb.Error as error:
            told = str(error).splitlines()[0][:200]
            self.refused.append(Refusal(file.label, "", f"读入时出错（{told}），请另存为 .xlsx 后重报"))

    def _outcome(self, file: FoundFile, workshop: Path) -> Outcome:
        with file.path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        if sha256 in self.seen:
            raise Refused(f"与“{self.seen[sha256]}”内容完全相同，只读一次")
        self.seen[sha256] = file.label
        file_no = sum(len(outcome.sheets) for outcome in self.outcomes) + 1
        if self.cache is None:
            return self.reader.read(file.path, file.label, sha256, workshop, file_no)
        key = self.cache.key(sha256, file.label, self.reader.mappings)
        kept = self.cache.load(key, file_no, self.reader.connection)
        if kept is None:
            kept = self.reader.read(file.path, file.label, sha256, workshop, file_no)
            self.cache.keep(key, kept, self.reader.connection)
        return kept

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
