"""A day's changes, linked as an increment, give what linking everything again would give."""

import random

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.linkage.invented_rosters import PLACES, Row, person, table

from gonghu.engines.linkage import link_prepared, relink


def change(connection: duckdb.DuckDBPyConnection, name: str, gone: list[int], new: list[Row]) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name}_gone AS SELECT unnest(?::BIGINT[]) AS row_key", [gone])
    table(connection, f"{name}_new", new)


def links(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int, str]]:
    return connection.execute("SELECT left_row, right_row, tier FROM links ORDER BY ALL").fetchall()


def state(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Everything the next increment starts from, as well as the links."""
    tables = ("links", "exact", "left_open", "right_open", "repaired_left_open", "repaired_right_open", "compared")
    found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in tables}
    return found | {"rare_name": connection.execute("SELECT name FROM rare_name ORDER BY name").fetchall()}


def changed(rows: list[Row], chance: random.Random, days: int, today: int) -> tuple[list[Row], list[int], list[Row]]:
    """Some rows leave, some change, some only move, some come, or none of all that."""
    gone = chance.sample([row[0] for row in rows], k=chance.choice([0, 1, 3, 6]))
    moved = [(*row[:6], chance.choice(PLACES), row[7]) for row in rows if row[0] in gone[2:4]]
    new = [person(chance, key, days) for key in gone[1:2] + gone[4:]] + moved
    new += [person(chance, 900 + 10 * today + more, days) for more in range(chance.choice([0, 0, 1, 2]))]
    return [row for row in rows if row[0] not in gone] + new, gone, new


def linked(rosters: dict[str, list[Row]]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, rows in rosters.items():
        table(connection, name, rows)
    link_prepared(connection, "one", "two")
    return connection


@settings(max_examples=3, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), size=st.integers(8, 60), days=st.sampled_from([4, 40, 400]))
def test_increments_day_after_day_equal_a_full_run(seed: int, size: int, days: int) -> None:
    chance = random.Random(seed)
    rosters = {name: [person(chance, key, days) for key in range(size)] for name in ("one", "two")}
    connection = linked(rosters)
    for today in range(3):
        for name, rows in rosters.items():
            rosters[name], gone, new = changed(rows, chance, days, today)
            change(connection, name, gone, new)
        relink(connection, "one", "two")
        assert state(connection) == state(linked(rosters))


def namesake(row_key: int, *, born: int = 20100101, place: str = "990199001201") -> Row:
    return row_key, None, None, "欧阳思远", born + row_key, "1", place, f"周{'一二三四五六七八九十'[row_key % 10]}"


def test_a_name_that_grows_common_links_nobody_any_more_and_rare_again_links_again() -> None:
    alone = namesake(0, place=PLACES[0])
    connection = linked({"one": [alone], "two": [(*namesake(key)[:7], "吴三") for key in range(15)]})
    assert [tier for _, _, tier in links(connection)] == ["RARE_NAME_BORN"]
    told = []
    for gone, new in (([], [namesake(15)]), ([7], [])):
        for name, rows, keys in (("one", [], []), ("two", new, gone)):
            change(connection, name, keys, rows)
        relink(connection, "one", "two")
        told += [tier for _, _, tier in links(connection)]
    assert told == ["NAME_BORN", "RARE_NAME_BORN"]
