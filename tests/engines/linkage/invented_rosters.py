"""Two departments' rosters of the same few children, drawn by chance: numbers, names and days that meet and miss."""

import random
from datetime import date, timedelta

import duckdb
from tests.builders import number

from gonghu.engines.linkage import Roster, prepare_roster

PLACES = ["990101001201", "990101001202", "990101002201", "990102001201", "990103001201"]
# One name is common enough to cross the bound of rare names now and then.
NAMES = ["张子涵"] * 4 + ["张梓涵", "李浩然", "王雨桐", "王宇彤", "刘洋", "陈思远"]
CLEAN = Roster("", "row_key", "number", "number", "number_text", "name", "born", "sex", "place", "kin")
COLUMNS = (
    "row_key BIGINT, number BIGINT, number_text VARCHAR, name VARCHAR, born INTEGER, sex VARCHAR, place VARCHAR,"
    " kin VARCHAR"
)
Row = tuple[int, int | None, str | None, str, int | None, str, str, str]


def person(chance: random.Random, row_key: int, days: int) -> Row:
    """Return somebody born on one of so many days: with few days nearly everybody competes with everybody."""
    born = date(2015, 1, 1) + timedelta(days=chance.randrange(days))
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
