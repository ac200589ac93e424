"""
Money for one child by the reference evaluator: what is due, paid and at stake, in fen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gonghu.engines.policy.facts import CERTAIN, AmountFact
from gonghu.engines.policy.policies import Policy
from gonghu.engines.policy.reference import Answers
from gonghu.engines.policy.truth import all_of

_NAMES = {"entitled": "entitled_fen", "possible": "possible_fen", "paid": "paid_fen"}


@dataclass(frozen=True)
class Money:
    """Amounts in fen; None where a figure is not configured or a record lacks it."""

    due: dict[str, int | None]
    entitled_fen: int | None
    possible_fen: int | None
    paid_fen: int | None
    stake_fen: int | None


def money_of(answers: Answers, amounts: Mapping[str, int] | None = None) -> Money:
    """
    Return the money that follows from the answers.

    ``amounts`` gives amount facts of the child that need not be added up from records (worked cases).
    """
    law, amounts = answers.reference.law, amounts or {}
    values: dict[str, Any] = dict(law.constants)
    for identifier, fact in law.facts.items():
        if isinstance(fact, AmountFact):
            given = identifier in amounts
            values[f"child.{identifier}"] = amounts[identifier] if given else _total(answers, fact)
    paying = [policy for policy in law.of_kind("entitlement") if policy.pays]
    due = {policy.id: _due(answers, policy, values) for policy in paying}
    living = [policy for policy in paying if policy.living]
    values["entitled"] = _first(answers, living, due, surely=True)
    values["possible"] = _first(answers, living, due, surely=False)
    values["paid"] = values.get("child.roll_paid_fen", 0)
    return Money(due, **{_NAMES[name]: values[name] for name in _NAMES}, stake_fen=_stake(answers, values))


def _total(answers: Answers, fact: AmountFact) -> int | None:
    reference, family = answers.reference, answers.family
    if family is None or fact.over not in reference.kinds_supplied:
        return 0
    when, term, total = reference.evaluator(fact.when), reference.evaluator(fact.total), 0
    for record in family.of("child", fact.over):
        values = reference.blank[fact.over] | dict(record)
        counts, amount = all_of([when(values), values[CERTAIN]]), term(values)
        if counts is False:
            continue
        if counts is None or amount is None:
            return None
        total += amount
    return total


def _due(answers: Answers, policy: Policy, values: dict[str, Any]) -> int | None:
    if answers.of(f"policy.{policy.id}") is False:
        return 0
    for pay in policy.pays:
        fits = True if pay.when is None else answers.holds(pay.when)
        if fits is None:
            return None
        if fits:
            return answers.reference.evaluator(pay.amount)(values)  # type: ignore[no-any-return]
    return 0


def _first(answers: Answers, living: list[Policy], due: dict[str, int | None], *, surely: bool) -> int | None:
    for policy in living:
        answer = answers.of(f"policy.{policy.id}")
        if answer is True or (answer is None and not surely):
            return due[policy.id]
    return 0


def _stake(answers: Answers, values: dict[str, Any]) -> int | None:
    law = answers.reference.law
    worth = [
        answers.reference.evaluator(policy.pays[0].amount)(values)
        for policy in law.of_kind("finding")
        if policy.pays and answers.of(f"policy.{policy.id}") is True
    ]
    return None if None in worth else max([0, *worth])
