"""
Where it says so (证据): for every child about whom something was found, the rows that bear it out, in bulk.

A row is evidence when it makes a fact of the child or a parent yes or unknown; rows of a sealed kind never are.
"""

from collections.abc import Iterator

import duckdb

from gonghu.engines.linkage.mentions import CERTIFICATE
from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.policy.expressions import Expression, Operation
from gonghu.engines.policy.facts import CERTAIN, RecordFact
from gonghu.engines.policy.network import FlagFact
from gonghu.engines.policy.states import over_records, surely_about
from gonghu.engines.reporting.condition_walk import brief
from gonghu.engines.reporting.sealing import SEALED_KINDS
from gonghu.engines.reporting.shown_fields import shown_fields
from gonghu.engines.statements import Statement

_COLUMNS = "person BIGINT, role VARCHAR, kind VARCHAR, file_no INTEGER, row_no INTEGER, facts VARCHAR, shows VARCHAR, \
secret VARCHAR"


def evidence_statements(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> tuple[Statement, ...]:
    """Return the statements that make ``report_child``, ``report_member`` and ``report_evidence``."""
    return (
        Statement(
            "report_child",
            "有类别或有问题的儿童",
            f"""CREATE OR REPLACE TABLE report_child AS
SELECT r.person, r.pattern, r.father, r.mother FROM {evaluation.prefix}reason AS r
WHERE r.pattern IN (SELECT pattern FROM report_told)""",
        ),
        _members(),
        Statement("report_evidence", "证据所在的行", f"CREATE OR REPLACE TABLE report_evidence ({_COLUMNS})"),
        *_record_statements(connection, evaluation),
        _kinship(evaluation),
    )


def _members() -> Statement:
    parts = "\nUNION ALL\n".join(
        f"SELECT c.person AS child, c.{key} AS person, q.role, q.relevant FROM report_child AS c\n"
        f"JOIN report_relevant AS q ON q.pattern = c.pattern AND q.role = '{role}'\n"
        f"WHERE c.{key} IS NOT NULL AND q.relevant <> '||'"
        for role, key in (("child", "person"), ("father", "father"), ("mother", "mother"))
    )
    return Statement(
        "report_member",
        "儿童本人、父亲、母亲，及各自要看的事实",
        f"CREATE OR REPLACE TABLE report_member AS\n{parts}",
    )


def _record_statements(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> Iterator[Statement]:
    network = evaluation.network
    for kind in sorted(network.kinds_supplied - SEALED_KINDS):
        columns = frozenset(row[0] for row in connection.execute(f"DESCRIBE record_{kind}").fetchall())
        asked = {fact.id: fact for facts in network.record_facts.values() for fact in facts.values()}
        facts = [fact for fact in asked.values() if fact.over == kind]
        if facts:
            yield _records(evaluation, kind, facts, columns)


def _records(evaluation: Evaluation, kind: str, facts: list[FlagFact], columns: frozenset[str]) -> Statement:
    """One pass over a kind of file; a row tells all the facts that are asked of the person it is about."""
    law = evaluation.law
    tests = [surely_about(over_records(law, _says(fact), columns), columns) for fact in facts]
    asked = [f"m.relevant LIKE '%|{fact.id}|%'" for fact in facts]
    yes = [f"({ask} AND {test})" for ask, test in zip(asked, tests, strict=True)]
    unsure = [f"({ask} AND ({test}) IS NULL)" for ask, test in zip(asked, tests, strict=True)]
    # Either the row itself leaves the fact open, or it only may be about this person.
    doubt = f"CASE WHEN r.{CERTAIN} THEN '不明' ELSE '（同名，待核对）' END" if CERTAIN in columns else "'不明'"
    named = ", ".join(
        f"CASE WHEN {y} THEN {literal(brief(fact.name))} WHEN {u} THEN {literal(brief(fact.name))} || {doubt} END"
        for fact, y, u in zip(facts, yes, unsure, strict=True)
    )
    shows = shown_fields(law.packs.kinds[kind], facts, columns, " OR ".join(unsure))
    return Statement(
        f"evidence of {kind}",
        "使事实成立或不明的行",
        f"""INSERT INTO report_evidence
SELECT m.child, m.role, '{kind}', r.file_no, r.row_no, concat_ws('、', {named}), {shows}, {_secret(facts, yes, unsure)}
FROM report_member AS m JOIN record_{kind} AS r ON r.person = m.person
WHERE {" OR ".join(yes + unsure)}""",
    )


def _secret(facts: list[FlagFact], yes: list[str], unsure: list[str]) -> str:
    """SQL for the secret that a row tells, empty for most."""
    told = [
        f"WHEN {y} OR {u} THEN {literal(fact.sealed)}"
        for fact, y, u in zip(facts, yes, unsure, strict=True)
        if fact.sealed
    ]
    return f"CASE {' '.join(told)} ELSE '' END" if told else "''"


def _says(fact: FlagFact) -> Expression:
    """Return what a row must say to bear on the fact; of a lasting fact both its beginning and its end do."""
    if isinstance(fact, RecordFact):
        return fact.holds
    return Operation("or", (fact.begins, fact.ends))


def _kinship(evaluation: Evaluation) -> Statement:
    """The rows that say who the child is and whose."""
    parts = ["SELECT p.person, p.file_no, p.row_no, '' AS facts FROM person AS p"]
    if CERTIFICATE in evaluation.network.kinds_supplied:
        named = "father_name IS NOT NULL OR father_id IS NOT NULL OR mother_name IS NOT NULL OR mother_id IS NOT NULL"
        parts.append(f"SELECT person, file_no, row_no, '写明父母' FROM record_{CERTIFICATE} WHERE {named}")
    return Statement(
        "evidence of kinship",
        "登记儿童与写明父母的行",
        f"""INSERT INTO report_evidence
SELECT r.person, 'kin', '', r.file_no, r.row_no, r.facts, '', ''
FROM report_child AS c JOIN ({" UNION ALL ".join(parts)}) AS r ON r.person = c.person""",
    )
