"""
The statement that works out money: what each child is entitled to, what is paid, and what is at stake.

Only children who may be entitled to something, or about whom something was found, get a row.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from gonghu.engines.policy.expression_sql import literal, render
from gonghu.engines.policy.expressions import Expression, names_in
from gonghu.engines.policy.facts import AmountFact
from gonghu.engines.policy.law import Law
from gonghu.engines.policy.network import Network
from gonghu.engines.policy.policies import Policy
from gonghu.engines.policy.states import over_records, surely_about
from gonghu.engines.policy.yaml_text import PackInvalid
from gonghu.engines.statements import Statement

# What a finding's amount may speak of: the child's due, the most it may turn out to be, and what the roll pays.
TOTALS = ("entitled", "possible", "paid")
_PAID = "roll_paid_fen"


def amount_statement(law: Law, network: Network, columns: Mapping[str, frozenset[str]], prefix: str) -> Statement:
    """Return the statement that creates the amount table."""
    entitlements, found = law.of_kind("entitlement"), law.of_kind("finding")
    paying = [policy for policy in entitlements if policy.pays]
    facts = amount_facts(law)
    due = [f"{_due(law, network, policy)} AS {policy.id}_fen" for policy in paying]
    living = [policy for policy in paying if policy.living]
    totals = [
        f"{_first_fitting(living, surely=True)} AS entitled_fen",
        f"{_first_fitting(living, surely=False)} AS possible_fen",
        f"{_PAID if _PAID in facts else 0} AS paid_fen",
    ]
    candidates = " OR ".join(
        [f"p.{policy.id} IS NULL OR p.{policy.id}" for policy in paying]
        + [f"p.{policy.id}" for policy in found]
        + [f"p.{column} IS NULL OR p.{column}" for column in ("child_on_roll",) if column in network.columns]
    )
    base = ["r.person", "p.*", *_joined_amounts(facts, columns)]
    return Statement(
        f"{prefix}amount",
        "可能享受待遇或有问题的儿童：各项待遇金额、应享、在发、每月涉及金额（分）",
        f"CREATE OR REPLACE TABLE {prefix}amount AS\nWITH base AS (\nSELECT {', '.join(base)}\n"
        f"FROM {prefix}reason AS r JOIN {prefix}pattern AS p ON p.pattern = r.pattern AND ({candidates or 'FALSE'})\n"
        f"{_joins(law, facts, columns)}),\n"
        f"due AS (SELECT {', '.join(['*', *due])} FROM base),\n"
        f"total AS (SELECT {', '.join(['*', *totals])} FROM due)\n"
        f"SELECT person, {''.join(f'{policy.id}_fen, ' for policy in paying)}entitled_fen, possible_fen, paid_fen,"
        f" {_stake(law, found)} AS stake_fen\nFROM total",
    )


def amount_facts(law: Law) -> dict[str, AmountFact]:
    """Return the amounts read off the records that any policy's ``what`` asks for."""
    asked = {
        name.removeprefix("child.")
        for policy in law.policies.values()
        for pay in policy.pays
        for name in names_in(pay.amount)
        if name.startswith("child.")
    } | {_PAID}
    return {
        identifier: fact for identifier in sorted(asked) if isinstance(fact := law.facts.get(identifier), AmountFact)
    }


def amount_name(law: Law, name: str) -> str:
    """
    Return the SQL of a name in an amount.

    :raises PackInvalid: neither a parameter, nor an amount fact of the child, nor a total
    """
    if name in law.constants:
        value = law.constants[name]
        return "CAST(NULL AS BIGINT)" if value is None else literal(value)
    if name in TOTALS:
        return f"{name}_fen"
    if isinstance(law.facts.get(name.removeprefix("child.")), AmountFact):
        return name.removeprefix("child.")
    raise PackInvalid(f"金额算式中的“{name}”既不是参数，也不是金额事实（child.…）")


def _amount(law: Law, expression: Expression) -> str:
    return f"CAST({render(expression, partial(amount_name, law))} AS BIGINT)"


def _due(law: Law, network: Network, policy: Policy) -> str:
    """SQL of what a policy pays: 0 when surely not entitled, NULL when the figure is not known."""
    cases = []
    for place, pay in enumerate(policy.pays, start=1):
        amount = _amount(law, pay.amount)
        if pay.when is None:
            cases.append(f"ELSE {amount}")
            break
        when = network.paths(pay.when, f"{policy.id}__pay{place}")
        cases.append(f"WHEN {when} THEN {amount} WHEN {when} IS NULL THEN NULL")
    return f"CASE WHEN NOT {policy.id} THEN 0 {_chain(cases)} END"


def _chain(cases: list[str]) -> str:
    return " ".join(cases) if cases[-1].startswith("ELSE") else " ".join([*cases, "ELSE 0"])


def _first_fitting(living: list[Policy], *, surely: bool) -> str:
    """SQL of the first living allowance that fits (or may fit), in rank order; 0 when none does."""
    fits = " ".join(
        f"WHEN {policy.id}{'' if surely else f' OR {policy.id} IS NULL'} THEN {policy.id}_fen" for policy in living
    )
    return f"CASE {fits} ELSE 0 END" if fits else "CAST(0 AS BIGINT)"


def _stake(law: Law, found: tuple[Policy, ...]) -> str:
    """SQL of the largest amount a finding puts at stake; NULL when one of them has no known figure."""
    worth = [(policy, _amount(law, policy.pays[0].amount)) for policy in found if policy.pays]
    if not worth:
        return "CAST(NULL AS BIGINT)"
    unclear = " OR ".join(f"({policy.id} AND {amount} IS NULL)" for policy, amount in worth)
    largest = ", ".join(f"CASE WHEN {policy.id} THEN {amount} ELSE 0 END" for policy, amount in worth)
    return f"CASE WHEN {unclear} THEN NULL ELSE GREATEST({largest}, 0) END"


def _joined_amounts(facts: dict[str, AmountFact], columns: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for identifier, fact in facts.items():
        if fact.over in columns:
            yield f"CASE WHEN {identifier}_of.person IS NULL THEN 0 ELSE {identifier}_of.total END AS {identifier}"
        else:
            yield f"CAST(0 AS BIGINT) AS {identifier}"


def _joins(law: Law, facts: dict[str, AmountFact], columns: Mapping[str, frozenset[str]]) -> str:
    return "".join(
        f"LEFT JOIN (\n  {_totals(law, fact, columns[fact.over])}\n) AS {identifier}_of"
        f" ON {identifier}_of.person = r.person\n"
        for identifier, fact in facts.items()
        if fact.over in columns
    )


def _totals(law: Law, fact: AmountFact, columns: frozenset[str]) -> str:
    when = surely_about(over_records(law, fact.when, columns), columns)
    term = over_records(law, fact.total, columns)
    return (
        f"SELECT person, CASE WHEN MAX(CASE WHEN NOT {when} THEN 0 WHEN {when} AND {term} IS NOT NULL THEN 0"
        f" ELSE 1 END) = 0 THEN CAST(SUM(CASE WHEN {when} THEN {term} ELSE 0 END) AS BIGINT) END AS total\n"
        f"  FROM record_{fact.over} GROUP BY person"
    )
