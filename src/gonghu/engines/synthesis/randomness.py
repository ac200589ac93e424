"""
Randomness that depends on nothing but seed, subject and purpose.

Every draw is `hash(subject, purpose, seed)` in DuckDB: no state is carried, so a city can be made in any
order and in chunks, and the same seed gives the same city (with the same release of DuckDB).
"""

import duckdb


def create_draws(connection: duckdb.DuckDBPyConnection, seed: int) -> None:
    """
    Create the macros `u(subject, purpose)` and `n(subject, purpose, m)` for a seed.

    `u` is uniform on [0, 1); `n` is a whole number from 0 to m - 1. Subjects are BIGINT.
    """
    hashed = f"hash(subject::BIGINT, purpose, {seed}::BIGINT)"
    connection.execute(
        f"CREATE OR REPLACE TEMP MACRO u(subject, purpose) AS ({hashed} >> 11)::DOUBLE / 9007199254740992.0"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP MACRO n(subject, purpose, m) AS (({hashed} >> 11) % m::UBIGINT)::INTEGER"
    )


def sql_text(text: str) -> str:
    """Return the text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def sql_list(texts: list[str] | tuple[str, ...]) -> str:
    """Return the texts as an SQL list literal."""
    return "[" + ", ".join(sql_text(text) for text in texts) + "]"


def weighted_case(draw: str, choices: dict[str, float]) -> str:
    """
    Return SQL that gives one of the choices by weight; ``draw`` is an expression on [0, 1).

    Choices are SQL expressions; weights need not add up to one.
    """
    total = sum(choices.values())
    reached = 0.0
    arms = []
    *first, last = choices.items()
    for expression, weight in first:
        reached += weight / total
        arms.append(f"WHEN {draw} < {reached:.9f} THEN {expression}")
    return f"CASE {' '.join(arms)} ELSE {last[0]} END" if arms else last[0]
