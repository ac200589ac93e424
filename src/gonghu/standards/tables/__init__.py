"""
Tables of the standards as plain text files, each with its provenance in the first lines.

Nothing is read at import: a table costs its few milliseconds when it is first asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

_FOLDER = Path(__file__).parent


def table_lines(name: str) -> list[str]:
    """Read the lines of one table file, without comments and blank lines."""
    return _without_comments((_FOLDER / name).read_text(encoding="utf-8").splitlines())


def table_rows(name: str) -> list[dict[str, str]]:
    """Read one comma-separated table file whose first line names the columns."""
    return parse_rows(table_lines(name))


def parse_rows(lines: Iterable[str]) -> list[dict[str, str]]:
    """Read comma-separated lines whose first one names the columns; comments are left out."""
    header, *body = _without_comments(lines)
    columns = header.split(",")
    return [dict(zip(columns, line.split(","), strict=True)) for line in body]


def _without_comments(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line.strip() and not line.startswith("#")]


class LazyTable(Mapping[str, str]):
    """A read-only mapping that is read from its file when it is first used."""

    def __init__(self, read: Callable[[], dict[str, str]]) -> None:
        self._read = read

    @cached_property
    def entries(self) -> dict[str, str]:
        """Give the mapping as a plain dict, the fastest form; treat it as read-only."""
        return self._read()

    def __getitem__(self, key: str) -> str:
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, key: object) -> bool:
        return key in self.entries
