"""
Dialects: how a city's departments name their files, head their columns and word their codes.

`sample` resembles what one district hands over; the others say the same things in other words, so that what
recognises files can be tested on words it was not fitted to.
"""

from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("dialects")


class Style(Enum):
    """The dialects known."""

    SAMPLE = "sample"
    TOWNSHIP = "township"
    PLATFORM = "platform"

    def __str__(self) -> str:
        """Return the name used on the command line."""
        return self.value


@dataclass(frozen=True)
class Column:
    """One column: the record's field, its header, and the group heading above it if the header is split."""

    field: str
    header: str
    group: str = ""


@dataclass(frozen=True)
class Sheet:
    """How one kind of record is handed over."""

    kind: str
    file: str
    columns: tuple[Column, ...]
    dates: str = "iso"
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    title: str = ""
    note: str = ""
    numbered: bool = False
    total: bool = False
    sheets: tuple[str, ...] = ("Sheet1",)
    year: str = "{}"
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def grouped(self) -> bool:
        """Return whether the header takes two rows."""
        return any(column.group for column in self.columns)

    @property
    def fields(self) -> frozenset[str]:
        """Return the record's fields that this sheet shows."""
        return frozenset(column.field for column in self.columns)


@dataclass(frozen=True)
class Dialect:
    """All that a style says."""

    counties: tuple[str, ...]
    minorities: dict[str, float]
    sheets: tuple[Sheet, ...]


def _column(entry: dict[str, str]) -> Column:
    ((name, header),) = entry.items()
    group, _, below = header.rpartition("/")
    return Column(name, below, group)


def _sheet(kind: str, entry: dict[str, Any], words: dict[str, dict[str, str]]) -> Sheet:
    columns = tuple(_column(column) for column in entry["columns"])
    own = {name: words[name] for name in words if any(c.field == name for c in columns)}
    own |= entry.get("words", {})
    known = {key: value for key, value in entry.items() if key not in ("columns", "words", "sheets")}
    return Sheet(kind=kind, columns=columns, words=own, sheets=tuple(entry.get("sheets", ("Sheet1",))), **known)


@cache
def dialect(style: Style) -> Dialect:
    """Return the dialect of a style."""
    spoken = yaml.safe_load((FOLDER / f"{style.value}.yaml").read_text(encoding="utf-8"))
    return Dialect(
        tuple(spoken["counties"]),
        spoken["minorities"],
        tuple(_sheet(kind, entry, spoken["words"]) for kind, entry in spoken["files"].items()),
    )
