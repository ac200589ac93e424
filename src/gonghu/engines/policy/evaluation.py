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
from gonghu.engines.policy.observation import RecordTables, look_at
from gonghu.engines.policy.packs import Packs
from gonghu.engines.policy.patterns import pattern_statements
from gonghu.engines.policy.reference import Answers, Reference
from gonghu.engines.policy.states import layout_of, state_statements
from gonghu.engines.policy.supply import warnings_of
from gonghu.engines.policy.truth import Truth
from gonghu.engines.statements import Statement, Trace, run


@dataclass(frozen=True)
class Evaluation:
    """The law of a day for one run's tables: what is asked, the statements that ask it, what should be told."""

    law: Law
    network: Network
    tables: RecordTables
    prefix: str

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that evaluate a whole population, compiled when first asked for."""
        return tuple(compile_law(self.law, self.network, self.tables.columns, self.prefix))

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What an official should be told, in Chinese."""
        return tuple(warnings_of(self.network, self.tables.observed, self.tables.undated))

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
    tables = look_at(connection, packs, as_of, frozenset(kinds_supplied) & packs.kinds.keys())
    return evaluation_of(packs, tables, as_of=as_of, prefix=prefix, unsealed=unsealed)


def evaluation_of(
    packs: Packs, tables: RecordTables, *, as_of: date, prefix: str = "", unsealed: bool = False
) -> Evaluation:
    """
    Return the evaluation of tables already looked at, also long after they have gone.

    :raises PackInvalid: a pack names something that does not exist
    """
    law = law_on(packs, as_of, tables.observed, undated=tables.undated, unsealed=unsealed)
    return Evaluation(law, Network(law, frozenset(tables.columns)), tables, prefix)


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
