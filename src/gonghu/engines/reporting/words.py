"""
Reasons in words (理由): what made a policy hold for everybody who shows the same pattern of facts.

The population's reasons are kept per pattern, so a city's sentences are written a few thousand times, not once a child.
"""

from collections.abc import Iterable, Iterator

from gonghu.engines.policy.conditions import Condition, Group, Leaf
from gonghu.engines.policy.facts import DerivedFact, LastingFact, RecordFact
from gonghu.engines.policy.policies import Policy
from gonghu.engines.reporting.condition_walk import Pattern, asks, parts_of, policies_in
from gonghu.engines.reporting.questions import open_questions
from gonghu.engines.reporting.sealing import public_name


def reason_words(pattern: Pattern, policy: Policy) -> str:
    """Return the phrases that made a policy hold, the telling ones only, joined into one sentence."""
    return "；".join(once(_settling(pattern, policy.who, policy.id, wanted=True, proviso=policy.kind == "category")))


def borne_out_by(pattern: Pattern, policy: Policy) -> Policy:
    """Return the policy whose documents bear out a finding: the category that holds or is undecided, or itself."""
    wanted = None if asks(policy.who) else True
    for identifier in policies_in(policy.who):
        if pattern.truths.get(identifier, False) is wanted:
            return pattern.columns.law.policies[identifier]
    return policy


def once(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases without repetitions and empty ones."""
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _settling(pattern: Pattern, node: Condition, column: str, *, wanted: bool, proviso: bool) -> Iterator[str]:
    """
    Yield what made a node yes (``wanted``) or no.

    ``proviso``: inside a category, where "is not adopted" goes without saying; in a finding it is the point (不在册).
    """
    match node:
        case Leaf():
            yield from _leaf(pattern, node, wanted=wanted, proviso=proviso)
        case Group("not", (part,)):
            fact = pattern.fact(part)[2] if isinstance(part, Leaf) else None
            if wanted and isinstance(fact, RecordFact | LastingFact) and not proviso:
                yield "" if pattern.hides(fact) else node.why
            elif not (wanted and fact and proviso):
                yield from _settling(pattern, part, f"{column}__1", wanted=not wanted, proviso=proviso)
        case Group("undecided", (part,)):
            yield from open_questions(pattern, part, f"{column}__1")
        case Group("review"):
            yield node.note or node.why
        case Group("any") if not wanted and node.why:
            yield f"不符合“{node.why}”"
        case Group(sign):
            # An "all" that holds and an "any" that fails rest on every part; otherwise one part settles it.
            settled = [(p, c) for p, c in parts_of(node, column) if pattern.truth(p, c) is wanted]
            settled = [(p, c) for p, c in settled if asks(p)] or settled
            for part, inner in settled if (sign == "all") == wanted else settled[:1]:
                yield from _settling(pattern, part, inner, wanted=wanted, proviso=proviso)


def _leaf(pattern: Pattern, leaf: Leaf, *, wanted: bool, proviso: bool) -> Iterator[str]:
    role, identifier, fact = pattern.fact(leaf)
    if role == "policy":
        yield from _category(pattern, identifier, wanted=wanted)
    elif isinstance(fact, DerivedFact):
        inner = f"{role}_{identifier}"
        yield from _settling(
            pattern, pattern.columns.derived(role, fact), inner, wanted=wanted, proviso=proviso or wanted
        )
    elif fact is not None and wanted:
        yield pattern.fact_words(role, fact)
    elif not wanted and not pattern.hides(fact):
        yield f"不符合“{leaf.why or leaf.text}”"


def _category(pattern: Pattern, identifier: str, *, wanted: bool) -> Iterator[str]:
    policy = pattern.columns.law.policies.get(identifier)
    if policy is None:
        return
    told = once(_settling(pattern, policy.who, identifier, wanted=wanted, proviso=True))
    if not wanted:
        yield from told
    else:
        yield f"属{public_name(policy)}" + (f"：{'，'.join(told)}" if told and not policy.sealed else "")
