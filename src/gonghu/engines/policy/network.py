"""
The condition trees of a day as a network of named columns, in the order in which SQL can work them out.

Column names are what the reason tables use: ``father_dead`` (a fact), ``father_gone`` (a derived fact),
``orphan`` (a policy) and ``orphan__2__1`` (a branch of its condition tree).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gonghu.engines.policy.conditions import Condition, Group, Leaf, Supplied
from gonghu.engines.policy.expressions import Expression, names_in
from gonghu.engines.policy.facts import AmountFact, DerivedFact, LastingFact, RecordFact
from gonghu.engines.policy.law import Law, about, is_own_column
from gonghu.engines.policy.truth import Truth
from gonghu.engines.policy.watching import Turn
from gonghu.engines.policy.yaml_text import PackInvalid

FlagFact = RecordFact | LastingFact
# Layers 0 and 1 of the SQL unpack the facts of the child and of the parents.
_FIRST_GATES = 2
# What the decision table tells of each parent, asked for even when no policy does.
_PARENT_STATES = ("gone", "incapable", "able", "not_found")


@dataclass(frozen=True)
class Gate:
    """
    One column: a sign and the columns it joins.

    ``named`` is a derived fact or a policy, that others may refer to; the rest are branches of its tree.
    ``layer`` is the step of SQL that works it out: after every named column it needs, together with its branches.
    """

    column: str
    sign: str
    inputs: tuple[str, ...]
    constant: Truth
    named: bool
    layer: int


class Network:
    """Everything asked of the facts on one day: record facts by role, comparisons, and gates over them."""

    def __init__(self, law: Law, kinds_supplied: frozenset[str]) -> None:
        self.law = law
        self.kinds_supplied = kinds_supplied
        self.record_facts: dict[str, dict[str, FlagFact]] = {"child": {}, "father": {}, "mother": {}}
        self.own_tests: dict[str, tuple[str, Expression]] = {}
        self.gates: dict[str, Gate] = {}
        self._open: list[str] = []
        for role in ("father", "mother"):
            for fact in _PARENT_STATES:
                self.column_of(f"{role}.{fact}")
        for watch in law.packs.watches.values():
            if isinstance(watch, Turn):
                for role in watch.roles:
                    self.column_of(f"{role}.{watch.fact}")
        for policy in law.policies.values():
            self.column_of(f"policy.{policy.id}")
            for place, pay in enumerate(policy.pays, start=1):
                if pay.when is not None:
                    self.node(pay.when, f"{policy.id}__pay{place}")

    def column_of(self, path: str) -> str:
        """
        Return the column of a fact or policy, adding what it needs.

        :raises PackInvalid: the name is not declared, or it depends on itself
        """
        role, _, identifier = path.partition(".")
        if identifier == "not_found":
            return self.column_of(f"child.{role}_not_found")
        if role == "policy":
            return self._policy(identifier)
        if role not in self.record_facts:
            raise PackInvalid(f"条件中的名称“{path}”应写作 child.、father.、mother. 或 policy. 开头")
        column = f"{role}_{identifier}"
        fact = self.law.facts.get(identifier)
        match fact:
            case RecordFact() | LastingFact():
                self.record_facts[role][identifier] = fact
            case DerivedFact():
                self._once(column, about(fact.who, role))
            case AmountFact():
                raise PackInvalid(f"“{path}”是金额，只能用在 what 的 amount 中")
            case None:
                if identifier not in self.law.packs.facts:
                    raise PackInvalid(f"事实“{path}”未声明，请在 facts/ 中声明或检查拼写")
                self._add(column, "constant", (), constant=False)
        return column

    def _policy(self, identifier: str) -> str:
        if identifier not in self.law.packs.policies:
            raise PackInvalid(f"政策“{identifier}”不存在，请检查拼写")
        policy = self.law.policies.get(identifier)
        if policy is None:
            self._add(identifier, "constant", (), constant=False)
        else:
            self._once(identifier, policy.who)
        return identifier

    def _once(self, column: str, condition: Condition) -> None:
        if column in self.gates:
            return
        if column in self._open:
            raise PackInvalid(f"条件循环引用：{' → '.join([*self._open, column])}")
        self._open.append(column)
        self.node(condition, column, named=True)
        self._open.pop()

    def node(self, condition: Condition, column: str, *, named: bool = False) -> str:
        """Return the column that holds a node; a leaf has the column of its fact, unless it must be ``named``."""
        match condition:
            case Leaf():
                source = self.column_of(condition.fact) if self._is_fact(condition) else self._own(condition)
                if named:
                    self._add(column, "all", (source,), named=True)
                return column if named else source
            case Supplied(kinds):
                answer = True if self.kinds_supplied.issuperset(kinds) else None
                self._add(column, "constant", (), constant=answer, named=named)
            case Group(sign, parts):
                inputs = tuple(self.node(part, f"{column}__{n}") for n, part in enumerate(parts, start=1))
                self._add(column, sign, inputs, named=named)
        return column

    @staticmethod
    def _is_fact(leaf: Leaf) -> bool:
        return bool(leaf.fact) and not is_own_column(leaf.fact)

    def _own(self, leaf: Leaf) -> str:
        for name in names_in(leaf.test):
            if not is_own_column(name) and name not in self.law.constants:
                raise PackInvalid(f"比较式“{leaf.text}”中的“{name}”既不是 child. 的字段，也不是参数")
        return self.own_tests.setdefault(leaf.text, (f"own_test_{len(self.own_tests) + 1}", leaf.test))[0]

    def _add(
        self, column: str, sign: str, inputs: tuple[str, ...], *, constant: Truth = None, named: bool = True
    ) -> None:
        layer = max((self._ready_in(name) for name in inputs), default=_FIRST_GATES)
        self.gates[column] = Gate(column, sign, inputs, constant, named, max(layer, _FIRST_GATES))

    def _ready_in(self, column: str) -> int:
        """Return the first layer that may use a column: 1 the child's own facts, 2 the parents', more above."""
        gate = self.gates.get(column)
        if gate is None:
            return 2 if column.startswith(("father_", "mother_")) else 1
        return gate.layer + 1 if gate.named else gate.layer

    @property
    def columns(self) -> frozenset[str]:
        """Return the names of all fact and gate columns of the pattern table."""
        flags = (f"{role}_{fact}" for role, facts in self.record_facts.items() for fact in facts)
        return frozenset((*flags, *self.gates, *(column for column, _ in self.own_tests.values())))

    def layers(self) -> Iterator[tuple[Gate, ...]]:
        """Yield the gates layer by layer; each layer needs only named columns of the ones before."""
        for layer in range(_FIRST_GATES, 1 + max((gate.layer for gate in self.gates.values()), default=0)):
            yield tuple(gate for gate in self.gates.values() if gate.layer == layer)

    def paths(self, condition: Condition, column: str) -> str:
        """Return the column of a node already in the network (see ``node``), without adding anything."""
        if isinstance(condition, Leaf):
            return self.column_of(condition.fact) if self._is_fact(condition) else self._own(condition)
        return column
