"""Gonghu's linkage of the two rosters: from raw files, and from rosters prepared once at import."""

import time
from typing import Any

import duckdb

from benchmarks.linkage_columns import BORN, GUARDIAN, NAME, NUMBER, typed
from gonghu.engines.linkage import Roster, link_prepared, link_rosters, prepare_roster
from gonghu.engines.statements import Statement


def _roster(path: str) -> Roster:
    return Roster(
        relation=typed(path),
        row_key="rid",
        raw_number="id_no",
        number=NUMBER,
        number_text="typed",
        name=NAME,
        born=f"strftime({BORN}, '%Y%m%d')::INTEGER",
        sex="sex",
        place="village",
        kin=GUARDIAN,
    )


class _Steps:
    """Seconds by statement."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def note(self, statement: Statement, took: float) -> None:
        self.taken[statement.name] = self.taken.get(statement.name, 0) + took


def _keep(connection: duckdb.DuckDBPyConnection, out: str) -> None:
    connection.execute(f"""
        COPY (SELECT left_row AS left_rid, right_row AS right_rid, tier, score AS probability, band FROM links)
        TO '{out}' (FORMAT parquet)
    """).fetchall()


def raw(left: str, right: str, out: str) -> dict[str, Any]:
    """Link the files as they are."""
    steps = _Steps()
    with duckdb.connect() as connection:
        link_rosters(connection, _roster(left), _roster(right), steps.note)
        _keep(connection, out)
    return {"pairs": out, "steps": steps.taken}


def prepare(left: str, right: str, prepared_left: str, prepared_right: str) -> dict[str, Any]:
    """Clean both rosters once, as at import, and keep them as Parquet."""
    with duckdb.connect() as connection:
        for roster, target in ((left, prepared_left), (right, prepared_right)):
            prepare_roster(connection, _roster(roster), "prepared")
            connection.execute(f"COPY prepared TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE 100000)").fetchall()
    return {}


def prepared(prepared_left: str, prepared_right: str, out: str) -> dict[str, Any]:
    """Link rosters that were prepared at import."""
    steps = _Steps()
    with duckdb.connect() as connection:
        link_prepared(connection, f"'{prepared_left}'", f"'{prepared_right}'", steps.note)
        _keep(connection, out)
    return {"pairs": out, "steps": steps.taken}


def exact_tier(prepared_left: str, prepared_right: str, out: str) -> dict[str, Any]:
    """Only the exact tier of prepared rosters: the same number on both sides."""
    began = time.perf_counter()
    with duckdb.connect() as connection:
        connection.execute(f"""
            COPY (SELECT l.row_key AS left_rid, r.row_key AS right_rid
                  FROM '{prepared_left}' l JOIN '{prepared_right}' r USING (number))
            TO '{out}' (FORMAT parquet)
        """).fetchall()
    return {"pairs": out, "wall": time.perf_counter() - began}
