"""
The passes of linkage: find candidate pairs, compare them, let the tiers decide in order.
"""

from gonghu.engines.linkage.agreement import compared_pairs
from gonghu.engines.linkage.blocks import NO_PAIRS, blocks, repairs_of
from gonghu.engines.linkage.tiers import TIERS, Band, Tier
from gonghu.engines.statements import Statement

RARE_BEARERS = 15
"""A name counts as rare while at most so many open rows on the other side bear it."""


def residual_statements(context: tuple[Statement, ...] = (), late: tuple[Statement, ...] = ()) -> tuple[Statement, ...]:
    """
    Return the statements that link ``left_open`` to ``right_open`` and leave the answer in ``link``.

    ``link(left_row, right_row, tier, score, band, sole)`` must exist; review links of rows still open are added
    to it with their band, so nobody is linked by them until a person says so. ``context`` are blocks beyond the
    general ones, ``late`` blocks for the rows still open after all tiers.
    """
    denied = Statement(
        "without denied pairs",
        "去掉人工已否定的候选对",
        "DELETE FROM pair USING denied AS d WHERE d.left_row = pair.left_row AND d.right_row = pair.right_row",
    )
    strike = (denied,) if context else ()
    return (
        NO_PAIRS,
        *repairs_of(("left_open", "right_open")),
        *blocks("left_open", "right_open"),
        *context,
        *strike,
        rare_names(),
        compare("compared"),
        *decisions("compared"),
        *_late_decisions(late),
    )


def _late_decisions(late: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """For rows nothing has settled, offer the members of the family to a person."""
    if not late:
        return ()
    doubtful = tuple(_decide(tier, "compared_late") for tier in TIERS if tier.band is Band.REVIEW)
    return (NO_PAIRS, *late, compare("compared_late"), *doubtful)


def rare_names() -> Statement:
    """Return the statement that tells which names few open people bear."""
    return Statement(
        "rare names",
        f"少见姓名：另一侧未关联人员中不超过 {RARE_BEARERS} 人同名",
        f"""CREATE OR REPLACE TEMP TABLE rare_name AS
SELECT name FROM right_open GROUP BY name HAVING count(*) <= {RARE_BEARERS}""",
    )


def compare(target: str, left: str = "left_open", right: str = "right_open") -> Statement:
    """Return the statement that gives every pair its agreement levels."""
    return Statement("compare", "逐项比较候选对", compared_pairs(target, "pair", left, right, "rare_name"))


def decisions(compared: str) -> tuple[Statement, ...]:
    """Return the tiers in order, over the pairs of a table."""
    return tuple(_decide(tier, compared) for tier in TIERS)


def _decide(tier: Tier, compared: str) -> Statement:
    """A pair counts only if it is the only one of its left row, and of its right row where rows are sole."""
    alone_on_right = "NOT sole OR (NOT claimed AND rivals = 1)" if tier.band is Band.SAME else "TRUE"
    choices = "choices = 1" if tier.band is Band.SAME else "choices <= 3"
    return Statement(
        f"tier {tier.name}",
        tier.label,
        f"""INSERT INTO link
SELECT left_row, right_row, '{tier.name}', {tier.score}, '{tier.band.value}', sole
FROM (
  SELECT left_row, right_row, sole, claimed,
         count(*) OVER (PARTITION BY left_row) AS choices,
         sum(CASE WHEN sole THEN 1 ELSE 0 END) OVER (PARTITION BY right_row) AS rivals
  FROM {compared} AS c
  WHERE ({tier.condition})
    AND NOT EXISTS (SELECT 1 FROM link AS d WHERE d.left_row = c.left_row)
    AND (NOT sole OR NOT EXISTS (
      SELECT 1 FROM link AS d WHERE d.right_row = c.right_row AND d.sole AND d.band = '{Band.SAME.value}'))
) AS open_pair
WHERE {choices} AND ({alone_on_right})""",
    )
