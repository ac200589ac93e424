"""
Evaluate the law in force on a day for a whole population, in SQL, with every child's reasons kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import duckdb

from gonghu.engines.policy.amounts import amount_statement
from gonghu.engines.policy.decisions import decision_statements
from gonghu.engines.policy.families import family_of
from gonghu.engines.policy.law import Law, law_on
from gonghu.engines.policy.network import Network
from gonghu.engines.policy.observation import observe, undated_lists
from gonghu.engines.policy.packs import Packs
from gonghu.engines.policy.patterns import pattern_statements
from gonghu.engines.policy.reference import Answers, Reference
from gonghu.engines.policy.states import layout_of, state_statements
from gonghu.engines.policy.supply import warnings_of
from gonghu.engines.policy.truth import Truth
from gonghu.engines.statements import Statement, Trace, run


@dataclass(frozen=True)
class Evaluation:
    """What was evaluated: the law of the day, the statements that ran, and what an official should be told."""

    law: Law
    network: Network
    statements: tuple[Statement, ...]
    warnings: tuple[str, ...]
    prefix: str

    @cached_property
    def reference(self) -> Reference:
        """The plain evaluator of the same law, made when first asked for."""
        return Reference(self.law, self.network.kinds_supplied)

    def known_facts(self, pattern: Mapping[str, Any]) -> dict[str, Truth]:
        """Return what a row of the pattern table knows, by fact and comparison, for ``Reference.answers_to``."""
        facts = {
            f"{role}.{name}": pattern[f"{role}_{name}"]
            for role, members in self.network.record_facts.items()
            for name in members
        }
        return facts | {text: pattern[column] for text, (column, _) in self.network.own_tests.items()}


def evaluate(
    connection: duckdb.DuckDBPyConnection,
    packs: Packs,
    *,
    as_of: date,
    kinds_supplied: Iterable[str],
    prefix: str = "",
    unsealed: bool = False,
    trace: Trace | None = None,
) -> Evaluation:
    """
    Create the tables reason, pattern, told and amount, and the view decision, from person, child and record_<kind>.

    A kind of file that was not supplied counts as having no record; ``warnings`` name what that makes impossible.
    ``prefix`` goes before the name of every table created. Sealed policies are left out unless ``unsealed``.

    :raises PackInvalid: a pack names something that does not exist
    """
    evaluation = prepared(
        connection, packs, as_of=as_of, kinds_supplied=kinds_supplied, prefix=prefix, unsealed=unsealed
    )
    run(connection, evaluation.statements, trace)
    return evaluation


def prepared(
    connection: duckdb.DuckDBPyConnection,
    packs: Packs,
    *,
    as_of: date,
    kinds_supplied: Iterable[str],
    prefix: str = "",
    unsealed: bool = False,
) -> Evaluation:
    """
    Return the evaluation of a population without running it: enough to answer for one child.

    :raises PackInvalid: a pack names something that does not exist
    """
    supplied = frozenset(kinds_supplied) & packs.kinds.keys()
    columns = _columns(connection, supplied)
    observed = observe(connection, packs, as_of, columns)
    undated = undated_lists(connection, packs, columns)
    law = law_on(packs, as_of, observed, undated=undated, unsealed=unsealed)
    network = Network(law, supplied)
    statements = compile_law(law, network, columns, prefix)
    return Evaluation(law, network, tuple(statements), tuple(warnings_of(network, observed, undated)), prefix)


def answers_for(connection: duckdb.DuckDBPyConnection, evaluation: Evaluation, person: int) -> Answers:
    """
    Return the plain evaluator's answers for one child, from the same tables.

    :raises ChildNotFound: the number stands in no row of the child table
    """
    law, supplied = evaluation.law, evaluation.network.kinds_supplied
    return evaluation.reference.answers(family_of(connection, person, law.packs.kinds, supplied))


def compile_law(law: Law, network: Network, columns: Mapping[str, frozenset[str]], prefix: str = "") -> list[Statement]:
    """Return the statements for a network; ``columns`` are those of each record table that exists."""
    layout = layout_of(network)
    return [
        *state_statements(law, layout, columns, prefix),
        *pattern_statements(law, network, layout, prefix),
        amount_statement(law, network, columns, prefix),
        *decision_statements(law, prefix),
    ]


def _columns(connection: duckdb.DuckDBPyConnection, kinds: frozenset[str]) -> dict[str, frozenset[str]]:
    return {
        kind: frozenset(row[0] for row in connection.execute(f"DESCRIBE record_{kind}").fetchall())
        for kind in sorted(kinds)
    }
