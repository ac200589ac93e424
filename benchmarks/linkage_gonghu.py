"""Gonghu's linkage of the two rosters: from raw files, and from rosters prepared once at import."""

from typing import Any

import duckdb

from benchmarks.linkage_columns import BORN_NUMBER, GUARDIAN, NAME, checked
from benchmarks.running import Clock
from gonghu.engines.linkage import Roster, link_prepared, link_rosters, prepare_roster, relink
from gonghu.engines.statements import Statement


def _roster(source: str) -> Roster:
    return Roster(
        relation=source,
        cleaning=checked("{rows}"),
        row_key="rid",
        raw_number="id_no",
        number="number",
        number_text="CASE WHEN number IS NULL THEN typed END",
        name=NAME,
        # A valid number's own birth date goes before the field.
        born=f"CAST(coalesce(number // 1000 % 100000000, {BORN_NUMBER}) AS INTEGER)",
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
        link_rosters(connection, _roster(f"'{left}'"), _roster(f"'{right}'"), steps.note)
        _keep(connection, out)
    return {"pairs": out, "steps": steps.taken}


def prepare(left: str, right: str, prepared_left: str, prepared_right: str) -> dict[str, Any]:
    """Clean both rosters once, as at import, and keep them as Parquet."""
    with duckdb.connect() as connection:
        for roster, target in ((left, prepared_left), (right, prepared_right)):
            prepare_roster(connection, _roster(f"'{roster}'"), "prepared")
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
    with duckdb.connect() as connection:
        connection.execute(f"""
            COPY (SELECT l.row_key AS left_rid, r.row_key AS right_rid
                  FROM '{prepared_left}' l JOIN '{prepared_right}' r USING (number))
            TO '{out}' (FORMAT parquet)
        """).fetchall()
    return {"pairs": out}


def day(left: str, prepared_left: str, prepared_right: str, share: float) -> dict[str, Any]:
    """
    Link again after a share of one roster's rows has changed; only the change is timed, its cleaning included.

    The second day is timed, as every later one: on the first, DuckDB also writes out what the full run has left.
    """
    with duckdb.connect() as connection:
        for name, path in (("one", prepared_left), ("two", prepared_right)):
            connection.execute(f"CREATE TABLE {name} AS FROM '{path}'").fetchall()
        connection.execute("CREATE TABLE two_new AS FROM two LIMIT 0").fetchall()
        connection.execute("CREATE TABLE two_gone AS SELECT row_key FROM two LIMIT 0").fetchall()
        link_prepared(connection, "one", "two")
        days = []
        for number in (1, 2):
            # Moved to another village: the row is another, the child the same.
            connection.execute(f"""
                CREATE OR REPLACE TABLE brought AS
                SELECT * REPLACE (substr(village, 1, 9) || '299' AS village) FROM '{left}'
                WHERE hash(rid, 'day {number}') % 1000000 < {round(share * 1_000_000)}
            """).fetchall()
            clock = Clock()
            prepare_roster(connection, _roster("brought"), "one_new")
            connection.execute("CREATE OR REPLACE TABLE one_gone AS SELECT row_key FROM one_new").fetchall()
            relink(connection, "one", "two")
            days.append(clock.readings())
        changed = connection.execute("SELECT count(*) FROM brought").fetchall()[0][0]
        return {"changed": changed, "first_day": days[0]["wall"], **days[1]}
