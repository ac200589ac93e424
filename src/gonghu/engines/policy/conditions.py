"""
Condition trees (条件树): who a policy is for, told so that each branch can be read out with its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from gonghu.engines.policy.expressions import Expression, Name, parse
from gonghu.engines.policy.yaml_text import Entry

SIGNS = ("all", "any", "not", "review", "undecided")


@dataclass(frozen=True)
class Leaf:
    """One named fact (``father.dead``) or one comparison over the child's own row (``child.age < adult_age``)."""

    text: str
    test: Expression
    why: str = ""
    note: str = ""
    from_on: date | None = None
    to_on: date | None = None

    @cached_property
    def fact(self) -> str:
        """The fact's name, or an empty string when the leaf is a comparison."""
        return self.test.path if isinstance(self.test, Name) else ""


@dataclass(frozen=True)
class Supplied:
    """Yes when every one of these kinds of file was supplied, else unknown: a missing file proves nothing."""

    kinds: tuple[str, ...]
    why: str = ""
    note: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Group:
    """
    Conditions joined by all, any or not, or one of two questions about a condition.

    ``review``: the law says nothing about a yes, so it counts as unknown (法规未规定).
    ``undecided``: yes exactly when the condition is unknown (待核实).
    """

    sign: str
    parts: tuple["Condition", ...]
    why: str = ""
    note: str = ""
    from_on: date | None = None
    to_on: date | None = None


Condition = Leaf | Supplied | Group


def condition_from(content: Any, place: str) -> Condition:
    """
    Read one node; a plain string is a leaf.

    :raises PackInvalid: a node with no sign, several signs, or unknown keys
    :raises ExpressionUnreadable: a leaf that is no expression
    """
    if isinstance(content, str):
        return Leaf(content, parse(content))
    entry = Entry(content, place)
    signs = [sign for sign in (*SIGNS, "test", "supplied") if sign in entry]
    if len(signs) != 1:
        raise entry.invalid("每个条件须有且只有一个 all、any、not、review、undecided、test 或 supplied")
    told = (entry.text("why", ""), entry.text("note", ""), entry.day("from"), entry.day("to"))
    sign, inner = signs[0], entry.get(signs[0])
    entry.finish()
    if sign == "test":
        return Leaf(inner, parse(inner), *told)
    if sign == "supplied":
        return Supplied(tuple(inner), *told)
    several = inner if isinstance(inner, list) else [inner]
    parts = tuple(condition_from(part, f"{place} {sign}[{n}]") for n, part in enumerate(several, start=1))
    if not parts or (len(parts) > 1 and sign not in ("all", "any")):
        raise entry.invalid(f"{sign} 的条件数量不对")
    return Group(sign, parts, *told)


def in_force(condition: Condition, day: date) -> Condition | None:
    """Return the condition as it stood on the day, without the branches not in force; None when nothing is left."""
    if (condition.from_on and day < condition.from_on) or (condition.to_on and day >= condition.to_on):
        return None
    if not isinstance(condition, Group):
        return condition
    parts = tuple(part for each in condition.parts if (part := in_force(each, day)) is not None)
    return replace(condition, parts=parts) if parts else None


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield every leaf below the condition."""
    if isinstance(condition, Leaf):
        yield condition
    elif isinstance(condition, Group):
        for part in condition.parts:
            yield from leaves(part)


def kinds_required(condition: Condition) -> Iterator[str]:
    """Yield the kinds of file without which the condition cannot be answered."""
    if isinstance(condition, Supplied):
        yield from condition.kinds
    elif isinstance(condition, Group):
        for part in condition.parts:
            yield from kinds_required(part)
