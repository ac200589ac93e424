"""Tiers a deployment brings itself link two relations of any make."""

from collections.abc import Iterator, Sequence

import duckdb
import pytest

from gonghu.engines.linkage import Band, OwnTier, link_by_own_tiers, own_tier_statements

Row = tuple[int, str | None, str | None, str]

BY_CARD = OwnTier("CARD", "卡号相同，姓名相近", "l.card = r.card", "levenshtein(l.name, r.name) <= 1", 0.99)
BY_NAME = OwnTier("NAME_TOWN", "姓名和乡镇相同", "l.name = r.name AND l.town = r.town", "TRUE", 0.9)
DOUBTFUL = OwnTier("NAME", "姓名相同", "l.name = r.name", "TRUE", 0.5, Band.REVIEW)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def links(
    connection: duckdb.DuckDBPyConnection, left: Sequence[Row], right: Sequence[Row], *tiers: OwnTier
) -> list[tuple[object, ...]]:
    for table, rows in (("clinic", left), ("school", right)):
        connection.execute(f"CREATE TABLE {table} (row_key BIGINT, card VARCHAR, name VARCHAR, town VARCHAR)")
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", rows)
    link_by_own_tiers(connection, "clinic", "school", tiers)
    return connection.execute("SELECT left_row, right_row, tier, band FROM links ORDER BY ALL").fetchall()


def test_the_first_tier_that_fits_makes_the_link(connection: duckdb.DuckDBPyConnection) -> None:
    left, right = [(1, "A7", "lin", "east")], [(5, "A7", "lin", "east")]
    assert links(connection, left, right, BY_CARD, BY_NAME) == [(1, 5, "CARD", "同一人")]


def test_a_guard_that_is_not_met_leaves_the_pair_to_later_tiers(connection: duckdb.DuckDBPyConnection) -> None:
    left = [(1, "A7", "lin", "east"), (2, "B8", "zhao", "west")]
    right = [(5, "A7", "song", "east"), (6, None, "zhao", "west")]
    assert links(connection, left, right, BY_CARD, BY_NAME) == [(2, 6, "NAME_TOWN", "同一人")]


def test_two_partners_by_one_tier_are_no_link(connection: duckdb.DuckDBPyConnection) -> None:
    left = [(1, None, "lin", "east")]
    right = [(5, None, "lin", "east"), (6, None, "lin", "east")]
    assert links(connection, left, right, BY_NAME) == []


def test_a_rival_taken_by_an_earlier_tier_is_no_rival(connection: duckdb.DuckDBPyConnection) -> None:
    left = [(1, "A7", "lin", "east"), (2, None, "lin", "east")]
    right = [(5, "A7", "lin", "east"), (6, None, "lin", "east")]
    assert links(connection, left, right, BY_CARD, BY_NAME) == [(1, 5, "CARD", "同一人"), (2, 6, "NAME_TOWN", "同一人")]


def test_a_link_for_review_leaves_its_rows_open(connection: duckdb.DuckDBPyConnection) -> None:
    left, right = [(1, None, "lin", "east")], [(5, None, "lin", "east")]
    assert links(connection, left, right, DOUBTFUL, BY_NAME) == [
        (1, 5, "NAME", "需人工核对"),
        (1, 5, "NAME_TOWN", "同一人"),
    ]


def test_an_empty_field_is_no_agreement(connection: duckdb.DuckDBPyConnection) -> None:
    assert links(connection, [(1, None, None, "east")], [(5, None, None, "east")], BY_CARD, BY_NAME) == []


def test_every_tier_is_one_statement_under_its_name_and_reason() -> None:
    told = own_tier_statements("clinic", "school", (BY_CARD, BY_NAME))
    assert [(s.name, s.purpose) for s in told[1:]] == [
        ("tier CARD", BY_CARD.label),
        ("tier NAME_TOWN", BY_NAME.label),
    ]
