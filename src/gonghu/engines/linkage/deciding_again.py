"""
Decide again what a change bears on (受变动影响的重新判断).

Pairs that share a row compete, and so do the rivals of rivals: such a group stands or falls together. Groups are
small, so all tiers are tried in one recursive statement, one tier a turn, with the rules of ``passes.decisions``.
"""

from gonghu.engines.linkage.tiers import TIERS, Band, Tier
from gonghu.engines.statements import Statement


def deciding_again_statements() -> tuple[Statement, ...]:
    """
    Return the statements that undo and decide again all links of the groups with something new.

    ``compared_now`` holds the new pairs, ``freed_<side>`` (row_key) rows that lost a partner or rival,
    ``rarity_row`` (row_key) left rows whose name has become rare or common, ``closed_left`` rows no longer open.
    """
    return (
        Statement(
            "affected rows",
            "受影响的行，以及与之竞争的行",
            """CREATE OR REPLACE TEMP TABLE affected_row AS
WITH RECURSIVE affected AS (
  SELECT left_row FROM compared_now
  UNION SELECT row_key FROM freed_left
  UNION SELECT row_key FROM rarity_row
  UNION SELECT left_row FROM compared WHERE right_row IN (SELECT row_key FROM freed_right)
), reached AS (
  SELECT left_row FROM affected
  UNION
  SELECT rival.left_row FROM reached JOIN compared AS own ON own.left_row = reached.left_row
  JOIN compared AS rival ON rival.right_row = own.right_row
)
SELECT left_row FROM reached""",
        ),
        Statement(
            "links undone",
            "受影响的关联重新判断",
            """DELETE FROM link
WHERE left_row IN (SELECT left_row FROM affected_row UNION ALL SELECT row_key FROM closed_left)""",
        ),
        Statement("tiers again", "受影响的行逐条依据重新判断", f"INSERT INTO link\n{_every_tier()}"),
    )


NO, REVIEW, SAME = 0, 1, 2
"""How a pair was linked in its turn."""


def _every_tier() -> str:
    return f"""
WITH RECURSIVE tier(turn, reason, name, score, band, outcome, most) AS MATERIALIZED (VALUES
  {", ".join(_tier_row(turn, tier) for turn, tier in enumerate(TIERS, start=1))}),
judged AS MATERIALIZED (
  SELECT left_row, right_row, sole, claimed,
         {" + ".join(f"CASE WHEN {t.condition} THEN {1 << i} ELSE 0 END" for i, t in enumerate(TIERS))} AS reasons
  FROM compared WHERE left_row IN (SELECT left_row FROM affected_row)
),
turns AS (
  SELECT left_row, right_row, sole, claimed, reasons, 0 AS turn, {NO} AS outcome FROM judged WHERE reasons > 0
  UNION ALL (
    WITH open_pair AS MATERIALIZED (
      SELECT o.left_row, o.right_row, o.sole, o.claimed, o.reasons, o.reasons // t.reason % 2 = 1 AS fits,
             t.turn, t.outcome, t.most
      FROM turns AS o JOIN tier AS t ON t.turn = o.turn + 1
      WHERE o.reasons >= t.reason AND o.left_row NOT IN (SELECT left_row FROM turns WHERE outcome > {NO})
        AND (NOT o.sole OR o.right_row NOT IN (SELECT right_row FROM turns WHERE sole AND outcome = {SAME}))
    ),
    choice AS (SELECT left_row, count(*) AS choices FROM open_pair WHERE fits GROUP BY left_row),
    rival AS (SELECT right_row, count(*) AS rivals FROM open_pair WHERE fits AND sole GROUP BY right_row)
    SELECT left_row, right_row, sole, claimed, reasons, turn,
           CASE WHEN fits AND choices <= most AND (outcome = {REVIEW} OR NOT sole OR (NOT claimed AND rivals = 1))
                THEN outcome ELSE {NO} END
    FROM open_pair LEFT JOIN choice USING (left_row) LEFT JOIN rival USING (right_row)
  )
)
SELECT left_row, right_row, name, score, band, sole FROM turns JOIN tier USING (turn) WHERE turns.outcome > {NO}"""


def _tier_row(turn: int, tier: Tier) -> str:
    same = tier.band is Band.SAME
    return (
        f"({turn}, {1 << (turn - 1)}, '{tier.name}', {tier.score}, '{tier.band.value}',"
        f" {SAME if same else REVIEW}, {1 if same else 3})"
    )
