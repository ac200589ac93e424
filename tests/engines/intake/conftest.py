"""What the intake tests share: writing files as departments do and reading them."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from gonghu.engines.intake import Delivery, Profiles, load_profiles, read_rosters

Rows = Sequence[Sequence[object]]


@pytest.fixture(scope="session")
def profiles() -> Profiles:
    return load_profiles()


@pytest.fixture
def connection() -> Iterable[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def csv_bytes(rows: Rows, encoding: str = "utf-8", separator: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def write_xlsx(path: Path, sheets: Mapping[str, Rows], merged: Sequence[tuple[int, int, int, int]] = ()) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, column, cell)
                    elif cell is not None:
                        page.write(number, column, cell)
            for first_row, first_column, last_row, last_column in merged:
                value = rows[first_row][first_column]
                page.merge_range(first_row, first_column, last_row, last_column, value)


class Desk:
    """A folder that files are put into, and what reading it gives."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection, profiles: Profiles) -> None:
        self.folder = folder
        self.connection = connection
        self.profiles = profiles
        folder.mkdir(exist_ok=True)

    def put(self, name: str, content: Rows | bytes | Mapping[str, Rows], **options: Any) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, Mapping):
            write_xlsx(path, content, **options)
        else:
            path.write_bytes(csv_bytes(content, **options))
        return path

    def read(self, **options: Any) -> Delivery:
        return read_rosters(self.folder, connection=self.connection, profiles=self.profiles, **options)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()


@pytest.fixture
def desk(tmp_path: Path, connection: duckdb.DuckDBPyConnection, profiles: Profiles) -> Desk:
    return Desk(tmp_path / "delivery", connection, profiles)


@pytest.fixture
def new_desk(tmp_path_factory: pytest.TempPathFactory, profiles: Profiles) -> Callable[[], Desk]:
    """Return a maker of desks, for tests that read many deliveries."""

    def make() -> Desk:
        return Desk(tmp_path_factory.mktemp("delivery"), duckdb.connect(), profiles)

    return make
