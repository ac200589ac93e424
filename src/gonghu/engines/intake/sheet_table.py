"""One sheet's cells as something DuckDB can read (表源), whatever kind of file they came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Head = tuple[tuple[str, ...], ...]
Selection = Callable[[Sequence[int]], str]
"""Writes the SELECT of the wanted columns c0 … as text, every row of the sheet in its order."""

HEAD_ROWS = 400
"""How many first rows are looked at to recognise a sheet."""


@dataclass(frozen=True)
class SheetTable:
    """
    A sheet ready to be recognised and loaded.

    ``head`` holds the first rows, ``rows`` the number of rows as far as it is known (for a progress). ``virtual_rows``
    of the head are not rows of the source (the column names of Parquet). ``plainer`` makes the same table readable the
    slow way when DuckDB refuses the fast one; ``count`` counts the rows there must be, blank lines included, while
    DuckDB, which drops blank lines, is reading. A ``flawed`` table holds U+FFFD for bytes that could not be read.
    """

    sheet: str
    encoding: str
    head: Head
    selection: Selection
    width: int
    rows: int | None = None
    virtual_rows: int = 0
    plainer: "Callable[[], SheetTable] | None" = None
    count: Callable[[], int] | None = None
    flawed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the first rows hold nothing at all."""
        return not any(cell.strip() for row in self.head for cell in row)
