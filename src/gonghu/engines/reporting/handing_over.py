"""
What a screening hands over to whoever keeps findings (移交): rows read from its tables before they go.

``report_tables`` and, for the questions, ``review_table`` come first. Persons are the engine's own keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import duckdb

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.facts import secret_of
from gonghu.engines.policy.watching import Turn
from gonghu.engines.reporting.child_rows import number_of
from gonghu.engines.statements import Statement, Trace, run

_AT_ONCE = 10_000
_CHILDREN = "FROM report_row AS r JOIN person AS p ON p.person = r.person"


class ParentHanded(NamedTuple):
    """A parent of a child with a finding (父母); the number is empty where none is sure."""

    role: str
    name: str
    number: str


class ChildHanded(NamedTuple):
    """A child with a finding (有问题的儿童); number and division are empty where none is sure."""

    person: int
    number: str
    name: str
    sex: str
    born_on: date | None
    division_code: str
    parents: tuple[ParentHanded, ...]


class OnRollHanded(NamedTuple):
    """A row of the roll that a child stands on (在册): the roll's own category, since when, and where that is said."""

    category: str
    since_on: date | None
    place: str


class FindingHanded(NamedTuple):
    """One finding of a child; the child's monthly sum stands with its first (问题)."""

    person: int
    pattern: int
    policy: str
    category: str
    stake_fen: int | None
    evidence_hash: str


class ToldHanded(NamedTuple):
    """What is told of a finding of one pattern (理由); ``secrets`` names what only the open words leave out."""

    pattern: int
    policy: str
    name: str
    words: str
    words_open: str
    verify: str
    verify_open: str
    basis: str
    cited: str
    secrets: tuple[str, ...]


class ChangeHanded(NamedTuple):
    """One difference to the earlier screening (变化)."""

    person: int
    division_code: str
    event: str
    name: str
    role: str
    before: str
    after: str
    due_on: date | None
    secret: str


class DoubtHanded(NamedTuple):
    """One row of a file and somebody it may be about (需人工核对)."""

    kind: str
    row_place: str
    label: str
    name: str
    number: str
    born: int | None
    place: str
    known_name: str
    known_number: str
    known_born: int | None
    known_place: str
    why: str
    advice: str
    children: str
    answer_key: str
    turn: int


def hand_over(connection: duckdb.DuckDBPyConnection, trace: Trace | None = None) -> None:
    """Make ``handed_evidence``: for every child with a finding its rows as the text of a JSON list, and a digest."""
    row = "json_array(e.role, f.path, coalesce(f.sheet, ''), e.row_no, e.facts, e.shows, e.secret)"
    statement = Statement(
        "handed_evidence",
        "每名儿童的证据行（JSON）及摘要",
        f"""CREATE OR REPLACE TABLE handed_evidence AS
SELECT person, rows, md5(rows) AS hash FROM (
  SELECT e.person,
         '[' || string_agg(CAST({row} AS VARCHAR), ',' ORDER BY e.file_no, e.row_no, e.role, e.facts) || ']' AS rows
  FROM report_evidence AS e JOIN intake_file AS f ON f.file_no = e.file_no
  WHERE e.person IN (SELECT person FROM report_row WHERE findings <> '')
  GROUP BY e.person
) AS gathered""",
    )
    run(connection, [statement], trace)


def children_handed(connection: duckdb.DuckDBPyConnection) -> Iterator[ChildHanded]:
    """Yield the children with a finding."""
    rows = _rows(connection, f"SELECT {_child_columns()} {_CHILDREN} WHERE r.findings <> '' ORDER BY r.person")
    yield from map(_child, rows)


def enrolled_handed(
    connection: duckdb.DuckDBPyConnection, evaluation: Evaluation
) -> Iterator[tuple[ChildHanded, OnRollHanded]]:
    """Yield the children on the roll about whom nothing was found, each with its first row there."""
    if "child_welfare_roll" not in evaluation.network.kinds_supplied:
        return
    rows = _rows(
        connection,
        f"""SELECT o.category, o.since_on, concat_ws('·', f.path, nullif(f.sheet, ''), '第' || o.row_no || '行'),
  {_child_columns()}
{_CHILDREN}
JOIN (
  SELECT person, coalesce(category, 'OTHER') AS category, since_on, file_no, row_no,
         row_number() OVER (PARTITION BY person ORDER BY file_no, row_no) AS turn
  FROM record_child_welfare_roll WHERE state IS DISTINCT FROM 'ENDED' AND certain
) AS o ON o.person = r.person AND o.turn = 1
JOIN intake_file AS f ON f.file_no = o.file_no
WHERE r.findings = '' ORDER BY r.person""",
    )
    for category, since_on, place, *row in rows:
        yield _child(row), OnRollHanded(category, since_on, place)


