"""
Recognising a delivery without loading it (先认后读): what each sheet is taken for, its columns, and its first rows.

Only the first rows of a file are looked at, so that somebody can be asked before a long reading begins.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gonghu.engines.intake.archives import Filing, Found, files_in
from gonghu.engines.intake.delivery import Column, Refusal
from gonghu.engines.intake.file_reading import UNKNOWN, columns_of, layout_of, sheets_of
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.layout import LAST_HEADER_ROW
from gonghu.engines.intake.mapping_file import Mappings, letters_of, names_of, read_mapping
from gonghu.engines.intake.notes import is_notes
from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.reading import reason_in_words
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.sheet_table import Head, SheetTable
from gonghu.engines.intake.workbooks import Unroller

SAMPLE_ROWS: Final = 5


@dataclass(frozen=True)
class SheetSeen:
    """
    One sheet as its first rows tell (认出的表): ``kind`` is None where nobody can say; then no column has a field.

    ``names`` are what the mapping file calls the columns, ``sample`` the first rows with something in them, as they
    are written. ``skip`` says why the sheet need not be read, ``reason`` why nobody knows it, ``unread`` counts the
    columns with something in them that the kind knows nothing of.
    """

    path: str
    sheet: str
    kind: str | None = None
    columns: tuple[Column, ...] = ()
    names: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    sample: tuple[tuple[str, ...], ...] = ()
    unread: int = 0
    skip: str = ""
    reason: str = ""

    @property
    def header_digest(self) -> str:
        """Stand for the headers, whatever blanks and widths they are written with; empty where there are none."""
        headers = [fold(column.header) for column in self.columns]
        return hashlib.sha256("|".join(headers).encode()).hexdigest() if any(headers) else ""


@dataclass
class _Recogniser:
    """Looks into one file after another."""

    profiles: Profiles
    mappings: Mappings
    unroller: Unroller
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, file: Found, workshop: Path) -> Iterator[SheetSeen | Refusal]:
        """Tell the sheets of a file, or why it is not read."""
        try:
            if file.refusal:
                raise Refused(file.refusal)
            with file.path_on_disk.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            if sha256 in self.seen:
                raise Refused(f"与“{self.seen[sha256]}”内容完全相同，只读一次")
            for table in sheets_of(file.path_on_disk, file.shown_as, workshop, self.unroller):
                yield self._sheet(file.shown_as, table)
            self.seen[sha256] = file.shown_as
        except Exception as error:  # As in reading: one broken file never stops the others.
            yield Refusal(file.shown_as, "", reason_in_words(error))

    def _sheet(self, path: str, table: SheetTable) -> SheetSeen:
        said = self.mappings.said_of(path, table.sheet)
        layout = None if said.skipped or table.is_empty else layout_of(path, table, said, self.profiles)
        if layout is None:
            columns = tuple(Column(index, header, None, None) for index, header in enumerate(_fullest(table)))
            skip = "空表" if table.is_empty else "填表说明一类的页" if is_notes(table.sheet, table.head) else ""
            return SheetSeen(
                path=path,
                sheet=table.sheet,
                columns=columns,
                names=tuple(f"{letters_of(index)}列" for index in range(table.width)),
                sample=_sample(table.head, 0, table.width),
                skip=skip,
                reason="" if skip or said.skipped else UNKNOWN,
            )
        return SheetSeen(
            path=path,
            sheet=table.sheet,
            kind=layout.claim.profile.kind,
            columns=columns_of(layout),
            names=tuple(names_of(layout.headers)),
            constants=dict(layout.claim.constants),
            sample=_sample(table.head, layout.header_end, len(layout.headers)),
            unread=layout.claim.unread,
        )


def recognise_rosters(
    source: Path,
    *,
    profiles: Profiles,
    mapping: Path | None = None,
    filing: Filing | None = None,
) -> Iterator[SheetSeen | Refusal]:
    """
    Yield what every sheet of a folder, archive or file is, and which files are not read.

    :raises MappingUnreadable: ``mapping`` is not valid
    """
    mappings, filing = read_mapping(mapping, profiles) if mapping else Mappings(), filing or Filing()
    with tempfile.TemporaryDirectory(prefix="gonghu-intake-", dir=filing.scratch) as folder, Unroller() as unroller:
        recogniser = _Recogniser(profiles, mappings, unroller)
        archives, workshop = Path(folder) / "archives", Path(folder) / "file"
        archives.mkdir()
        for file in files_in(source, archives, filing):
            workshop.mkdir()
            yield from recogniser.take(file, workshop)
            shutil.rmtree(workshop)
            if file.path_on_disk.is_relative_to(archives):
                file.path_on_disk.unlink(missing_ok=True)


def _fullest(table: SheetTable) -> tuple[str, ...]:
    """Return the first of the fullest rows: the header, most likely, of a sheet that nobody knows."""
    fullest = max(table.head[:LAST_HEADER_ROW], key=lambda row: sum(map(bool, map(str.strip, row))), default=())
    return (*fullest[: table.width], *[""] * (table.width - len(fullest)))


def _sample(head: Head, first: int, width: int) -> tuple[tuple[str, ...], ...]:
    """Return the first rows with something in them, all of one width."""
    rows = [row for row in head[first:] if any(cell.strip() for cell in row)][:SAMPLE_ROWS]
    return tuple((*row[:width], *[""] * (width - len(row))) for row in rows)
