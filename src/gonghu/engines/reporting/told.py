"""
The reasons of every pattern written out once (理由成文) and put beside the patterns in the database.
"""

from collections.abc import Iterator, Sequence

import duckdb

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.policies import Policy
from gonghu.engines.reporting.condition_walk import Columns, Pattern, asks
from gonghu.engines.reporting.facts_behind import RoleFacts, facts_behind, facts_of
from gonghu.engines.reporting.questions import Verifier
from gonghu.engines.reporting.sealing import public_name
from gonghu.engines.reporting.words import borne_out_by, reason_words

_TOLD = "pattern BIGINT, policy VARCHAR, kind VARCHAR, rank INTEGER, name VARCHAR, words VARCHAR, verify VARCHAR, \
basis VARCHAR"
_PARENT_STATES = ("father.gone", "father.incapable", "mother.gone", "mother.incapable")


def tell_reasons(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> None:
    """
    Make ``report_told``, ``report_question`` and ``report_pattern``.

    The first holds, for every pattern, each category and finding that holds, with reasons and documents; the second
    the smallest sets of facts whose verification could settle the category; the third the facts all this rests on
    (``|father.imprisoned|child.on_roll|``), yes or unknown.
    """
    patterns = list(_patterns(connection, evaluation))
    policies = _listed(evaluation)
    verifier = Verifier(evaluation)
    told = [
        (
            pattern.truths["pattern"],
            policy.id,
            policy.kind,
            rank,
            public_name(policy),
            *_words(pattern, policy, verifier),
        )
        for pattern in patterns
        for rank, policy in enumerate(policies)
        if pattern.truths[policy.id]
    ]
    questions = [
        (pattern.truths["pattern"], "，并".join(choice), len(choice))
        for pattern in patterns
        if any(asks(policy.who) and pattern.truths[policy.id] for policy in policies)
        for choice in verifier.verification(pattern).choices
    ]
    behind = {policy.id: facts_of(evaluation, policy) for policy in policies}
    parents = facts_behind(evaluation, _PARENT_STATES)
    facts = [(pattern.truths["pattern"], _relevant(pattern, behind, parents)) for pattern in patterns]
    _fill(connection, "report_told", _TOLD, told)
    _fill(connection, "report_question", "pattern BIGINT, question VARCHAR, size INTEGER", questions)
    _fill(connection, "report_pattern", "pattern BIGINT, relevant VARCHAR", facts)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})").fetchall()
    if rows:
        lists = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(['unnest(?)'] * len(lists))}", lists).fetchall()


def _listed(evaluation: Evaluation) -> tuple[Policy, ...]:
    """Return what is told of a child: categories, then findings, each in its rank."""
    return (*evaluation.law.of_kind("category"), *evaluation.law.of_kind("finding"))


def _patterns(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation) -> Iterator[Pattern]:
    columns = Columns(evaluation)
    something = " OR ".join(policy.id for policy in _listed(evaluation)) or "FALSE"
    found = connection.execute(f"SELECT * FROM {evaluation.prefix}pattern WHERE {something}")
    names = [column[0] for column in found.description]
    for row in found.fetchall():
        yield Pattern(columns, dict(zip(names, row, strict=True)))


def _words(pattern: Pattern, policy: Policy, verifier: Verifier) -> tuple[str, str, str]:
    """Return reasons, things to verify and documents; of a sealed policy nothing is told."""
    if policy.sealed:
        return "", "", ""
    source = borne_out_by(pattern, policy)
    basis = "；".join(map(str, source.basis_on(pattern.columns.law.as_of)))
    verify = str(verifier.verification(pattern)) if asks(policy.who) else ""
    return reason_words(pattern, policy), verify, "" if source.sealed else basis


def _relevant(pattern: Pattern, behind: dict[str, RoleFacts], parents: RoleFacts) -> str:
    held = [facts for policy, facts in behind.items() if pattern.truths[policy]]
    asked = sorted(parents.union(*held))
    said = [f"{role}.{fact}" for role, fact in asked if pattern.truths.get(f"{role}_{fact}", False) is not False]
    return f"|{'|'.join(said)}|"
