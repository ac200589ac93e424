"""Reading a delivery of rosters (读取名单): files in, clean tables out, every row accounted for."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from gonghu.engines.intake.sheet_rows import Placed, SheetRows
from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.delivery import Column, Delivery, Refusal, Sheet
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.layout import Layout, Rows, understand
from gonghu.engines.intake.loading import load
from gonghu.engines.intake.profiles import FieldType, Profiles
from gonghu.engines.intake.progress import Progress, Unwatched
from gonghu.engines.intake.roster_tables import create_accounts, table_of
from gonghu.engines.intake.text_files import TextTable, prepare
from gonghu.engines.intake.workbooks import sheets_of

_LEADING_CELLS = 2
_MOST_SEEN = 60


@dataclass
class _Reading:
    connection: duckdb.DuckDBPyConnection
    profiles: Profiles
    progress: Progress
    sheets: list[Sheet] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unrecognised: list[Refusal] = field(default_factory=list)
    notes: list[Refusal] = field(default_factory=list)


def read_rosters(
    source: Path,
    *,
    connection: duckdb.DuckDBPyConnection,
    profiles: Profiles,
    mapping: Path | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Delivery:
    """Read every roster in a folder, archive or file into the tables of the connection."""
    reading = _Reading(connection, profiles, progress or Unwatched())
    create_accounts(connection)
    for kind in profiles:
        connection.execute(f"DROP TABLE IF EXISTS {table_of(kind.kind)}").fetchall()
    for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
        if path.is_file():
            with tempfile.TemporaryDirectory(prefix="gonghu-intake-") as workshop:
                _read_file(reading, path, Path(workshop))
    return Delivery(
        tuple(reading.sheets),
        tuple(reading.refused),
        tuple(reading.unrecognised),
        tuple(reading.notes),
        profiles,
    )


def _read_file(reading: _Reading, path: Path, workshop: Path) -> None:
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    for sheet, table in _tables(path, workshop):
        if not any(any(map(fold, row)) for row in table.head):
            continue
        layout = understand(table.head, reading.profiles, sheet, path.stem)
        if layout is None:
            reading.unrecognised.append(Refusal(path.name, sheet, "认不出是哪一种名单"))
            continue
        reading.sheets.append(_load_sheet(reading, path, sha256, sheet, table, layout, workshop))


def _tables(path: Path, workshop: Path) -> Iterator[tuple[str, TextTable]]:
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        yield "", prepare(path, workshop)
    else:
        yield from sheets_of(path, workshop)


def _load_sheet(
    reading: _Reading, path: Path, sha256: str, sheet: str, table: TextTable, layout: Layout, workshop: Path
) -> Sheet:
    file_no = len(reading.sheets) + 1
    leading = tuple(range(min(_LEADING_CELLS, table.width)))
    rows = _rows(layout, file_no, leading, table.head)
    reading.progress.start(f"{path.name} {sheet}".strip(), None)
    counts = load(reading.connection, rows, table, tuple(sorted({*leading, *layout.claim.columns})), workshop)
    reading.progress.advance(counts.total)
    reading.progress.finish()
    header_rows = tuple(range(layout.header_start + 1, layout.header_end + 1))
    loaded = Sheet(
        file_no, path.name, sha256, layout.claim.profile.kind, sheet, table.encoding, header_rows,
        _columns(layout), dict(layout.claim.constants), counts,
    )  # fmt: skip
    reading.connection.execute(
        "INSERT INTO intake_file VALUES (?, ?, ?, ?, ?, ?, ?::INTEGER[], ?, ?, ?, ?)",
        [file_no, loaded.path, sha256, loaded.kind, sheet, loaded.encoding, list(header_rows),
         counts.total, counts.accepted, counts.quarantined, counts.blank],
    ).fetchall()  # fmt: skip
    return loaded


def _rows(layout: Layout, file_no: int, leading: tuple[int, ...], head: Rows) -> SheetRows:
    profile = layout.claim.profile
    cells = [(field, f"c{column}", _seen(head, column)) for column, (field, _) in sorted(layout.claim.columns.items())]
    cells += [(profile.field_named(name), literal(word), (word,)) for name, word in layout.claim.constants.items()]
    placed = tuple(Placed(field, cell, number, seen) for number, (field, cell, seen) in enumerate(cells, 1))
    headers = tuple(
        (f"c{column}", fold(layout.headers[column]))
        for column, (field, _) in layout.claim.columns.items()
        if field.type in (FieldType.NAME, FieldType.CITIZEN_ID) and fold(layout.headers[column])
    )
    return SheetRows(profile, file_no, layout.header_end + 1, placed, leading, headers)


def _seen(head: Rows, column: int) -> tuple[str, ...]:
    counted = Counter(row[column] for row in head if column < len(row) and row[column])
    return tuple(word for word, _ in counted.most_common(_MOST_SEEN))


def _columns(layout: Layout) -> tuple[Column, ...]:
    found = layout.claim.columns
    return tuple(
        Column(
            index, header, found[index][0].name if index in found else None, found[index][1] if index in found else None
        )
        for index, header in enumerate(layout.headers)
    )
