"""
Facts of a population for the policy benchmark: families with seven facts of each parent, three in a hundred unknown.

Two Parquet files: `person` (one row a person, facts 1, 0 or empty) and `child` (who is whose). Everybody starts there.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from gonghu.engines.synthesis.randomness import create_draws, sql_text

AS_OF = date(2026, 11, 1)
UNKNOWN = 0.03
PERSONS_PER_FAMILY = 3.2
# Shares of yes among parents; a child has the same at a fifth of the rate, and facts of its own.
PARENT_FACTS = {
    "dead": 0.018, "missing": 0.006, "disabled": 0.03, "ill": 0.015, "confined": 0.012, "lost": 0.008,
    "revoked": 0.002, "away": 0.12,
}  # fmt: skip
CHILD_FACTS = {"adopted": 0.002, "poor": 0.06}
FACTS = (*PARENT_FACTS, *CHILD_FACTS)


@dataclass(frozen=True)
class Facts:
    """Paths of the two files."""

    person: Path
    child: Path


def facts(folder: Path, persons: int, seed: int) -> Facts:
    """Return the facts of about so many persons, drawn now unless they lie in the folder already."""
    home = folder / f"facts-{persons}-{seed}"
    found = Facts(home / "person.parquet", home / "child.parquet")
    if not found.child.exists():
        home.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            create_draws(connection, seed)
            _draw(connection, round(persons / PERSONS_PER_FAMILY))
            for table, path in (("person", found.person), ("child", found.child)):
                target = f"{sql_text(str(path))} (FORMAT parquet, ROW_GROUP_SIZE 100000)"
                connection.execute(f"COPY (FROM {table} ORDER BY person) TO {target}").fetchall()
    return found


def _draw(connection: duckdb.DuckDBPyConnection, families: int) -> None:
    drawn = []
    for name, share in PARENT_FACTS.items():
        drawn.append(_fact(name, f"CASE WHEN slot < 2 THEN {share} ELSE {share / 5} END", "TRUE"))
    for name, share in CHILD_FACTS.items():
        drawn.append(_fact(name, str(share), "slot >= 3"))
    connection.execute(f"""
        CREATE TEMP TABLE person AS
        SELECT f * 8 + slot AS person, f AS family, slot,
               DATE '{AS_OF}' - CASE WHEN slot < 3 THEN 8000 + n(f * 8 + slot, 'age', 12000)
                                     ELSE 5 + n(f * 8 + slot, 'age', 6700) END AS born_on,
               CASE WHEN u(f * 8 + slot, 'sex') < 0.5 THEN '1' ELSE '2' END AS sex,
               CASE WHEN u(f, 'hukou') < 0.5 THEN 'AGRICULTURAL' ELSE 'NON_AGRICULTURAL' END AS hukou_type,
               {", ".join(drawn)}
        FROM range({families}) families(f), range(6) slots(slot)
        WHERE slot < 2 OR (slot = 2 AND u(f, 'elder') < 0.12) OR (slot = 3 AND u(f, 'children') < 0.7)
           OR (slot = 4 AND u(f, 'children') < 0.3) OR (slot = 5 AND u(f, 'children') < 0.08)
    """).fetchall()
    connection.execute("""
        CREATE TEMP TABLE child AS
        SELECT person, family * 8 AS father, family * 8 + 1 AS mother FROM person WHERE slot >= 3
    """).fetchall()


def _fact(name: str, share: str, concerned: str) -> str:
    subject = "f * 8 + slot"
    return f"""CASE WHEN NOT ({concerned}) THEN 0::TINYINT
                    WHEN u({subject}, '{name} unknown') < {UNKNOWN} THEN NULL
                    WHEN u({subject}, '{name}') < {share} THEN 1::TINYINT ELSE 0::TINYINT END AS {name}"""
