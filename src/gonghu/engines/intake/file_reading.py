"""Reading one file that has passed the gate (读一个文件): each sheet recognised, cleaned, or told why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gonghu.engines.intake.delivery import Column, Refusal, Sheet
from gonghu.engines.intake.layout import Layout, understand
from gonghu.engines.intake.loading import load
from gonghu.engines.intake.mapping_file import Mappings, SheetMapping
from gonghu.engines.intake.notes import is_notes
from gonghu.engines.intake.ordered_layout import layout_as_said
from gonghu.engines.intake.parquet_files import parquet_sheet
from gonghu.engines.intake.placing import place
from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.progress import Progress
from gonghu.engines.intake.roster_tables import note_file
from gonghu.engines.intake.sheet_table import SheetTable
from gonghu.engines.intake.text_files import text_sheet
from gonghu.engines.intake.tracing import Statements
from gonghu.engines.intake.workbooks import Unroller

TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
UNKNOWN: Final = "认不出是哪一种名册，整张表没有读入；请检查表头，或在 mapping.yaml 里指明种类和各列"


@dataclass(frozen=True)
class Outcome:
    """What came of one file: its rosters, the sheets nobody recognised, and the pages that are no rosters."""

    sheets: tuple[Sheet, ...] = ()
    unrecognised: tuple[Refusal, ...] = ()
    notes: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class FileReader:
    """Reads files into the tables of a connection, statement by statement."""

    statements: Statements
    profiles: Profiles
    mappings: Mappings
    progress: Progress
    unroller: Unroller

    def read(self, path: Path, label: str, sha256: str, workshop: Path, file_no: int) -> Outcome:
        """
        Read every sheet of a file, numbering them from ``file_no`` on.

        :raises Refused: the file cannot be read
        """
        sheets: list[Sheet] = []
        unrecognised: list[Refusal] = []
        notes: list[Refusal] = []
        for table in sheets_of(path, label, workshop, self.unroller):
            said = self.mappings.said_of(label, table.sheet)
            layout = None if said.skipped or table.is_empty else layout_of(label, table, said, self.profiles)
            if layout is not None:
                sheets.append(self._load(label, sha256, table, layout, file_no + len(sheets)))
            elif said.skipped or table.is_empty or is_notes(table.sheet, table.head):
                why = "按 mapping.yaml 不读" if said.skipped else "空表" if table.is_empty else "填表说明一类的页"
                notes.append(Refusal(label, table.sheet, why))
            else:
                unrecognised.append(Refusal(label, table.sheet, UNKNOWN))
        return Outcome(tuple(sheets), tuple(unrecognised), tuple(notes))

    def _load(self, label: str, sha256: str, table: SheetTable, layout: Layout, file_no: int) -> Sheet:
        rows = place(layout, table, file_no)
        self.progress.start(f"{label} {table.sheet}".strip(), table.rows)
        try:
            counts = load(self.statements, rows, table, self.progress)
        finally:
            self.progress.finish()
        sheet = Sheet(
            file_no=file_no,
            path=label,
            sha256=sha256,
            kind=layout.claim.profile.kind,
            sheet=table.sheet,
            encoding=table.encoding,
            header_rows=tuple(range(layout.header_start + 1, layout.header_end + 1 - table.virtual_rows)),
            columns=columns_of(layout),
            constants=dict(layout.claim.constants),
            counts=counts,
        )
        note_file(self.statements, sheet)
        return sheet


def sheets_of(path: Path, label: str, workshop: Path, unroller: Unroller) -> Iterator[SheetTable]:
    """
    Yield the sheets of a file that has passed the gate.

    :raises Refused: it cannot be read
    """
    suffix = Path(label).suffix.lower()
    if suffix in TEXTS:
        yield text_sheet(path, workshop)
    elif suffix == ".parquet":
        yield parquet_sheet(path)
    else:
        yield from unroller.sheets(path, workshop)


def layout_of(label: str, table: SheetTable, said: SheetMapping, profiles: Profiles) -> Layout | None:
    """
    Understand a sheet, as a person has said if anything was said of it; None when it is no roster.

    :raises Refused: the sheet has no such rows or columns as were named
    """
    stem = label.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if said.says_nothing:
        return understand(table.head, profiles, table.sheet, stem)
    return layout_as_said(table, profiles, said, stem)


def columns_of(layout: Layout) -> tuple[Column, ...]:
    """List the columns of a sheet with the fields they were taken for."""
    found = layout.claim.columns
    return tuple(
        Column(index, header, *((found[index][0].name, found[index][1]) if index in found else (None, None)))
        for index, header in enumerate(layout.headers)
    )
