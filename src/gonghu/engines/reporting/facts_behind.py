"""
Which recorded facts a condition may rest on (所依事实), through whatever derived facts and policies lie between.
"""

from collections.abc import Iterable

from gonghu.engines.policy.conditions import leaves
from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.facts import DerivedFact
from gonghu.engines.policy.law import about
from gonghu.engines.policy.policies import Policy

RoleFacts = frozenset[tuple[str, str]]
"""Facts by role and identifier: (father, imprisoned)."""


def facts_behind(evaluation: Evaluation, paths: Iterable[str]) -> RoleFacts:
    """Return every recorded fact that these facts and policies (``father.gone``) may rest on."""
    law, found = evaluation.law, set()
    waiting, seen = list(paths), set()
    while waiting:
        path = waiting.pop()
        role, _, identifier = path.partition(".")
        if path in seen:
            continue
        seen.add(path)
        if identifier == "not_found":
            found.add(("child", f"{role}_not_found"))
        elif role == "policy" and identifier in law.policies:
            waiting += [leaf.fact for leaf in leaves(law.policies[identifier].who)]
        elif isinstance(fact := law.facts.get(identifier), DerivedFact):
            waiting += [leaf.fact for leaf in leaves(about(fact.who, role))]
        elif fact is not None:
            found.add((role, identifier))
    return frozenset(found)


def facts_of(evaluation: Evaluation, policy: Policy) -> RoleFacts:
    """Return every recorded fact that one policy may rest on."""
    return facts_behind(evaluation, (leaf.fact for leaf in leaves(policy.who)))
