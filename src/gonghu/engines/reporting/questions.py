"""
What is not known (待核实事项): the facts left open in a condition, as questions and as things to do.
"""

from collections.abc import Iterator

from gonghu.engines.policy.conditions import Condition, Group, Leaf
from gonghu.engines.policy.facts import AmountFact, DerivedFact
from gonghu.engines.policy.policies import Policy
from gonghu.engines.reporting.condition_walk import ROLE_WORDS, Pattern, brief, parts_of
from gonghu.engines.reporting.sealing import SEALED_NAME, is_sealed, public_name


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
        elif fact is not None:
            yield f"{ROLE_WORDS[role]}是否{SEALED_NAME if is_sealed(fact) else brief(fact.name)}"
        else:
            yield leaf.why or leaf.text


def things_to_verify(pattern: Pattern, policy: Policy) -> tuple[str, ...]:
    """Return what somebody must find out, each thing once: who a parent is, or the open records."""
    return tuple(dict.fromkeys(_to_verify(pattern, policy.who, policy.id)))


def _to_verify(pattern: Pattern, node: Condition, column: str) -> Iterator[str]:
    if isinstance(node, Group) and node.sign == "undecided":
        yield from _to_verify(pattern, node.parts[0], f"{column}__1")
        return
    if isinstance(node, Group) and pattern.truth(node, column) is True:
        for part, inner in parts_of(node, column):
            if pattern.truth(part, inner) is True:
                yield from _to_verify(pattern, part, inner)
        return
    for leaf in _open_leaves(pattern, node, column):
        role, identifier, fact = pattern.fact(leaf)
        if role == "policy":
            yield from _to_verify(pattern, pattern.columns.law.policies[identifier].who, identifier)
        elif not pattern.identified(role):
            yield f"查明{ROLE_WORDS[role]}是谁"
        elif isinstance(fact, DerivedFact):
            yield from _to_verify(pattern, pattern.columns.derived(role, fact), f"{role}_{identifier}")
        elif fact is not None and not isinstance(fact, AmountFact):
            yield f"{ROLE_WORDS[role]}：{fact.verify}"
        else:
            yield f"核实“{leaf.why or leaf.text}”"


def _open_leaves(pattern: Pattern, node: Condition, column: str) -> Iterator[Leaf]:
    """Yield the leaves that are unknown, where everything above them is unknown too."""
    if pattern.truth(node, column) is not None:
        return
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Group):
        for part, inner in parts_of(node, column):
            yield from _open_leaves(pattern, part, inner)
