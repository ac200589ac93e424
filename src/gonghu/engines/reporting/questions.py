"""
What is not known (待核实事项): the facts left open in a condition, and the fewest that would settle the category.
"""

from collections.abc import Iterator

from gonghu.engines.policy.conditions import Condition, Group, Leaf
from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.reference import Reference
from gonghu.engines.policy.verification import ASK_THE_DISTRICT, Verification, facts_to_verify
from gonghu.engines.reporting.condition_walk import ROLE_WORDS, Pattern, Truth, brief, parts_of
from gonghu.engines.reporting.facts_behind import facts_behind
from gonghu.engines.reporting.sealing import SEALED_NAME, is_sealed, public_name


class Verifier:
    """Asks the plain evaluator once, for every combination of facts about a category, what should be verified."""

    def __init__(self, evaluation: Evaluation) -> None:
        categories = [f"policy.{policy.id}" for policy in evaluation.law.of_kind("category")]
        recorded = facts_behind(evaluation, categories)
        self._reference = Reference(evaluation.law, evaluation.network.kinds_supplied)
        self._columns = {f"{role}.{fact}": f"{role}_{fact}" for role, fact in sorted(recorded)}
        self._columns |= {text: column for text, (column, _) in evaluation.network.own_tests.items()}
        self._asked: dict[tuple[Truth, ...], Verification] = {}

    def verification(self, pattern: Pattern) -> Verification:
        """Return the fewest facts to verify for everybody who shows this pattern."""
        truths = {name: pattern.truths.get(column, False) for name, column in self._columns.items()}
        known = {name: None if truth is None else bool(truth) for name, truth in truths.items()}
        combination = tuple(known.values())
        if combination not in self._asked:
            self._asked[combination] = facts_to_verify(self._reference.answers_to(known))
        return self._asked[combination]


def open_questions(pattern: Pattern, node: Condition, column: str) -> Iterator[str]:
    """Yield what is unknown below a node that is unknown, as phrases."""
    for leaf in _open_leaves(pattern, node, column):
        role, identifier, fact = pattern.fact(leaf)
        if role == "policy":
            policy = pattern.columns.law.policies[identifier]
            asked = "、".join(dict.fromkeys(open_questions(pattern, policy.who, identifier)))
            yield f"是否{public_name(policy)}不明：{asked}"
        elif not pattern.identified(role):
            yield f"{ROLE_WORDS[role]}是谁"
        elif pattern.hides(fact):
            yield f"{ROLE_WORDS[role]}{ASK_THE_DISTRICT}"
        elif fact is not None:
            yield f"{ROLE_WORDS[role]}是否{SEALED_NAME if is_sealed(fact) else brief(fact.name)}"
        else:
            yield leaf.why or leaf.text


def _open_leaves(pattern: Pattern, node: Condition, column: str) -> Iterator[Leaf]:
    """Yield the leaves that are unknown, where everything above them is unknown too."""
    if pattern.truth(node, column) is not None:
        return
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Group):
        for part, inner in parts_of(node, column):
            yield from _open_leaves(pattern, part, inner)
