"""
Link only what has changed since the last time (增量关联).

After ``link_prepared`` the connection holds the prepared rosters, ``exact``, ``link``, every pair ever ``compared`` and
the rows still open. A change names the rows that are gone and brings the rows that came instead. Only pairs with a
row that comes into the open are found and compared, and only what they compete with is decided again; all else is
looked at by its number or its key alone, so that the cost grows with the change and hardly with the rosters.
"""

import duckdb

from gonghu.engines.linkage.blocks import NEAR, NO_PAIRS, keyed_blocks, number_blocks, repaired, repairs_of
from gonghu.engines.linkage.deciding_again import deciding_again_statements
from gonghu.engines.linkage.passes import RARE_BEARERS, compare
from gonghu.engines.linkage.rosters import SAME_NUMBER, links_view
from gonghu.engines.statements import Statement, Trace, run

OTHER = {"left": "right", "right": "left"}
STATUS = {"left": "TRUE AS sole", "right": "FALSE AS claimed"}


def relink(connection: duckdb.DuckDBPyConnection, left: str, right: str, trace: Trace | None = None) -> None:
    """
    Bring the links of two prepared rosters up to date.

    ``<roster>_gone`` (row_key) names the rows that left or changed, ``<roster>_new`` holds the link rows that
    came instead; both must exist for both rosters.
    """
    run(connection, relinking_statements(left, right), trace)


def relinking_statements(left: str, right: str) -> tuple[Statement, ...]:
    """Return every statement of one increment."""
    rosters = {"left": left, "right": right}
    return (
        _touched(rosters),
        *(statement for roster in rosters.values() for statement in _replaced(roster)),
        *_exact_again(rosters),
        *(statement for side, roster in rosters.items() for statement in _coming_and_going(side, roster)),
        _names_changed(),
        *(_freed(side) for side in OTHER),
        *repairs_of(("fresh_left", "fresh_right")),
        *(statement for side in OTHER for statement in _open_again(side)),
        Statement(
            "comparisons of rows gone",
            "去掉不再比较的行",
            f"DELETE FROM compared WHERE {_closed('left')} OR {_closed('right')}",
        ),
        *_rare_again(),
        NO_PAIRS,
        *number_blocks("fresh_left", "right_open"),
        *number_blocks("left_open", "fresh_right"),
        *(_near(side) for side in OTHER),
        *keyed_blocks("fresh_left", "near_right"),
        *keyed_blocks("near_left", "fresh_right"),
        compare("compared_now", "near_left", "near_right"),
        Statement("comparisons kept", "保留比较结果", "INSERT INTO compared SELECT * FROM compared_now"),
        *deciding_again_statements(),
        links_view(),
    )


def _touched(rosters: dict[str, str]) -> Statement:
    """A number that comes, goes or comes again may settle or unsettle every row that bears it."""
    parts = " UNION ".join(
        f"SELECT number FROM {roster} WHERE row_key IN (SELECT row_key FROM {roster}_gone)"
        f" UNION SELECT number FROM {roster}_new"
        for roster in rosters.values()
    )
    return Statement(
        "touched numbers",
        "变动涉及的证件号码",
        f"CREATE OR REPLACE TEMP TABLE touched_number AS SELECT number FROM ({parts}) AS n WHERE number IS NOT NULL",
    )


def _replaced(roster: str) -> tuple[Statement, ...]:
    return (
        Statement(
            f"{roster}: rows gone",
            "去掉变动的行",
            f"DELETE FROM {roster} WHERE row_key IN (SELECT row_key FROM {roster}_gone)",
        ),
        Statement(f"{roster}: rows new", "加入新的行", f"INSERT INTO {roster} SELECT * FROM {roster}_new"),
    )


def _exact_again(rosters: dict[str, str]) -> tuple[Statement, ...]:
    """A touched number links its rows if it stands once on either side; only what differs is written."""
    differing = "CREATE OR REPLACE TEMP TABLE exact_{} AS SELECT * FROM exact_{} EXCEPT SELECT * FROM exact_{}"
    once = {side: _once(side, roster) for side, roster in rosters.items()}
    return (
        Statement(
            "exact before",
            "这些号码原有的关联",
            "CREATE OR REPLACE TEMP TABLE exact_before AS\n"
            "SELECT * FROM exact WHERE number IN (SELECT number FROM touched_number)",
        ),
        Statement(
            "exact now",
            "号码在两侧都只出现一次的",
            f"CREATE OR REPLACE TEMP TABLE exact_now AS\n{SAME_NUMBER.format(once['left'], once['right'])}",
        ),
        Statement("exact lost", "不再按号码关联的", differing.format("lost", "before", "now")),
        Statement("exact gained", "新按号码关联的", differing.format("gained", "now", "before")),
        Statement(
            "exact: lost", "撤销原有的同号关联", "DELETE FROM exact WHERE left_row IN (SELECT left_row FROM exact_lost)"
        ),
        Statement("exact: gained", "证件号码一致", "INSERT INTO exact SELECT * FROM exact_gained"),
    )


def _once(side: str, roster: str) -> str:
    """SQL for the touched numbers that stand once on one side; whatever is not in ``exact`` is open."""
    return f"""(
  SELECT number, min(row_key) AS row_key FROM (
    SELECT number, row_key FROM (
      SELECT number, row_key FROM {side}_open WHERE number IN (SELECT number FROM touched_number)
      UNION ALL SELECT number, {side}_row FROM exact_before
    ) AS before WHERE row_key NOT IN (SELECT row_key FROM {roster}_gone)
    UNION ALL SELECT number, row_key FROM {roster}_new WHERE number IS NOT NULL
  ) AS now GROUP BY number HAVING count(*) = 1)"""


