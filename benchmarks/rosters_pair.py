"""
Two rosters of the same children, kept by two departments, with the truth about who is who.

Children come in families: brothers and sisters share surname, village and often a character of the name; three in
a hundred are twins. Surnames and characters are Zipf-distributed over 17,424 villages. Numbers begin with 99, which
no county has, and have true check digits. Each roster holds `size` children, three quarters of them in both.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from gonghu.engines.synthesis.names import GIVEN, HOMOPHONES, SIMPLIFIED, TRADITIONAL, surname_slots
from gonghu.engines.synthesis.numbering import check_digit
from gonghu.engines.synthesis.randomness import create_draws, sql_list, sql_text

OVERLAP = 0.75
COUNTIES, TOWNS, VILLAGES = 16, 33, 33
ROW_GROUP = 100_000
COLUMNS = ("rid", "id_no", "name", "sex", "birth", "village", "guardian_name")


@dataclass(frozen=True)
class Errors:
    """Error rates of one roster; those of names, dates and places double where the number is bad."""

    number_bad: float = 0.05
    number_missing: float = 0.0275
    lower_case_x: float = 0.3
    homophone: float = 0.02
    traditional: float = 0.005
    spaces: float = 0.01
    renamed: float = 0.004
    name_missing: float = 0.002
    birth_wrong: float = 0.014
    birth_missing: float = 0.01
    moved: float = 0.025
    village_missing: float = 0.01
    other_guardian: float = 0.30


LEFT = Errors()
RIGHT = Errors(moved=0.16, other_guardian=0.35)


@dataclass(frozen=True)
class RostersPair:
    """Paths of the two rosters and of the true pairs (left_rid, right_rid), all Parquet."""

    left: Path
    right: Path
    truth: Path
    size: int
    seed: int


def rosters_pair(folder: Path, size: int, seed: int) -> RostersPair:
    """Return the pair of this size and seed, made now unless it lies in the folder already."""
    home = folder / f"pair-{size}-{seed}"
    pair = RostersPair(home / "left.parquet", home / "right.parquet", home / "truth.parquet", size, seed)
    if not pair.truth.exists():
        home.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            create_draws(connection, seed)
            _children(connection, round(size * (2 - OVERLAP)))
            _roster(connection, "left", LEFT, 0, size)
            _roster(connection, "right", RIGHT, round(size * (1 - OVERLAP)), size)
            _write(connection, "left", pair.left)
            _write(connection, "right", pair.right)
            connection.execute(f"""
                COPY (SELECT l.rid AS left_rid, r.rid AS right_rid FROM left_roster l JOIN right_roster r USING (child)
                      ORDER BY left_rid)
                TO {sql_text(str(pair.truth))} (FORMAT parquet)
            """).fetchall()
    return pair


def _zipf(characters: str, draw: str) -> str:
    return f"{sql_list(list(characters))}[1 + floor({len(characters)} * {draw} ** 1.8)::INTEGER]"


def _village(draw: str) -> str:
    """Return SQL for a twelve-digit village code; ``draw`` is on [0, 1)."""
    number = f"floor({draw} * {COUNTIES * TOWNS * VILLAGES})::INTEGER"
    return (
        f"'99' || printf('%04d', 101 + {number} // {TOWNS * VILLAGES})"
        f" || printf('%03d', 100 + {number} // {VILLAGES} % {TOWNS}) || printf('%03d', 200 + {number} % {VILLAGES})"
    )


def _children(connection: duckdb.DuckDBPyConnection, count: int) -> None:
    surnames = surname_slots()
    slots = sql_list(surnames)
    boys, girls = GIVEN["1", 2] + GIVEN["1", 1], GIVEN["2", 2] + GIVEN["2", 1]
    surname = f"{slots}[1 + n({{}}, '{{}}', {len(surnames)})]"
    father_one, father_two = (_zipf(GIVEN["1", 1], f"u(family, 'father {place}')") for place in ("one", "two"))
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE children AS
        WITH born AS (
            SELECT f AS family, c AS nth, f * 4 + c AS k
            FROM range({count}) families(f), range(4) nth(c)
            WHERE c < CASE WHEN u(f, 'children') < 0.45 THEN 1 WHEN u(f, 'children') < 0.85 THEN 2
                           WHEN u(f, 'children') < 0.96 THEN 3 ELSE 4 END
            ORDER BY f, c LIMIT {count}
        ), drawn AS (
            SELECT *, row_number() OVER (ORDER BY k) - 1 AS child,
                   CASE WHEN u(k, 'sex') < 0.52 THEN '1' ELSE '2' END AS sex,
                   DATE '2008-11-01' + n(family, 'birth', 6500)
                   - CASE WHEN nth = 1 AND u(family, 'twins') < 0.03 THEN 0
                          ELSE (nth * (400 + n(k, 'gap', 700)))::INTEGER END AS born,
                   {surname.format("family", "surname")} AS surname, {_village("u(family, 'village')")} AS village
            FROM born
        ), named AS (
            SELECT *,
                   CASE sex WHEN '1' THEN {_zipf(boys, "u(k, 'last')")} ELSE {_zipf(girls, "u(k, 'last')")} END AS last,
                   CASE WHEN u(family, 'shared') < 0.3 THEN {_zipf(boys, "u(family, 'shared character')")}
                        WHEN sex = '1' THEN {_zipf(boys, "u(k, 'first')")}
                        ELSE {_zipf(girls, "u(k, 'first')")} END AS first
            FROM drawn
        ), numbered AS (
            SELECT *, substr(village, 1, 6) || strftime(born, '%Y%m%d') || printf('%03d', (2 * (row_number() OVER (
                       PARTITION BY substr(village, 1, 6), born, sex ORDER BY child) - 1) + sex::INTEGER % 2)::INTEGER)
                   AS first_17
            FROM named
        )
        SELECT child, family, sex, born, village, surname, first_17 || {check_digit("first_17")} AS id_no,
               surname || CASE WHEN u(k, 'short') < 0.15 THEN last ELSE first || last END AS name,
               surname || {father_one} || {father_two} AS father,
               {surname.format("family * 2 + 1", "mother")} || {_zipf(GIVEN["2", 1], "u(family, 'mother one')")}
               || {_zipf(GIVEN["2", 1], "u(family, 'mother two')")} AS mother,
               surname || {_zipf(GIVEN["1", 0], "u(family, 'elder one')")}
               || {_zipf(GIVEN["1", 0], "u(family, 'elder two')")} AS grandfather
        FROM numbered
    """).fetchall()


