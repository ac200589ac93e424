"""
Tiers a deployment brings itself (自定关联依据), for rosters of another make than the standing tiers know.

Each tier is one statement: a join on keys, a guard over the pair and the reason in words. As with the standing
tiers, a pair counts only while both rows are open and only if neither row has another partner by the same tier.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from gonghu.engines.linkage.tiers import Band
from gonghu.engines.statements import Statement, Trace, run


@dataclass(frozen=True)
class OwnTier:
    """
    One reason for a link between a row ``l`` of the left roster and a row ``r`` of the right one.

    ``keys`` are the equalities that find the pairs, ``guard`` what must hold besides; both are SQL. A comparison
    with an empty field is not met. Edit distances belong on ASCII only: DuckDB counts bytes.
    """

    name: str
    label: str
    keys: str
    guard: str
    score: float
    band: Band = Band.SAME


def link_by_own_tiers(
    connection: duckdb.DuckDBPyConnection, left: str, right: str, tiers: Iterable[OwnTier], trace: Trace | None = None
) -> None:
    """
    Link two relations that name their rows ``row_key``, one to one, by the tiers in their order.

    The answer is the table ``links`` (left_row, right_row, tier, score, band); rows linked for review stay open.
    """
    run(connection, own_tier_statements(left, right, tiers), trace)


def own_tier_statements(left: str, right: str, tiers: Iterable[OwnTier]) -> tuple[Statement, ...]:
    """Return every statement of linking two relations by tiers of one's own."""
    links = Statement(
        "links",
        "关联结果",
        """CREATE OR REPLACE TEMP TABLE links
(left_row BIGINT, right_row BIGINT, tier VARCHAR, score DOUBLE, band VARCHAR)""",
    )
    return (links, *(_decide(tier, left, right) for tier in tiers))


def _decide(tier: OwnTier, left: str, right: str) -> Statement:
    return Statement(
        f"tier {tier.name}",
        tier.label,
        f"""INSERT INTO links
SELECT left_row, right_row, '{tier.name}', {tier.score}, '{tier.band.value}'
FROM (
  SELECT l.row_key AS left_row, r.row_key AS right_row,
         count(*) OVER (PARTITION BY l.row_key) AS choices, count(*) OVER (PARTITION BY r.row_key) AS rivals
  FROM ({_still_open(left, "left_row")}) AS l JOIN ({_still_open(right, "right_row")}) AS r ON {tier.keys}
  WHERE {tier.guard}
) AS open_pair
WHERE choices = 1 AND rivals = 1""",
    )


def _still_open(rows: str, end: str) -> str:
    return f"""SELECT * FROM {rows} AS o
    WHERE NOT EXISTS (SELECT 1 FROM links AS d WHERE d.{end} = o.row_key AND d.band = '{Band.SAME.value}')"""