def _coming_and_going(side: str, roster: str) -> tuple[Statement, ...]:
    """Rows that are no longer open, and rows that come into the open: new ones, and those that lost their number."""
    alone = f"row_key NOT IN (SELECT {side}_row FROM exact_now)"
    return (
        Statement(
            f"closed {side}",
            "不再待关联的行",
            f"""CREATE OR REPLACE TEMP TABLE closed_{side} AS
SELECT row_key FROM {roster}_gone UNION ALL SELECT {side}_row FROM exact_gained""",
        ),
        Statement(
            f"fresh {side}",
            "新待关联的行",
            f"""CREATE OR REPLACE TEMP TABLE fresh_{side} AS
SELECT *, {STATUS[side]} FROM {roster}_new WHERE {alone}
UNION ALL
SELECT *, {STATUS[side]} FROM {roster} WHERE row_key IN (
  SELECT {side}_row FROM exact_lost WHERE {side}_row NOT IN (
    SELECT {side}_row FROM exact_now UNION ALL SELECT row_key FROM {roster}_new))""",
        ),
    )


def _closed(side: str) -> str:
    return f"{side}_row IN (SELECT row_key FROM closed_{side})"


def _freed(side: str) -> Statement:
    """Rows that have one rival for a partner, or one partner, less."""
    return Statement(
        f"freed {side}",
        "候选对象有变动的行",
        f"""CREATE OR REPLACE TEMP TABLE freed_{side} AS
SELECT DISTINCT {side}_row AS row_key FROM compared WHERE {_closed(OTHER[side])}""",
    )


def _open_again(side: str) -> tuple[Statement, ...]:
    rows, fresh = f"{side}_open", f"fresh_{side}"
    gone = "DELETE FROM {} WHERE row_key IN (SELECT row_key FROM closed_" + side + ")"
    return (
        Statement(f"{rows}: rows gone", "去掉不再待关联的行", gone.format(rows)),
        Statement(f"{rows}: rows fresh", "加入新待关联的行", f"INSERT INTO {rows} SELECT * FROM {fresh}"),
        Statement(f"repairs of {rows}: rows gone", "去掉不再待关联的行", gone.format(repaired(rows))),
        Statement(
            f"repairs of {rows}: rows fresh",
            "加入新待关联的行",
            f"INSERT INTO {repaired(rows)} SELECT * FROM {repaired(fresh)}",
        ),
    )


def _names_changed() -> Statement:
    return Statement(
        "names changed",
        "同名人数有变的姓名",
        """CREATE OR REPLACE TEMP TABLE name_changed AS
SELECT name FROM (
  SELECT name, -1 AS more FROM right_open WHERE row_key IN (SELECT row_key FROM closed_right)
  UNION ALL SELECT name, 1 FROM fresh_right
) AS n WHERE name IS NOT NULL GROUP BY name HAVING sum(more) <> 0""",
    )


def _rare_again() -> tuple[Statement, ...]:
    """Names may have become rare, or common."""
    return (
        Statement(
            "rarity changed",
            "少见与否有变的姓名",
            f"""CREATE OR REPLACE TEMP TABLE rarity_changed AS
SELECT name, sum(rare) > 0 AS rare FROM (
  SELECT name, 1 AS rare FROM right_open WHERE name IN (SELECT name FROM name_changed)
  GROUP BY name HAVING count(*) <= {RARE_BEARERS}
  UNION ALL SELECT name, -1 FROM rare_name WHERE name IN (SELECT name FROM name_changed)
) AS n GROUP BY name HAVING sum(rare) <> 0""",
        ),
        Statement(
            "rare names: common now",
            "不再少见的姓名",
            "DELETE FROM rare_name WHERE name IN (SELECT name FROM rarity_changed WHERE NOT rare)",
        ),
        Statement(
            "rare names: rare now",
            "现在少见的姓名",
            "INSERT INTO rare_name SELECT name FROM rarity_changed WHERE rare",
        ),
        Statement(
            "rows of these names",
            "这些姓名的待关联行",
            """CREATE OR REPLACE TEMP TABLE rarity_row AS
SELECT o.row_key, n.rare FROM left_open AS o JOIN rarity_changed AS n ON n.name = o.name""",
        ),
        Statement(
            "comparisons of these names",
            "更新少见与否",
            "UPDATE compared SET rare = n.rare FROM rarity_row AS n WHERE n.row_key = compared.left_row",
        ),
    )


def _near(side: str) -> Statement:
    """Rows of one side that may stand in a pair with a row that comes into the open, and those that come."""
    rows, fresh, other = f"{side}_open", f"fresh_{side}", f"fresh_{OTHER[side]}"
    alike = "\n  UNION ".join(f"SELECT row_key FROM {rows} WHERE {key} IN (SELECT {key} FROM {other})" for key in NEAR)
    return Statement(
        f"near {side}",
        "可能与新待关联的行是同一人的行",
        f"""CREATE OR REPLACE TEMP TABLE near_{side} AS
SELECT * FROM {rows} WHERE row_key IN (
  {alike}
  UNION SELECT {side}_row FROM pair
) AND row_key NOT IN (SELECT row_key FROM {fresh})
UNION ALL SELECT * FROM {fresh}""",
    )
