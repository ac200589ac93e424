"""
The reasons of every pattern written out (理由成文) and put beside the patterns in the database.
"""

from collections.abc import Iterator, Sequence

import duckdb

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.law import ROLES
from gonghu.engines.policy.policies import Policy
from gonghu.engines.reporting.condition_walk import Columns, Pattern, asks
from gonghu.engines.reporting.facts_behind import RoleFacts, facts_behind
from gonghu.engines.reporting.questions import Verifier
from gonghu.engines.reporting.sealing import public_name
from gonghu.engines.reporting.telling import Telling

_TOLD = "pattern BIGINT, policy VARCHAR, kind VARCHAR, rank INTEGER, name VARCHAR, words VARCHAR, verify VARCHAR, \
basis VARCHAR, cited VARCHAR, words_open VARCHAR, verify_open VARCHAR, secrets VARCHAR"
_PARENT_STATES = ("father.gone", "father.incapable", "mother.gone", "mother.incapable")


def tell_reasons(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> None:
    """
    Make four tables, each by pattern.

    ``report_told``: the categories and findings that hold, with reasons and documents; ``words_open`` and
    ``verify_open`` are for those who may not know the ``secrets`` concerned.
    ``report_relevant``: the facts these rest on, yes or unknown, by role (``|imprisoned|dead_by_register|``).
    ``report_question``: the smallest sets of facts whose verification could settle the category.
    ``report_doubt``: the kinds of file in which an open fact of a category or finding would be found, by role.
    """
    verifier = Verifier(evaluation)
    tellings = [Telling(evaluation, policy, verifier) for policy in _listed(evaluation)]
    patterns = list(_patterns(connection, evaluation, "{}"))
    _fill(connection, "report_told", _TOLD, list(_told(patterns, tellings)))
    relevant = list(_relevant(evaluation, patterns, tellings))
    _fill(connection, "report_relevant", "pattern BIGINT, role VARCHAR, relevant VARCHAR", relevant)
    questions = list(_questions(patterns, tellings, verifier))
    _fill(connection, "report_question", "pattern BIGINT, question VARCHAR, size INTEGER", questions)
    undecided = _patterns(connection, evaluation, "{} IS NULL")
    doubts = [doubt for pattern in undecided for doubt in _doubts(evaluation, pattern, tellings)]
    _fill(connection, "report_doubt", "pattern BIGINT, role VARCHAR, kind VARCHAR", doubts)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {table} ({columns})").fetchall()
    if rows:
        lists = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(lists))}", lists).fetchall()


def _listed(evaluation: Evaluation) -> tuple[Policy, ...]:
    """Return what is told of a child: categories, then findings, each in its rank."""
    return (*evaluation.law.of_kind("category"), *evaluation.law.of_kind("finding"))


def _patterns(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation, wanted: str) -> Iterator[Pattern]:
    """Yield the patterns in which ``wanted`` holds of any category or finding."""
    columns = Columns(evaluation)
    something = " OR ".join(wanted.format(policy.id) for policy in _listed(evaluation)) or "FALSE"
    found = connection.execute(f"SELECT * FROM {evaluation.prefix}pattern WHERE {something}")
    names = [column[0] for column in found.description]
    for row in found.fetchall():
        yield Pattern(columns, dict(zip(names, row, strict=True)))


def _told(patterns: Sequence[Pattern], tellings: Sequence[Telling]) -> Iterator[tuple[object, ...]]:
    for pattern in patterns:
        for rank, telling in enumerate(tellings):
            policy = telling.policy
            if pattern.truths[policy.id]:
                what = (pattern.number, policy.id, policy.kind, rank, public_name(policy))
                yield (*what, *telling.told(pattern))


def _relevant(
    evaluation: Evaluation, patterns: Sequence[Pattern], tellings: Sequence[Telling]
) -> Iterator[tuple[object, ...]]:
    """Yield a row for the child and each parent, also those about whom nothing is relevant."""
    parents = facts_behind(evaluation, _PARENT_STATES)
    asked: dict[tuple[object, ...], dict[str, list[str]]] = {}
    for pattern in patterns:
        held = tuple(pattern.truths[telling.policy.id] is True for telling in tellings)
        if held not in asked:
            asked[held] = _by_role(parents.union(*(t.facts for t, holds in zip(tellings, held, strict=True) if holds)))
        for role, facts in asked[held].items():
            said = [fact for fact in facts if pattern.truths.get(f"{role}_{fact}", False) is not False]
            yield pattern.number, role, f"|{'|'.join(said)}|"


def _by_role(facts: RoleFacts) -> dict[str, list[str]]:
    return {role: sorted(fact for whose, fact in facts if whose == role) for role in ROLES}


def _questions(
    patterns: Sequence[Pattern], tellings: Sequence[Telling], verifier: Verifier
) -> Iterator[tuple[object, ...]]:
    asking = [telling.policy.id for telling in tellings if asks(telling.policy.who)]
    for pattern in patterns:
        if any(pattern.truths[policy] for policy in asking):
            for choice in verifier.verification(pattern).choices:
                yield pattern.number, "，并".join(choice), len(choice)


def _doubts(
    evaluation: Evaluation, pattern: Pattern, tellings: Sequence[Telling]
) -> frozenset[tuple[object, str, str]]:
    open_facts = frozenset().union(*(t.facts for t in tellings if pattern.truths[t.policy.id] is None))
    recorded = evaluation.network.record_facts
    return frozenset(
        (pattern.number, role, recorded[role][fact].over)
        for role, fact in open_facts
        if pattern.truths.get(f"{role}_{fact}", False) is None and fact in recorded[role]
    )
