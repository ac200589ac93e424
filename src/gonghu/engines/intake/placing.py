"""From a sheet understood to the SQL of its cells (定位): which raw column each field is cleaned from."""

from collections import Counter
from collections.abc import Sequence, Set
from typing import Final

from gonghu.engines.intake.cleaning.spans import are_spans, first_day, last_day
from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.layout import Layout
from gonghu.engines.intake.profiles import Field, FieldType, Profile
from gonghu.engines.intake.sheet_rows import Placed, SheetRows
from gonghu.engines.intake.sheet_table import Head, SheetTable

LEADING_CELLS: Final = 2
FEW_ROWS: Final = 3_000
_MOST_SEEN: Final = 60


def place(layout: Layout, table: SheetTable, file_no: int) -> SheetRows:
    """Return the fields of a sheet with the SQL of their cells."""
    profile, found = layout.claim.profile, sorted(layout.claim.columns.items())
    mapped = {field.name for field, _ in layout.claim.columns.values()}
    cells = [
        (field, cell, _seen(table.head, column))
        for column, (mapped_to, _) in found
        for field, cell in _cells_of(profile, mapped_to, f"c{column}", mapped, _below(table.head, layout, column))
    ]
    cells += [(profile.field_named(name), literal(word), (word,)) for name, word in layout.claim.constants.items()]
    placed = tuple(Placed(field, cell, number, seen) for number, (field, cell, seen) in enumerate(cells, 1))
    repeated = tuple(
        (f"c{column}", cell)
        for column, (field, _) in found
        if field.type in (FieldType.NAME, FieldType.CITIZEN_ID)
        for row in table.head[layout.header_start : layout.header_end]
        if column < len(row) and fold(cell := row[column])
    )
    leading = tuple(range(min(LEADING_CELLS, table.width)))
    columns = tuple(sorted({*leading, *(column for column, _ in found)}))
    first_row = layout.header_end + 1 - table.virtual_rows
    few = table.rows is not None and table.rows <= FEW_ROWS
    return SheetRows(profile, file_no, first_row, placed, columns, leading, repeated, few)


def _cells_of(
    profile: Profile, field: Field, cell: str, mapped: Set[str], below: Sequence[str]
) -> list[tuple[Field, str]]:
    """Return the field a column holds, or two where its cells hold two days and the second day has no column."""
    if not field.until or not are_spans(below):
        return [(field, cell)]
    last = [] if field.until in mapped else [(profile.field_named(field.until), last_day(cell))]
    return [(field, first_day(cell)), *last]


def _below(head: Head, layout: Layout, column: int) -> list[str]:
    return [row[column] for row in head[layout.header_end :] if column < len(row)]


def _seen(head: Head, column: int) -> tuple[str, ...]:
    """Return the commonest cells of a column in the first rows."""
    counted = Counter(row[column] for row in head if column < len(row) and row[column])
    return tuple(word for word, _ in counted.most_common(_MOST_SEEN))