def _bad_number(u: str) -> str:
    place, other = "(1 + n(s, 'place', 16))", "(1 + (n(s, 'place', 16) + 7) % 17)"
    wrong = (
        "substr({0}, 1, {1} - 1) || ((substr({0}, {1}, 1)::INTEGER + 1 + n(s, 'by', 8)) % 10) || substr({0}, {1} + 1)"
    )
    swapped = f"substr(id_no, 1, {place} - 1) || substr(id_no, {place} + 1, 1) || substr(id_no, {place}, 1)"
    return f"""CASE WHEN {u} < 0.55 THEN NULL
                    WHEN {u} < 0.73 THEN {wrong.format("id_no", place)}
                    WHEN {u} < 0.82 THEN {swapped} || substr(id_no, {place} + 2)
                    WHEN {u} < 0.88 THEN {wrong.format("(" + wrong.format("id_no", place) + ")", other)}
                    WHEN {u} < 0.94 THEN substr(id_no, 1, {place} - 1) || substr(id_no, {place} + 1)
                    ELSE translate(id_no, '0123456789X', '０１２３４５６７８９Ｘ') END"""


def _roster(connection: duckdb.DuckDBPyConnection, side: str, errors: Errors, first: int, size: int) -> None:
    """Draw one department's copy of the children `first` to `first + size - 1`, in an order of its own."""
    e = errors
    one, other = (sql_text("".join(pair[side_of] for pair in HOMOPHONES)) for side_of in (0, 1))
    given = GIVEN["1", 2]
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {side}_roster AS
        WITH copied AS (
            SELECT *, child * 2 + {int(side == "right")} AS s,
                   u(child * 2 + {int(side == "right")}, 'bad') < {e.number_bad} AS bad
            FROM children WHERE child BETWEEN {first} AND {first + size - 1}
        ), erring AS (SELECT *, CASE WHEN bad THEN 2 ELSE 1 END AS m FROM copied)
        SELECT child, row_number() OVER (ORDER BY hash(s, '{side} order')) - 1 AS rid,
               CASE WHEN bad THEN {_bad_number("u(s, 'damage')")}
                    WHEN u(s, 'lower') < {e.lower_case_x} THEN lower(id_no) ELSE id_no END AS id_no,
               CASE WHEN u(s, 'name') < {e.name_missing} * m THEN NULL
                    WHEN u(s, 'name') < {e.name_missing + e.renamed} * m
                        THEN surname || {_zipf(given, "u(s, 'new one')")} || {_zipf(given, "u(s, 'new two')")}
                    WHEN u(s, 'name') < {e.name_missing + e.renamed + e.spaces} * m
                        THEN substr(name, 1, 1) || ' ' || substr(name, 2)
                    WHEN u(s, 'name') < {e.name_missing + e.renamed + e.spaces + e.traditional} * m
                        THEN translate(name, {sql_text(SIMPLIFIED)}, {sql_text(TRADITIONAL)})
                    WHEN u(s, 'name') < {e.name_missing + e.renamed + e.spaces + e.traditional + e.homophone} * m
                        THEN substr(name, 1, 1) || translate(substr(name, 2), {one}, {other})
                    ELSE name END AS name,
               CASE sex WHEN '1' THEN '男' ELSE '女' END AS sex,
               CASE WHEN u(s, 'birth') < {e.birth_missing} * m THEN NULL
                    WHEN u(s, 'birth') < {e.birth_missing + e.birth_wrong} * m
                        THEN strftime(born + to_days([1, 9, 10, 30, 31, 365][1 + n(s, 'slip', 6)]), '%Y-%m-%d')
                    ELSE strftime(born, '%Y-%m-%d') END AS birth,
               CASE WHEN u(s, 'village') < {e.village_missing} * m THEN NULL
                    WHEN u(s, 'village') < {e.village_missing + e.moved} * m THEN {_village("u(s, 'new village')")}
                    ELSE village END AS village,
               CASE WHEN u(s, 'guardian') < {e.other_guardian} * 0.6 THEN mother
                    WHEN u(s, 'guardian') < {e.other_guardian} THEN grandfather ELSE father END AS guardian_name
        FROM erring
    """).fetchall()


def _write(connection: duckdb.DuckDBPyConnection, side: str, path: Path) -> None:
    # One row group would be scanned by one thread.
    connection.execute(f"""
        COPY (SELECT {", ".join(COLUMNS)} FROM {side}_roster ORDER BY rid)
        TO {sql_text(str(path))} (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})
    """).fetchall()