def findings_handed(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> Iterator[FindingHanded]:
    """Yield the findings, a child's in the order of their rank."""
    categories = {policy.name: policy.id.upper() for policy in evaluation.law.of_kind("category")}
    rows = _rows(
        connection,
        """SELECT r.person, r.pattern, t.policy, r.category,
  CASE WHEN row_number() OVER (PARTITION BY r.person ORDER BY t.rank) = 1 THEN r.stake_fen END, coalesce(e.hash, '')
FROM report_row AS r JOIN report_told AS t ON t.pattern = r.pattern AND t.kind = 'finding'
LEFT JOIN handed_evidence AS e ON e.person = r.person
ORDER BY r.person, t.rank""",
    )
    for person, pattern, policy, category, stake, digest in rows:
        yield FindingHanded(person, pattern, policy, categories.get(category, ""), stake, digest)


def told_handed(connection: duckdb.DuckDBPyConnection) -> Iterator[ToldHanded]:
    """Yield what is told of the findings of every pattern."""
    rows = _rows(
        connection,
        "SELECT pattern, policy, name, words, words_open, verify, verify_open, basis, cited, secrets FROM report_told"
        " WHERE kind = 'finding' ORDER BY policy, pattern",
    )
    for row in rows:
        yield ToldHanded._make((*row[:-1], tuple(filter(None, row[-1].split(",")))))


def evidence_handed(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, str]]:
    """Yield the rows that bear out what was found about each child, as the text of a JSON list."""
    yield from _rows(connection, "SELECT person, rows FROM handed_evidence ORDER BY person")


def changes_handed(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> Iterator[ChangeHanded]:
    """Yield the differences to the earlier screening; nothing if there was none."""
    if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'change'").fetchall():
        return
    secrets = secrets_of_events(evaluation)
    rows = _rows(
        connection,
        """SELECT c.person, coalesce(p.division_code, ''), c.event, c.name, c.role, coalesce(c.before_value, ''),
  coalesce(c.after_value, ''), c.due_on
FROM change AS c LEFT JOIN person AS p ON p.person = c.person ORDER BY c.event, c.person, c.role""",
    )
    for row in rows:
        yield ChangeHanded._make((*row, secrets.get(row[2], "")))


def secrets_of_events(evaluation: Evaluation) -> Mapping[str, str]:
    """Name the secret that each kind of change tells, where it tells one."""
    watches = [watch for watch in evaluation.law.packs.watches.values() if isinstance(watch, Turn)]
    told = {watch.id: secret_of(evaluation.law.facts.get(watch.fact)) for watch in watches}
    return {event: secret for event, secret in told.items() if secret}


def doubts_handed(connection: duckdb.DuckDBPyConnection) -> Iterator[DoubtHanded]:
    """Yield the links that somebody has to look at, the weighty ones first."""
    rows = _rows(
        connection,
        "SELECT kind, row_place, label, coalesce(name, ''), number_text, born, place, coalesce(known_name, ''),"
        " known_number, known_born, known_place, why, advice, children, answer_key, turn FROM report_review"
        " ORDER BY turn",
    )
    for row in rows:
        yield DoubtHanded(*row)


def _child_columns() -> str:
    return f"""r.person, CASE WHEN r.person > 0 THEN {number_of("r.person")} ELSE '' END, coalesce(r.name, ''),
  coalesce(p.sex, ''), p.born_on, r.division_code, r.father_name, r.father_number, r.mother_name, r.mother_number"""


def _child(row: Sequence[Any]) -> ChildHanded:
    person, number, name, sex, born_on, code, *parents = row
    pairs = zip(("father", "mother"), parents[::2], parents[1::2], strict=True)
    known = tuple(ParentHanded(role, each, its) for role, each, its in pairs if each or its)
    return ChildHanded(person, number, name, sex, born_on, code, known)


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    # A cursor of its own: whoever takes the rows may ask the connection for others meanwhile.
    cursor = connection.cursor()
    cursor.execute(query)
    while part := cursor.fetchmany(_AT_ONCE):
        yield from part
