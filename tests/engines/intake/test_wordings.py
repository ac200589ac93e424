"""Other districts use other header words: each kind is recognised by several wordings."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace

import duckdb
import pytest
import yaml
from tests.engines.intake.conftest import Desk
from tests.engines.intake.made_up import cell

from gonghu.engines.intake import Profiles, Sheet, load_profiles
from gonghu.engines.intake.roster_tables import table_of

WORDINGS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parents[2] / "fixtures" / "rosters" / "wordings.yaml").read_text(encoding="utf-8")
)
CASES = [(kind, number) for kind, wordings in WORDINGS.items() for number in range(len(wordings))]
RECORDS = 12


def file_of(kind: str, number: int) -> str:
    """Return a file name that says nothing."""
    return f"{CASES.index((kind, number))}.csv"


def parsed(wording: str) -> list[tuple[str, str | None]]:
    columns = [column.partition("=") for column in wording.split()]
    return [(header, field or None) for header, _, field in columns]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Read all the wordings as one delivery, each a file whose name says nothing."""
    profiles = load_profiles()
    with duckdb.connect() as connection:
        desk = Desk(tmp_path_factory.mktemp("wordings"), connection, profiles)
        for kind, number in CASES:
            desk.put(file_of(kind, number), sheet_of(kind, parsed(WORDINGS[kind][number]), profiles))
        sheets = {sheet.path: sheet for sheet in desk.read().sheets}
        yield SimpleNamespace(sheets=sheets, connection=connection)


def sheet_of(kind: str, columns: list[tuple[str, str | None]], profiles: Profiles) -> list[list[str]]:
    chance = Random(f"{kind}{columns}")
    fields = [profiles.of_kind(kind).field_named(field) if field else None for _, field in columns]
    records = [
        [cell(kind, field, chance) if field else str(number) for field in fields] for number in range(1, RECORDS + 1)
    ]
    return [[header for header, _ in columns], *records]


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_a_wording_is_understood_column_by_column(read: SimpleNamespace, kind: str, number: int) -> None:
    sheet: Sheet = read.sheets[file_of(kind, number)]
    assert sheet.kind == kind
    assert {column.header: column.field for column in sheet.columns} == dict(parsed(WORDINGS[kind][number]))


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_every_cell_of_a_wording_arrives(read: SimpleNamespace, kind: str, number: int) -> None:
    sheet: Sheet = read.sheets[file_of(kind, number)]
    assert sheet.counts.accepted == RECORDS
    for column in sheet.columns:
        if column.field:
            query = f"SELECT count({column.field}) FROM {table_of(kind)} WHERE file_no = {sheet.file_no}"
            assert read.connection.execute(query).fetchall() == [(RECORDS,)], column.header


def test_every_kind_has_three_wordings(read: SimpleNamespace) -> None:
    assert read.sheets
    assert {kind for kind, wordings in WORDINGS.items() if len(wordings) >= 3} == set(load_profiles().by_kind)
