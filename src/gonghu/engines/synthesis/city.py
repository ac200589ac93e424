"""Making a whole invented city: draw in chunks, stage canonical rows, render them as departments' files."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

from gonghu.engines.statements import run
from gonghu.engines.synthesis import circumstances, families, kinship, numbering, welfare
from gonghu.engines.synthesis.dialect import Dialect, Style, dialect
from gonghu.engines.synthesis.dirt import Dirt
from gonghu.engines.synthesis.names import DOTTED_GIVEN, DOTTED_LAST, surname_slots
from gonghu.engines.synthesis.places import create_places
from gonghu.engines.synthesis.randomness import create_draws, sql_text
from gonghu.engines.synthesis.records import record_queries
from gonghu.engines.synthesis.rendering import rendered
from gonghu.engines.synthesis.sheets import Paper, write_csv, write_parquet, write_workbook

Format = Literal["csv", "parquet", "mixed"]

FAMILIES_PER_CHUNK = 60_000
# Larger rosters do not come as workbooks: a department exports them as text.
MOST_WORKBOOK_ROWS = 60_000
TRUTH_COLUMNS = ("id_number", "name", "division_code", "age", "father", "mother", "category", "left_behind", "findings")
MAY_BE_EMPTY = ("category", "findings")


@dataclass(frozen=True)
class Truth:
    """What a city was made as: its truth file, its files with their rows, and its counts."""

    path: Path
    as_of: date
    persons: int
    children: int
    categories: dict[str, int]
    findings: dict[str, int]
    left_behind: int
    rows: dict[str, int]


def generate_city(
    out: Path,
    *,
    persons: int,
    seed: int,
    as_of: date,
    dirt: Dirt,
    style: Style,
    file_format: Format = "mixed",
    memory: str = "2GB",
) -> Truth:
    """
    Make an invented city of about so many registered persons as a folder of departments' files.

    The truth about every child goes beside the folder, as `<folder>.truth.csv`: inside, it would be screened too.

    The same arguments give the same bytes. Work is done in chunks of families, so memory does not grow with the city.

    :raises SequenceExhausted: too many people share a county, sex and birth date
    :raises ValueError: the style has too few counties for so many persons
    """
    out.mkdir(parents=True, exist_ok=True)
    staging = out / ".staging"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    spoken, rates = dialect(style), dirt.rates
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(staging / "spill")})
    try:
        create_draws(connection, seed)
        create_places(connection, spoken.counties, persons)
        _draw(connection, spoken, persons, as_of, staging)
        rows = {}
        for sheet in spoken.sheets:
            paper = Paper(sheet, as_of, rates.decorated)
            rows[sheet.file] = _write(connection, staging / sheet.kind, out / sheet.file, paper, dirt, file_format)
        return _tell(connection, out, as_of, staging, {name: count for name, count in rows.items() if count})
    finally:
        connection.close()
        shutil.rmtree(staging, ignore_errors=True)


def _draw(connection: duckdb.DuckDBPyConnection, spoken: Dialect, persons: int, as_of: date, staging: Path) -> None:
    """Draw the city chunk by chunk and stage each chunk's records and truth as Parquet."""
    total = max(1, round(persons / families.PERSONS_PER_FAMILY))
    queries = record_queries(as_of) | {"truth": "SELECT * FROM truth ORDER BY pid"}
    surnames = surname_slots()
    run(connection, [numbering.create_used()])
    for chunk, first in enumerate(range(0, total, FAMILIES_PER_CHUNK)):
        run(
            connection,
            [
                families.families(first, min(first + FAMILIES_PER_CHUNK, total), spoken.minorities),
                families.people(as_of),
                families.names(surnames, (list(DOTTED_GIVEN), list(DOTTED_LAST))),
                *numbering.numbering(),
                circumstances.circumstances(as_of),
                kinship.residents(as_of),
                kinship.children(as_of),
                kinship.away(),
                kinship.relief(as_of),
                kinship.standing(as_of),
                welfare.roll(),
                welfare.insurance(),
                welfare.truth(),
            ],
        )
        crowded = connection.execute(
            f"SELECT count(*) FROM used_number WHERE used > {numbering.MOST_PER_DAY}"
        ).fetchall()[0][0]
        if crowded:
            raise numbering.SequenceExhausted(f"{crowded} birth dates have more people than numbers.")
        for kind, query in queries.items():
            (staging / kind).mkdir(exist_ok=True)
            part = sql_text(str(staging / kind / f"{chunk:05d}.parquet"))
            connection.execute(f"COPY ({query}) TO {part} (FORMAT parquet)").fetchall()


def _write(
    connection: duckdb.DuckDBPyConnection, staged: Path, path: Path, paper: Paper, dirt: Dirt, file_format: Format
) -> int:
    """Render one kind of record into its file and return the number of records."""
    source = str(staged / "*.parquet")
    count = _count(connection, source)
    in_workbook = file_format == "mixed" and path.suffix == ".xlsx" and count <= MOST_WORKBOOK_ROWS
    query = rendered(paper.sheet, source, dirt.rates, in_workbook)
    if file_format == "parquet":
        return write_parquet(connection, query, path.with_suffix(".parquet"))
    if in_workbook:
        return write_workbook(connection, query, paper, path, 97 if dirt is Dirt.HEAVY else 0)
    return write_csv(connection, query, paper, path.with_suffix(".csv"))


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM read_parquet({sql_text(source)})").fetchall()[0][0])


def _tell(connection: duckdb.DuckDBPyConnection, out: Path, as_of: date, staging: Path, rows: dict[str, int]) -> Truth:
    """Write the truth beside the folder and return the counts."""
    told = f"read_parquet({sql_text(str(staging / 'truth' / '*.parquet'))})"
    path = out.with_name(f"{out.name}.truth.csv")
    columns = ", ".join(f"nullif({c}, '') AS {c}" if c in MAY_BE_EMPTY else c for c in TRUTH_COLUMNS)
    connection.execute(f"COPY (SELECT {columns} FROM {told}) TO {sql_text(str(path))} (FORMAT csv, HEADER)").fetchall()
    children, left = connection.execute(f"SELECT count(*), sum(left_behind) FROM {told}").fetchall()[0]
    persons = _count(connection, str(staging / "household_register" / "*.parquet"))
    categories = _tally(connection, f"SELECT category FROM {told}")
    findings = _tally(connection, f"SELECT unnest(string_split(findings, '|')) FROM {told}")
    return Truth(path, as_of, persons, children, categories, findings, int(left or 0), rows)


def _tally(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, int]:
    counted = f"SELECT mark, count(*) FROM ({query}) t(mark) WHERE mark <> '' GROUP BY mark ORDER BY mark"
    return dict(connection.execute(counted).fetchall())
