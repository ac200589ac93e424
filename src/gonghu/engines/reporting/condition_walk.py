"""
Walking condition trees beside the truths of one pattern of facts (事实组合).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gonghu.engines.policy.conditions import Condition, Group, Leaf
from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.facts import DerivedFact, Fact, secret_of
from gonghu.engines.policy.law import ROLE_NAMES, about
from gonghu.engines.reporting.sealing import SEALED_NAME, VERIFIED, is_sealed

ROLE_WORDS = {**ROLE_NAMES, "child": "本人"}
PARENTS = ("father", "mother")
UNIDENTIFIED = -1
"""What the pattern holds as the state of a parent whom no file identifies."""

Truth = int | bool | None

_NOTE = re.compile("（[^（）]*）")


class Columns:
    """Where the answer to each condition stands in the pattern table; asked for often, so remembered."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.law = evaluation.law
        self.network = evaluation.network
        self.of_anybody = frozenset(evaluation.network.record_facts["father"])
        self._of_leaf: dict[str, str] = {}
        self._derived: dict[tuple[str, str], Condition] = {}

    def column(self, node: Condition, place: str) -> str:
        """Return the column of a node that stands at ``place`` in its tree."""
        if not isinstance(node, Leaf):
            return place
        if node.text not in self._of_leaf:
            self._of_leaf[node.text] = self.network.paths(node, place)
        return self._of_leaf[node.text]

    def derived(self, role: str, fact: DerivedFact) -> Condition:
        """Return what a derived fact means for one role (``dead`` of the father)."""
        if (role, fact.id) not in self._derived:
            self._derived[role, fact.id] = about(fact.who, role)
        return self._derived[role, fact.id]


@dataclass(frozen=True)
class Pattern:
    """
    One row of the pattern table: every condition node with yes, no or unknown.

    ``in_open_form``: told to those who may not know what is sealed.
    """

    columns: Columns
    truths: Mapping[str, Truth]
    in_open_form: bool = False

    @property
    def number(self) -> Truth:
        """The number of the pattern."""
        return self.truths["pattern"]

    def truth(self, node: Condition, place: str) -> Truth:
        """Return yes, no or unknown for a node at ``place`` in its tree."""
        return self.truths[self.columns.column(node, place)]

    def fact(self, leaf: Leaf) -> tuple[str, str, Fact | None]:
        """Return the role a leaf asks about, the fact's identifier, and the fact if it is one."""
        role, _, identifier = leaf.fact.partition(".")
        return role, identifier, self.columns.law.facts.get(identifier)

    def identified(self, role: str) -> bool:
        """Tell whether any file says who this parent is."""
        return self.truths.get(f"{role}_0") != UNIDENTIFIED

    def fact_words(self, role: str, fact: Fact) -> str:
        """Return a fact as a phrase about somebody: 父亲服刑在押, 本人重残, 家庭享受低保."""
        if is_sealed(fact):
            return SEALED_NAME
        if self.hides(fact):
            return ROLE_WORDS[role] + VERIFIED
        whose = ROLE_WORDS[role] if role != "child" or fact.id in self.columns.of_anybody else ""
        return whose + brief(fact.name)

    def hides(self, fact: Fact | None) -> bool:
        """Tell whether the words must not name a fact."""
        return self.in_open_form and bool(secret_of(fact))


def parts_of(group: Group, place: str) -> Iterator[tuple[Condition, str]]:
    """Yield the parts of a group with their places in the tree."""
    for number, part in enumerate(group.parts, start=1):
        yield part, f"{place}__{number}"


def policies_in(condition: Condition) -> Iterator[str]:
    """Yield the policies a condition asks about, in its order."""
    if isinstance(condition, Leaf) and condition.fact.startswith("policy."):
        yield condition.fact.removeprefix("policy.")
    elif isinstance(condition, Group):
        for part in condition.parts:
            yield from policies_in(part)


def asks(condition: Condition) -> bool:
    """Tell whether the condition is about something being undecided."""
    return isinstance(condition, Group) and (condition.sign == "undecided" or any(map(asks, condition.parts)))


def brief(name: str) -> str:
    """Return a name without its notes in brackets: 服刑在押（刑期六个月以上） becomes 服刑在押."""
    return _NOTE.sub("", name) or name
