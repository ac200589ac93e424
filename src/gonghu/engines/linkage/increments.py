"""
Link only what has changed since the last time (增量关联).

After ``link_prepared`` the connection holds the prepared rosters, ``exact``, ``link``, every pair ever ``compared`` and
the rows still open. A change names the rows that are gone and brings the rows that came instead: links that touch
them are undone, and only pairs with a new or a freed row are found, compared and decided again.
"""

import duckdb

from gonghu.engines.linkage.blocks import NO_PAIRS, blocks, repairs_of
from gonghu.engines.linkage.passes import compare, decisions, rare_names
from gonghu.engines.linkage.rosters import links_view
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
        *(_freed(side, rosters[OTHER[side]]) for side in rosters),
        *(statement for side, roster in rosters.items() for statement in _undone(side, roster)),
        *(statement for side, roster in rosters.items() for statement in _replaced(side, roster)),
        *_exact_again(rosters),
        *(statement for side, roster in rosters.items() for statement in _fresh(side, roster)),
        *(statement for side in OTHER for statement in _repaired_again(side)),
        *_rare_again(),
        NO_PAIRS,
        *blocks("fresh_left", "right_open"),
        *blocks("left_open", "fresh_right"),
        compare("compared_now"),
        *_affected(),
        *decisions("affected"),
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


def _freed(side: str, other: str) -> Statement:
    """The rows of one side whose partner, or rival for a partner, has gone."""
    parts = " UNION ".join(
        f"SELECT {side}_row AS row_key FROM {table} WHERE {OTHER[side]}_row IN (SELECT row_key FROM {other}_gone)"
        for table in ("exact", "link", "compared")
    )
    return Statement(f"freed {side}", "关联对象已变动的行", f"CREATE OR REPLACE TEMP TABLE freed_{side} AS {parts}")


def _undone(side: str, roster: str) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            f"undo {table} {side}",
            "撤销涉及变动行的关联",
            f"DELETE FROM {table} WHERE {side}_row IN (SELECT row_key FROM {roster}_gone)",
        )
        for table in ("exact", "link", "compared")
    )


def _replaced(side: str, roster: str) -> tuple[Statement, ...]:
    return (
        Statement(
            f"{roster}: rows gone",
            "去掉变动的行",
            f"DELETE FROM {roster} WHERE row_key IN (SELECT row_key FROM {roster}_gone)",
        ),
        Statement(f"{roster}: rows new", "加入新的行", f"INSERT INTO {roster} SELECT * FROM {roster}_new"),
        Statement(
            f"{side} open: rows gone",
            "去掉变动的行",
            f"DELETE FROM {side}_open WHERE row_key IN (SELECT row_key FROM {roster}_gone)",
        ),
    )


def _exact_again(rosters: dict[str, str]) -> tuple[Statement, ...]:
    """The rows of every touched number are paired again, unless the number stands twice on either side."""
    found = f"""SELECT l.row_key AS left_row, r.row_key AS right_row, l.number
FROM {rosters["left"]} AS l JOIN {rosters["right"]} AS r ON l.number = r.number
WHERE l.number IN (SELECT number FROM touched_number)"""
    twice = " UNION ALL ".join(
        f"SELECT number FROM {roster} WHERE number IN (SELECT number FROM exact_now)"
        " GROUP BY number HAVING count(*) > 1"
        for roster in rosters.values()
    )
    return (
        Statement("exact again", "变动行的证件号码", f"CREATE OR REPLACE TEMP TABLE exact_now AS\n{found}"),
        Statement(
            "exact kept",
            "号码在两侧都只出现一次的",
            f"CREATE OR REPLACE TEMP TABLE exact_kept AS SELECT * FROM exact_now WHERE number NOT IN ({twice})",
        ),
        Statement(
            "exact replaced",
            "撤销原有的同号关联",
            """DELETE FROM exact WHERE left_row IN (SELECT left_row FROM exact_now)
OR right_row IN (SELECT right_row FROM exact_now)""",
        ),
        Statement("exact", "证件号码一致", "INSERT INTO exact SELECT left_row, right_row FROM exact_kept"),
    )


