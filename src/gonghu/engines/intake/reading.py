"""Reading a delivery of rosters (读取名单): files in, clean tables out, every row accounted for."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from gonghu.engines.intake.delivery import Column, Delivery, Refusal, Sheet
from gonghu.engines.intake.found_files import FoundFile, find_files
from gonghu.engines.intake.gate import TEXTS, check
from gonghu.engines.intake.layout import Layout, understand
from gonghu.engines.intake.loading import load
from gonghu.engines.intake.mapping_file import MappingOrders, SheetOrder, read_mapping
from gonghu.engines.intake.notes import is_notes
from gonghu.engines.intake.ordered_layout import layout_as_ordered
from gonghu.engines.intake.parquet_files import parquet_sheet
from gonghu.engines.intake.placing import place
from gonghu.engines.intake.profiles import Profiles
from gonghu.engines.intake.progress import Progress, Unwatched
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.roster_tables import create_accounts, drop_rosters, note_file
from gonghu.engines.intake.sheet_table import SheetTable
from gonghu.engines.intake.text_files import text_sheet
from gonghu.engines.intake.workbooks import Unroller


@dataclass
class _Reading:
    """The state of one reading: where to, by what, and what has come of it so far."""

    connection: duckdb.DuckDBPyConnection
    profiles: Profiles
    orders: MappingOrders
    progress: Progress
    unroller: Unroller
    sheets: list[Sheet] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unrecognised: list[Refusal] = field(default_factory=list)
    notes: list[Refusal] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)


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

    The tables are made anew. A file that cannot be read is told in the delivery and never stops the others.

    :raises UnreadableMapping: ``mapping`` is not valid
    """
    orders = read_mapping(mapping, profiles) if mapping else MappingOrders()
    create_accounts(connection)
    drop_rosters(connection, profiles)
    with tempfile.TemporaryDirectory(prefix="gonghu-intake-") as folder, Unroller() as unroller:
        reading = _Reading(connection, profiles, orders, progress or Unwatched(), unroller)
        archives = Path(folder) / "archives"
        archives.mkdir()
        for file in find_files(source, archives):
            workshop = Path(folder) / "file"
            workshop.mkdir()
            _read_file(reading, file, workshop)
            _clear(workshop)
            if file.path.is_relative_to(archives) and not file.refusal:
                file.path.unlink()
    return Delivery(
        source,
        tuple(reading.sheets),
        tuple(reading.refused),
        tuple(reading.unrecognised),
        tuple(reading.notes),
        profiles,
    )


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def _read_file(reading: _Reading, file: FoundFile, workshop: Path) -> None:
    if file.refusal:
        reading.refused.append(Refusal(file.label, "", file.refusal))
        return
    try:
        check(file.path, file.suffix)
        with file.path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        if sha256 in reading.seen:
            raise Refused(f"与“{reading.seen[sha256]}”内容完全相同,只读一次")
        reading.seen[sha256] = file.label
        for table in sheets_of(file, workshop, reading.unroller):
            _read_sheet(reading, file.label, sha256, table)
    except (Refused, OSError) as refusal:
        reading.refused.append(Refusal(file.label, "", str(refusal)))


def sheets_of(file: FoundFile, workshop: Path, unroller: Unroller) -> Iterator[SheetTable]:
    """
    Yield the sheets of a file that has passed the gate.

    :raises Refused: it cannot be read
    """
    if file.suffix in TEXTS:
        yield text_sheet(file.path, workshop)
    elif file.suffix == ".parquet":
        yield parquet_sheet(file.path)
    else:
        yield from unroller.sheets(file.path, workshop)


def _read_sheet(reading: _Reading, label: str, sha256: str, table: SheetTable) -> None:
    order = reading.orders.order_for(label, table.sheet)
    if order.skip:
        reading.notes.append(Refusal(label, table.sheet, "按 mapping.yaml 不读"))
        return
    if table.is_empty:
        reading.notes.append(Refusal(label, table.sheet, "空表"))
        return
    layout = _layout(reading, label, table, order)
    if layout is None:
        if is_notes(table.sheet, table.head):
            reading.notes.append(Refusal(label, table.sheet, "填表说明一类的页,不是名单"))
        else:
            reason = "认不出是哪一种名单,整张表没有读入;请检查表头,或在 mapping.yaml 里指明种类和各列"
            reading.unrecognised.append(Refusal(label, table.sheet, reason))
        return
    reading.sheets.append(_load_sheet(reading, label, sha256, table, layout))


def _layout(reading: _Reading, label: str, table: SheetTable, order: SheetOrder) -> Layout | None:
    stem = label.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if order.kind is None:
        return understand(table.head, reading.profiles, table.sheet, stem)
    return layout_as_ordered(table, reading.profiles, order, stem)


def _load_sheet(reading: _Reading, label: str, sha256: str, table: SheetTable, layout: Layout) -> Sheet:
    file_no = len(reading.sheets) + 1
    rows = place(layout, table, file_no)
    reading.progress.start(f"{label} {table.sheet}".strip(), table.rows)
    try:
        counts = load(reading.connection, rows, table, reading.progress)
    finally:
        reading.progress.finish()
    sheet = Sheet(
        file_no=file_no,
        path=label,
        sha256=sha256,
        kind=layout.claim.profile.kind,
        sheet=table.sheet,
        encoding=table.encoding,
        header_rows=tuple(range(layout.header_start + 1, layout.header_end + 1 - table.virtual_rows)),
        columns=_columns(layout),
        constants=dict(layout.claim.constants),
        counts=counts,
    )
    note_file(reading.connection, sheet)
    return sheet


def _columns(layout: Layout) -> tuple[Column, ...]:
    found = layout.claim.columns
    return tuple(
        Column(index, header, *((found[index][0].name, found[index][1]) if index in found else (None, None)))
        for index, header in enumerate(layout.headers)
    )
