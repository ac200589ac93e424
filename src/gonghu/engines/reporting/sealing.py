"""
What no list may name (密): a sealed policy is printed under a name that says nothing (艾滋病防治条例第三十九条).
"""

from gonghu.engines.policy.facts import AmountFact, Fact, LastingFact, RecordFact
from gonghu.engines.policy.policies import Policy

SEALED_NAME = "专项保障"
VERIFIED = "情况已核实"
"""What those who may not know are told of a secret of somebody, whatever it is."""
SEALED_KINDS = frozenset({"hiv_infection"})
"""Kinds of file whose rows are evidence for nothing that is printed."""


def public_name(policy: Policy) -> str:
    """Return the name a list may print."""
    return SEALED_NAME if policy.sealed else policy.name


def is_sealed(fact: Fact) -> bool:
    """Tell whether a fact is read off a sealed kind of file."""
    return isinstance(fact, RecordFact | LastingFact | AmountFact) and fact.over in SEALED_KINDS
