"""
Link two rosters of the same people, one to one (两份名册逐人比对).

Rows whose raw numbers already agree cost one hash join and nothing else; only what is left is cleaned, read
aloud, compared and decided. A prepared roster (``prepare_roster``, kept as Parquet) skips the cleaning.
"""

from dataclasses import dataclass

import duckdb

from gonghu.engines.linkage.passes import residual_statements
from gonghu.engines.linkage.rows import load_hanzi, read_aloud
from gonghu.engines.linkage.screening import LINK_COLUMNS
from gonghu.engines.linkage.tiers import EXACT
from gonghu.engines.statements import Statement, Trace, run


@dataclass(frozen=True)
class Roster:
    """
    A relation with one row a person: which SQL expression holds what, already cleaned.

    ``number`` the 17 digits of a valid number or NULL, ``number_text`` what stands there otherwise,
    ``born`` yyyymmdd, ``place`` twelve digits, ``kin`` the name of a relative. ``cleaning`` is SQL that makes of
    ``{rows}`` a relation with the columns these expressions need besides; it is asked only for rows that need it.
    """

    relation: str
    row_key: str
    raw_number: str
    number: str
    number_text: str
    name: str
    born: str
    sex: str
    place: str
    kin: str
    cleaning: str = "{rows}"

    def columns(self) -> str:
        """Return the SELECT list that makes link rows."""
        return f"""{self.row_key} AS row_key, {self.number} AS number, {self.number_text} AS number_text,
  {self.name} AS name, {self.born} AS born, {self.sex} AS sex, {self.place} AS place, {self.kin} AS kin_name"""

    def rows(self, relation: str) -> str:
        """Return the SELECT that makes link rows of the rows in ``relation``."""
        cleaned = self.cleaning.replace("{rows}", relation)
        return f"SELECT {self.columns()} FROM {cleaned} AS o"


SAME_NUMBER = """SELECT l.row_key AS left_row, r.row_key AS right_row, number
FROM {} AS l JOIN {} AS r USING (number)"""


def prepare_roster(
    connection: duckdb.DuckDBPyConnection, roster: Roster, target: str, trace: Trace | None = None
) -> None:
    """Clean a roster once, at import: the table ``target`` holds its link rows with pinyin."""
    load_hanzi(connection)
    rows = Statement(
        f"{target}: rows",
        "清洗名册",
        f"CREATE OR REPLACE TEMP TABLE {target}_rows AS {roster.rows(roster.relation)}",
    )
    run(connection, (rows, _read_aloud(target, f"{target}_rows")), trace)


def link_prepared(connection: duckdb.DuckDBPyConnection, left: str, right: str, trace: Trace | None = None) -> None:
    """Link two tables made by ``prepare_roster``; the answer is the view ``links``."""
    run(connection, prepared_statements(left, right), trace)


def prepared_statements(left: str, right: str) -> tuple[Statement, ...]:
    """Return every statement of linking two prepared rosters."""
    return (
        _no_links(),
        _exact(SAME_NUMBER.format(left, right)),
        *_settle_exact(),
        _open("left_open", left, "left_row", "TRUE AS sole"),
        _open("right_open", right, "right_row", "FALSE AS claimed"),
        *residual_statements(),
        links_view(),
    )


def link_rosters(
    connection: duckdb.DuckDBPyConnection, left: Roster, right: Roster, trace: Trace | None = None
) -> None:
    """Link two rosters as they are; the answer is the view ``links`` (left_row, right_row, tier, score, band)."""
    load_hanzi(connection)
    run(connection, roster_statements(left, right), trace)


def roster_statements(left: Roster, right: Roster) -> tuple[Statement, ...]:
    """Return every statement of linking two rosters as they are."""
    raw = (
        f"SELECT l.{left.row_key} AS left_row, r.{right.row_key} AS right_row, CAST(NULL AS BIGINT) AS number\n"
        f"FROM {left.relation} AS l JOIN {right.relation} AS r ON l.{left.raw_number} = r.{right.raw_number}\n"
        f"WHERE length(l.{left.raw_number}) = 18"
    )
    return (
        _no_links(),
        _exact(raw),
        *_settle_exact(),
        _rest("left_rest", left, "left_row"),
        _rest("right_rest", right, "right_row"),
        Statement(
            "exact after cleaning",
            "清洗后证件号码一致",
            "CREATE OR REPLACE TEMP TABLE exact_cleaned AS\n" + SAME_NUMBER.format("left_rest", "right_rest"),
        ),
        *_settle_exact("exact_cleaned"),
        Statement("exact: cleaned", EXACT.label, "INSERT INTO exact SELECT * FROM exact_cleaned"),
        _read_aloud("left_read", _not_exact("left_rest", "left_row")),
        _read_aloud("right_read", _not_exact("right_rest", "right_row")),
        Statement(
            "left open",
            "待关联的行",
            "CREATE OR REPLACE TEMP VIEW left_open AS SELECT *, TRUE AS sole FROM left_read",
        ),
        Statement(
            "right open",
            "可被关联的行",
            "CREATE OR REPLACE TEMP VIEW right_open AS SELECT *, FALSE AS claimed FROM right_read",
        ),
        *residual_statements(),
        links_view(),
    )


def _exact(join: str) -> Statement:
    return Statement("exact", EXACT.label, f"CREATE OR REPLACE TEMP TABLE exact AS\n{join}")


def _no_links() -> Statement:
    return Statement("links", "其余关联结果", f"CREATE OR REPLACE TEMP TABLE link ({LINK_COLUMNS})")


def _settle_exact(exact: str = "exact") -> tuple[Statement, ...]:
    """A number that stands twice on one side says nothing about which row is meant."""
    twice = " OR ".join(
        f"{end} IN (SELECT {end} FROM {exact} GROUP BY {end} HAVING count(*) > 1)" for end in ("left_row", "right_row")
    )
    return (Statement("exact is one to one", "同一号码出现多次的，不按号码关联", f"DELETE FROM {exact} WHERE {twice}"),)


def _not_exact(rows: str, end: str, row_key: str = "row_key") -> str:
    return f"(SELECT * FROM {rows} AS w WHERE NOT EXISTS (SELECT 1 FROM exact AS e WHERE e.{end} = w.{row_key}))"


def _rest(target: str, roster: Roster, end: str) -> Statement:
    return Statement(
        target,
        "原始号码未对上的行，现在才清洗",
        f"CREATE OR REPLACE TEMP TABLE {target} AS\n{roster.rows(_not_exact(roster.relation, end, roster.row_key))}",
    )


def _open(target: str, rows: str, end: str, status: str) -> Statement:
    return Statement(
        target,
        "尚未关联的行",
        f"CREATE OR REPLACE TEMP TABLE {target} AS SELECT *, {status} FROM {_not_exact(rows, end)} AS o",
    )


def _read_aloud(target: str, source: str) -> Statement:
    return read_aloud(target, source, {"name": "pinyin", "kin_name": "kin"})


def links_view() -> Statement:
    """Return the statement that makes the view ``links`` (left_row, right_row, tier, score, band)."""
    return Statement(
        "all links",
        "全部关联结果",
        f"""CREATE OR REPLACE TEMP VIEW links AS
SELECT left_row, right_row, '{EXACT.name}' AS tier, {EXACT.score} AS score, '{EXACT.band.value}' AS band FROM exact
UNION ALL SELECT left_row, right_row, tier, score, band FROM link""",
    )
