"""
The law on one day (某日有效的法规): packs reduced to the policies, branches and figures in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from gonghu.engines.policy.conditions import Condition, Group, Leaf, in_force
from gonghu.engines.policy.expressions import Expression, Name, renamed
from gonghu.engines.policy.facts import OWN_COLUMNS, DerivedFact, Fact, LastingFact, RecordFact
from gonghu.engines.policy.packs import Packs
from gonghu.engines.policy.parameters import DatedValue
from gonghu.engines.policy.policies import Policy

# The Chinese school year begins on 1 September.
_SCHOOL_YEAR_BEGINS = 9
ROLES = ("child", "father", "mother")
ROLE_NAMES = {"child": "儿童本人", "father": "父亲", "mother": "母亲"}

Constant = int | date | bool | None


@dataclass(frozen=True)
class Law:
    """What counts on ``as_of``: policies in force, pruned conditions, and every named figure."""

    as_of: date
    packs: Packs
    facts: dict[str, Fact]
    policies: dict[str, Policy]
    values: dict[str, DatedValue]
    constants: dict[str, Constant]

    def of_kind(self, kind: str) -> tuple[Policy, ...]:
        """Return the policies of one kind in force, in their rank."""
        return tuple(policy for policy in self.policies.values() if policy.kind == kind)


def law_on(
    packs: Packs,
    as_of: date,
    observed: Mapping[str, int] | None = None,
    *,
    undated: frozenset[tuple[str, str]] = frozenset(),
    unsealed: bool = False,
) -> Law:
    """
    Return the law in force on the day.

    ``observed`` gives figures read off the rolls for parameters nobody configured, in fen.
    ``undated`` names kinds of list and the dates that no row of them has: their people count as of the day.
    Sealed policies (艾滋病病毒感染) are left out, answers and money alike, unless ``unsealed``.
    """
    values = {p.id: value for p in packs.parameters.values() if (value := p.on(as_of))}
    constants: dict[str, Constant] = dict.fromkeys(packs.parameters)
    constants |= dict(observed or {})
    constants |= {identifier: value.value for identifier, value in values.items()}
    constants |= {
        "as_of": as_of,
        "this_year": as_of.year,
        "this_school_year": as_of.year if as_of.month >= _SCHOOL_YEAR_BEGINS else as_of.year - 1,
    }
    return Law(
        as_of=as_of,
        packs=packs,
        facts={identifier: fact for identifier, f in packs.facts.items() if (fact := _fact_on(f, as_of, undated))},
        policies={
            p.id: q for p in packs.policies.values() if (unsealed or not p.sealed) and (q := _policy_on(p, as_of))
        },
        values=values,
        constants=constants,
    )


def _fact_on(fact: Fact, as_of: date, undated: frozenset[tuple[str, str]]) -> Fact | None:
    match fact:
        case DerivedFact():
            who = in_force(fact.who, as_of)
            return replace(fact, who=who) if who else None
        case RecordFact() | LastingFact():
            return _as_of_the_day(fact) if counts_as_listed(fact, undated) else fact
    return fact


def counts_as_listed(fact: RecordFact | LastingFact, undated: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a list has none of the dates that the fact may do without, so that being on it is enough."""
    return bool(fact.undated) and all((fact.over, field) in undated for field in fact.undated)


def _as_of_the_day(fact: RecordFact | LastingFact) -> Fact:
    lacking = dict.fromkeys(fact.undated, "as_of")
    if isinstance(fact, RecordFact):
        return replace(fact, holds=renamed(fact.holds, lacking))
    begins, ends = renamed(fact.begins, lacking), renamed(fact.ends, lacking)
    return replace(fact, begins=begins, ends=ends, dated=renamed(fact.dated, lacking))


def _policy_on(policy: Policy, as_of: date) -> Policy | None:
    who = in_force(policy.who, as_of)
    return replace(policy, who=who) if who and policy.basis_on(as_of) else None


def about(condition: Condition, role: str) -> Condition:
    """Return a condition over a person's own facts as one over ``role``'s facts (``dead`` → ``father.dead``)."""
    if not role:
        return condition
    if isinstance(condition, Leaf):
        test = _about(condition.test, role)
        return replace(condition, test=test, text=f"{role}.{condition.text}" if condition.fact else condition.text)
    if isinstance(condition, Group):
        return replace(condition, parts=tuple(about(part, role) for part in condition.parts))
    return condition


def _about(expression: Expression, role: str) -> Expression:
    match expression:
        case Name(path) if "." not in path:
            return Name(f"{role}.{path}")
    return expression


@cache
def is_own_column(path: str) -> bool:
    """Tell whether a name is a column of the child's own row (``child.age``)."""
    role, _, column = path.partition(".")
    return role == "child" and column in OWN_COLUMNS
