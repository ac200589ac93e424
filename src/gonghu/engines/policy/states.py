"""
Statements that bring every person's records to a few whole numbers, one pass per kind of file.

Each fact takes two bits of a word: 2 or 3 yes, 1 unknown, 0 no, so that rows are joined by OR. Only people with
records get a row, and the join to the children carries one number per parent instead of a wide row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gonghu.engines.policy.expression_sql import constant, literal, render
from gonghu.engines.policy.expressions import Expression
from gonghu.engines.policy.facts import CERTAIN, LastingFact, RecordFact
from gonghu.engines.policy.law import Law
from gonghu.engines.policy.network import FlagFact, Network
from gonghu.engines.statements import Statement

FACTS_PER_WORD = 30


@dataclass(frozen=True)
class Layout:
    """Where each fact lies: what is asked of parents in words of theirs, what is asked of the child in its own."""

    parents: tuple[FlagFact, ...]
    child: tuple[FlagFact, ...]

    def facts(self, role: str) -> tuple[FlagFact, ...]:
        """Return the facts that a member's words hold, in their places."""
        return self.child if role == "child" else self.parents

    def words(self, role: str) -> int:
        """Return how many words a member's facts take."""
        return -(-len(self.facts(role)) // FACTS_PER_WORD)

    def place(self, role: str, fact: FlagFact) -> tuple[int, int]:
        """Return the word of a fact and the factor of its two bits."""
        word, position = divmod(self.facts(role).index(fact), FACTS_PER_WORD)
        return word, 4**position


def layout_of(network: Network) -> Layout:
    """Return the layout for the facts a network asks for, leaving out kinds nobody supplied."""
    asked, supplied = network.record_facts, network.kinds_supplied
    parents = {**asked["father"], **asked["mother"]}
    return Layout(
        tuple(fact for fact in parents.values() if fact.over in supplied),
        tuple(fact for fact in asked["child"].values() if fact.over in supplied),
    )


def state_statements(law: Law, layout: Layout, columns: Mapping[str, frozenset[str]], prefix: str) -> list[Statement]:
    """Return the two statements: what is asked of parents, for everybody; what is asked of children, for them."""
    return [
        Statement(
            f"{prefix}person_state",
            "每人一行：死亡、服刑、残疾等对父母要问的状态压缩为整数（每个事实两位：2、3 是，1 不明，0 否）",
            f"CREATE OR REPLACE TABLE {prefix}person_state AS\n{_packed(law, layout, 'father', columns)}",
        ),
        Statement(
            f"{prefix}child_state",
            "每名儿童一行：死亡、残疾、在册、参保、就学等对儿童要问的状态压缩为整数",
            f"CREATE OR REPLACE TABLE {prefix}child_state AS\n{_packed(law, layout, 'child', columns)}",
        ),
    ]


def _packed(law: Law, layout: Layout, role: str, columns: Mapping[str, frozenset[str]]) -> str:
    by_kind: dict[tuple[str, bool], list[FlagFact]] = {}
    for fact in layout.facts(role):
        by_kind.setdefault((fact.over, _by_row(fact)), []).append(fact)
    passes = [_one_pass(law, layout, role, members, columns[kind]) for (kind, _), members in by_kind.items()]
    if not passes:
        return "SELECT CAST(NULL AS BIGINT) AS person WHERE FALSE"
    words = range(layout.words(role))
    joined = ", ".join(f"BIT_OR(word_{n}) AS word_{n}" for n in words)
    each = "\nUNION ALL\n".join(passes)
    something = " OR ".join(f"word_{n} > 0" for n in words)
    return f"SELECT person, {joined}\nFROM (\n{each}\n) AS passes\nWHERE {something}\nGROUP BY person"


def _by_row(fact: FlagFact) -> bool:
    """Tell whether one row alone can make the fact: then rows need no grouping of their own."""
    return isinstance(fact, RecordFact) and fact.at_least == 1


def _one_pass(law: Law, layout: Layout, role: str, facts: list[FlagFact], columns: frozenset[str]) -> str:
    terms: dict[int, list[str]] = {n: [] for n in range(layout.words(role))}
    for fact in facts:
        word, factor = layout.place(role, fact)
        terms[word].append(_state(law, fact, columns, factor))
    selected = ",\n  ".join(f"{' + '.join(parts) or 'CAST(0 AS BIGINT)'} AS word_{n}" for n, parts in terms.items())
    only = "\nWHERE person IN (SELECT person FROM child)" if role == "child" else ""
    grouped = "" if _by_row(facts[0]) else "\nGROUP BY person"
    return f"SELECT person,\n  {selected}\nFROM record_{facts[0].over}{only}{grouped}"


def _state(law: Law, fact: FlagFact, columns: frozenset[str], factor: int) -> str:
    """SQL for a fact's two bits, over one row or over one person's rows: yes 2, unknown 1, no 0 times the factor."""
    unit = f"CAST({factor} AS BIGINT)"
    if isinstance(fact, LastingFact):
        return f"{_lasting_state(law, fact, columns)} * {unit}"
    holds = surely_about(over_records(law, fact.holds, columns), columns)
    if fact.at_least == 1:
        return (
            f"CASE WHEN {holds} THEN CAST({2 * factor} AS BIGINT) WHEN ({holds}) IS NULL THEN {unit}"
            " ELSE CAST(0 AS BIGINT) END"
        )
    surely = f"SUM(CASE WHEN {holds} THEN 1 ELSE 0 END)"
    perhaps = f"SUM(CASE WHEN NOT {holds} THEN 0 ELSE 1 END)"
    return f"CASE WHEN {surely} >= {fact.at_least} THEN 2 WHEN {perhaps} >= {fact.at_least} THEN 1 ELSE 0 END * {unit}"


def _lasting_state(law: Law, fact: LastingFact, columns: frozenset[str]) -> str:
    dated, as_of = over_records(law, fact.dated, columns), literal(law.as_of)

    def latest(event: Expression, *, surely: bool) -> str:
        known = surely_about(f"({over_records(law, event, columns)} AND {dated} <= {as_of})", columns)
        if surely:
            return f"MAX(CASE WHEN {known} THEN {dated} END)"
        # An event without a date may be as late as today.
        return f"MAX(CASE WHEN {known} IS NULL THEN COALESCE({dated}, {as_of}) END)"

    begun, ended = latest(fact.begins, surely=True), latest(fact.ends, surely=True)
    maybe_begun, maybe_ended = latest(fact.begins, surely=False), latest(fact.ends, surely=False)
    return (
        f"CASE WHEN {begun} IS NOT NULL AND ({ended} IS NULL OR {ended} < {begun})"
        f" THEN CASE WHEN {maybe_ended} >= {begun} THEN 1 ELSE 2 END"
        f" WHEN {maybe_begun} IS NOT NULL AND ({ended} IS NULL OR {maybe_begun} > {ended}) THEN 1 ELSE 0 END"
    )


def surely_about(holds: str, columns: frozenset[str]) -> str:
    """A row that may be about somebody (``certain`` empty) can make a fact unknown, never yes."""
    return f"({holds} AND {CERTAIN})" if CERTAIN in columns else holds


def over_records(law: Law, expression: Expression, columns: frozenset[str]) -> str:
    """Return an expression over one kind of record as SQL; a column the table lacks is empty."""

    def resolve(name: str) -> str:
        if name in columns:
            return name
        return constant(law.constants.get(name))

    return render(expression, resolve)
