"""
What no list may name (密): a sealed policy is printed under a name that says nothing (艾滋病防治条例第三十九条).
"""

from gonghu.engines.policy.policies import Policy

SEALED_NAME = "专项保障"


def public_name(policy: Policy) -> str:
    """Return the name a list may print."""
    return SEALED_NAME if policy.sealed else policy.name
