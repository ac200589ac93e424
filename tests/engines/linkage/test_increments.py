"""A day's changes, linked as an increment, give what linking everything again would give."""

import random
from datetime import date, timedelta

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import number

from gonghu.engines.linkage import Roster, link_prepared, prepare_roster, relink

PLACES = ["990101001201", "990101001202", "990101002201"]
NAMES = ["张子涵", "张梓涵", "李浩然", "王雨桐", "王宇彤", "刘洋", "陈思远"]
CLEAN = Roster("", "row_key", "number", "number", "number_text", "name", "born", "sex", "place", "kin")
COLUMNS = (
    "row_key BIGINT, number BIGINT, number_text VARCHAR, name VARCHAR, born INTEGER, sex VARCHAR, place VARCHAR,"
    " kin VARCHAR"
)
Row = tuple[int, int | None, str | None, str, int | None, str, str, str]


def person(chance: random.Random, row_key: int) -> Row:
    born = date(2015, 1, 1) + timedelta(days=chance.randrange(4))
    whole = number(born, chance.randrange(6))
    typed = whole[:8] + chance.choice("0123456789") + whole[9:]
    valid, text = chance.choice(
        [(int(whole[:17]), None), (int(whole[:17]), None), (None, typed), (None, whole[:15]), (None, None)]
    )
    day = chance.choice([int(f"{born:%Y%m%d}"), int(f"{born:%Y%m%d}"), None])
    return row_key, valid, text, chance.choice(NAMES), day, "1", chance.choice(PLACES), chance.choice(NAMES)


def table(connection: duckdb.DuckDBPyConnection, name: str, rows: list[Row]) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name}_raw ({COLUMNS})")
    connection.executemany(f"INSERT INTO {name}_raw VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [*rows, (-1,) + (None,) * 7])
    connection.execute(f"DELETE FROM {name}_raw WHERE row_key = -1")
    prepare_roster(connection, Roster(f"{name}_raw", *list(vars(CLEAN).values())[1:]), name)


def links(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int, str]]:
    return connection.execute("SELECT left_row, right_row, tier FROM links ORDER BY ALL").fetchall()


def changed(rows: list[Row], chance: random.Random) -> tuple[list[Row], list[int], list[Row]]:
    """Some rows leave, some change, one comes."""
    gone = chance.sample([row[0] for row in rows], k=3)
    new = [person(chance, key) for key in gone[1:]] + [person(chance, 900)]
    return [row for row in rows if row[0] not in gone] + new, gone, new


@settings(max_examples=8, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6))
def test_an_increment_equals_a_full_run(seed: int) -> None:
    chance = random.Random(seed)
    before = {side: [person(chance, key) for key in range(12)] for side in ("one", "two")}
    connection = duckdb.connect()
    for side, rows in before.items():
        table(connection, side, rows)
    link_prepared(connection, "one", "two")

    after = {}
    for side, rows in before.items():
        after[side], gone, new = changed(rows, chance)
        connection.execute(f"CREATE TABLE {side}_gone AS SELECT unnest(?) AS row_key", [gone])
        table(connection, f"{side}_new", new)
    relink(connection, "one", "two")

    again = duckdb.connect()
    for side, rows in after.items():
        table(again, side, rows)
    link_prepared(again, "one", "two")
    assert links(connection) == links(again)