def _fresh(side: str, roster: str) -> tuple[Statement, ...]:
    """Rows to look at again: new, freed, or without a partner now that a number has come, or come twice."""
    again = f"""SELECT row_key FROM {roster}_new UNION SELECT row_key FROM freed_{side}
  UNION SELECT row_key FROM {roster} WHERE number IN (SELECT number FROM touched_number)
  UNION SELECT {side}_row FROM link WHERE {OTHER[side]}_row IN (SELECT {OTHER[side]}_row FROM exact_kept)"""
    return (
        Statement(
            f"fresh {side}",
            "需要重新比对的行",
            f"""CREATE OR REPLACE TEMP TABLE fresh_{side} AS
SELECT o.*, {STATUS[side]} FROM {roster} AS o
WHERE o.row_key IN ({again}) AND o.row_key NOT IN (SELECT {side}_row FROM exact_kept)""",
        ),
        Statement(
            f"{side} open: rows changed",
            "更新尚未关联的行",
            f"""DELETE FROM {side}_open
WHERE row_key IN (SELECT {side}_row FROM exact_kept) OR row_key IN (SELECT row_key FROM fresh_{side})""",
        ),
        Statement(f"{side} open: rows fresh", "重新比对的行", f"INSERT INTO {side}_open SELECT * FROM fresh_{side}"),
    )


def _rare_again() -> tuple[Statement, ...]:
    """Names may have become rare, or common."""
    of_names = "left_row IN (SELECT row_key FROM left_open WHERE name IN (SELECT name FROM {}))"
    return (
        Statement(
            "rare before", "原来的少见姓名", "CREATE OR REPLACE TEMP TABLE rare_before AS SELECT name FROM rare_name"
        ),
        rare_names(),
        Statement(
            "rarity changed",
            "少见与否有变的姓名",
            """CREATE OR REPLACE TEMP TABLE rarity_changed AS
SELECT name FROM (SELECT name FROM rare_before UNION ALL SELECT name FROM rare_name) AS n
GROUP BY name HAVING count(*) = 1""",
        ),
        Statement(
            "comparisons of these names",
            "更新少见与否",
            f"UPDATE compared SET rare = ({of_names.format('rare_name')}) WHERE {of_names.format('rarity_changed')}",
        ),
    )


def _repaired_again(side: str) -> tuple[Statement, ...]:
    return (
        Statement(
            f"repairs {side}: rows gone",
            "去掉已不待关联的行",
            f"DELETE FROM repaired_{side} WHERE row_key NOT IN (SELECT row_key FROM {side}_open)"
            f" OR row_key IN (SELECT row_key FROM fresh_{side})",
        ),
        repairs_of(side, f"fresh_{side}"),
    )


CLOSURE_STEPS = 6
"""Rivals of rivals, so many times over: further than that, decisions do not depend on each other in practice."""


def _affected() -> tuple[Statement, ...]:
    """What a fresh pair competes with is decided again together with it."""
    reach = " OR ".join(f"c.{side}_row IN (SELECT {side}_row FROM affected)" for side in OTHER)
    no_longer_open = " OR ".join(f"{side}_row IN (SELECT {side}_row FROM exact_kept)" for side in OTHER)
    undone = " OR ".join(f"{side}_row IN (SELECT {side}_row FROM affected)" for side in OTHER)
    widen = Statement(
        "affected",
        "与之竞争的候选对",
        f"CREATE OR REPLACE TEMP TABLE affected AS SELECT DISTINCT * FROM compared AS c WHERE {reach}",
    )
    return (
        Statement("links closed", "已按号码关联的不再另行关联", f"DELETE FROM link WHERE {no_longer_open}"),
        Statement("comparisons closed", "已按号码关联的不再比较", f"DELETE FROM compared WHERE {no_longer_open}"),
        Statement("comparisons kept", "保留比较结果", "INSERT INTO compared SELECT * FROM compared_now"),
        Statement(
            "affected",
            "新的候选对，以及少见与否有变的",
            """CREATE OR REPLACE TEMP TABLE affected AS SELECT * FROM compared_now
UNION SELECT * FROM compared WHERE left_row IN (
  SELECT row_key FROM left_open WHERE name IN (SELECT name FROM rarity_changed))""",
        ),
        *(widen,) * CLOSURE_STEPS,
        Statement("links undone", "受影响的关联重新判断", f"DELETE FROM link WHERE {undone}"),
    )
