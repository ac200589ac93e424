"""The same rosters give the same links in DuckDB and in a real PostgreSQL."""

import os
import random
from collections.abc import Iterator

import duckdb
import psycopg
import pytest
import sqlglot
from tests import postgresql
from tests.engines.linkage.invented_rosters import COLUMNS, person, table

from gonghu.engines.linkage import link_prepared, prepared_statements

ROWS = 300
LINKS = "SELECT left_row, right_row, tier, score, band FROM links ORDER BY left_row, right_row"
PREPARED = COLUMNS.replace("kin VARCHAR", "kin_name VARCHAR, pinyin VARCHAR, kin VARCHAR")


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection]:
    try:
        with postgresql.cluster() as address, psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION fuzzystrmatch")
            yield connection
    except postgresql.NoPostgreSQL:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(postgresql.MISSING)


@pytest.fixture
def embedded() -> duckdb.DuckDBPyConnection:
    """Two prepared rosters, in which all is to be found that linkage looks for."""
    chance, connection = random.Random(8), duckdb.connect()
    for name in ("one", "two"):
        table(connection, name, [person(chance, key, days=40) for key in range(ROWS)])
    return connection


def copied(embedded: duckdb.DuckDBPyConnection, server: psycopg.Connection, name: str) -> None:
    rows = embedded.execute(f"SELECT * FROM {name}").fetchall()
    server.execute(f"CREATE TABLE {name} ({PREPARED})")
    with server.cursor().copy(f"COPY {name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def in_postgresql(sql: str) -> str:
    (translated,) = sqlglot.transpile(sql, read="duckdb", write="postgres")
    head, found, rest = translated.partition("CREATE OR REPLACE TEMPORARY TABLE ")
    return (
        f"DROP TABLE IF EXISTS {rest.split()[0]}; CREATE TEMPORARY TABLE {rest}" if found and not head else translated
    )


def test_links_are_the_same_in_postgresql(embedded: duckdb.DuckDBPyConnection, server: psycopg.Connection) -> None:
    link_prepared(embedded, "one", "two")
    for name in ("one", "two"):
        copied(embedded, server, name)
    for statement in prepared_statements("one", "two"):
        server.execute(in_postgresql(statement.sql))
    links = embedded.execute(LINKS).fetchall()
    assert server.execute(LINKS).fetchall() == links
    assert len({tier for _, _, tier, _, _ in links}) > 12
