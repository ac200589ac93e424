"""
Where it says so (证据): for every child about whom something was found, the rows that bear it out, in bulk.

A row is evidence when it makes a fact of the child or a parent yes or unknown; rows of a sealed kind never are.
"""

from collections.abc import Iterator

import duckdb

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.policy.expressions import Expression, Operation
from gonghu.engines.policy.facts import RecordFact
from gonghu.engines.policy.network import FlagFact
from gonghu.engines.policy.states import over_records, surely_about
from gonghu.engines.reporting.condition_walk import brief
from gonghu.engines.reporting.sealing import SEALED_KINDS
from gonghu.engines.reporting.shown_fields import shown_fields
from gonghu.engines.statements import Statement

PARENTS = ("father", "mother")
_COLUMNS = "person BIGINT, role VARCHAR, kind VARCHAR, file_no INTEGER, row_no INTEGER, facts VARCHAR, shows VARCHAR"


def evidence_statements(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> tuple[Statement, ...]:
    """Return the statements that make ``report_child`` and ``report_evidence``."""
    return (
        Statement(
            "report_child",
            "有类别或有问题的儿童",
            f"""CREATE OR REPLACE TEMP TABLE report_child AS
SELECT r.person, r.pattern, r.father, r.mother, t.relevant
FROM {evaluation.prefix}reason AS r JOIN report_pattern AS t ON t.pattern = r.pattern""",
        ),
        Statement("report_evidence", "证据所在的行", f"CREATE OR REPLACE TEMP TABLE report_evidence ({_COLUMNS})"),
        *_record_statements(connection, evaluation),
        _kinship(),
        _possible(),
    )


def _record_statements(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> Iterator[Statement]:
    network = evaluation.network
    for kind in sorted(network.kinds_supplied - SEALED_KINDS):
        columns = frozenset(row[0] for row in connection.execute(f"DESCRIBE record_{kind}").fetchall())
        for role, facts in network.record_facts.items():
            asked = [fact for fact in facts.values() if fact.over == kind]
            if asked:
                yield _records(evaluation, kind, role, asked, columns)


def _records(evaluation: Evaluation, kind: str, role: str, facts: list[FlagFact], columns: frozenset[str]) -> Statement:
    law = evaluation.law
    tests = [surely_about(over_records(law, _says(fact), columns), columns) for fact in facts]
    asked = [f"c.relevant LIKE '%|{role}.{fact.id}|%'" for fact in facts]
    yes = [f"({ask} AND {test})" for ask, test in zip(asked, tests, strict=True)]
    unsure = [f"({ask} AND ({test}) IS NULL)" for ask, test in zip(asked, tests, strict=True)]
    named = ", ".join(
        f"CASE WHEN {y} THEN {literal(brief(fact.name))} WHEN {u} THEN {literal(brief(fact.name) + '不明')} END"
        for fact, y, u in zip(facts, yes, unsure, strict=True)
    )
    shows = shown_fields(law.packs.kinds[kind], facts, columns, " OR ".join(unsure))
    return Statement(
        f"evidence of {kind} about {role}",
        "使事实成立或不明的行",
        f"""INSERT INTO report_evidence
SELECT c.person, '{role}', '{kind}', r.file_no, r.row_no, concat_ws('、', {named}), {shows}
FROM report_child AS c JOIN record_{kind} AS r ON r.person = c.{"person" if role == "child" else role}
WHERE {" OR ".join(yes + unsure)}""",
    )


def _says(fact: FlagFact) -> Expression:
    """Return what a row must say to bear on the fact; of a lasting fact both its beginning and its end do."""
    if isinstance(fact, RecordFact):
        return fact.holds
    return Operation("or", (fact.begins, fact.ends))


def _kinship() -> Statement:
    """The rows that say whose child it is, birth certificates too."""
    return Statement(
        "evidence of kinship",
        "写明儿童与父母的行",
        """INSERT INTO report_evidence
SELECT person, 'kin', '', file_no, row_no, max(facts), ''
FROM (
  SELECT p.person, p.file_no, p.row_no, '' AS facts FROM report_child AS c JOIN person AS p ON p.person = c.person
  UNION ALL
  SELECT k.child, k.file_no, k.row_no, '写明父母'
  FROM report_child AS c JOIN parent_claim AS k ON k.child = c.person AND (k.father_named OR k.mother_named)
) AS standing_rows GROUP BY person, file_no, row_no""",
    )


def _possible() -> Statement:
    """Rows of the same name that nobody could be told to be about, for children who must be verified anyway."""
    sealed = ", ".join(map(literal, sorted(SEALED_KINDS)))
    return Statement(
        "evidence in question",
        "可能有关、尚未确认的行",
        f"""INSERT INTO report_evidence
SELECT c.person, CASE q.person WHEN c.person THEN 'child' WHEN c.father THEN 'father' ELSE 'mother' END,
       q.kind, q.file_no, q.row_no, '同名记录待核对', ''
FROM report_child AS c JOIN possible AS q ON q.person IN (c.person, c.father, c.mother)
WHERE q.kind NOT IN ({sealed})
  AND c.pattern IN (SELECT pattern FROM report_told WHERE verify <> '')""",
    )
