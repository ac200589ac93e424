"""
The reference evaluator: one child, plain Python, straight from the pack's text.

Slow and obvious on purpose. The SQL for whole populations is tested against it; explanations are made from it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from gonghu.engines.policy.conditions import Condition, Group, Leaf, Supplied
from gonghu.engines.policy.expression_values import Evaluator, compiled
from gonghu.engines.policy.expressions import Expression
from gonghu.engines.policy.facts import CERTAIN, DerivedFact, LastingFact, RecordFact
from gonghu.engines.policy.families import Family, Record, age_on
from gonghu.engines.policy.law import Law, about, is_own_column
from gonghu.engines.policy.policies import Policy
from gonghu.engines.policy.truth import Truth, all_of, any_of, negation, open_question, undecided

Asker = Callable[["Answers"], Truth]
_JOINS = {"all": all_of, "any": any_of}
_QUESTIONS = {"not": negation, "review": open_question, "undecided": undecided}


class Reference:
    """The law of a day made ready for asking about one family after another."""

    def __init__(self, law: Law, kinds_supplied: frozenset[str]) -> None:
        self.law = law
        self.kinds_supplied = kinds_supplied
        self.blank = {
            kind.id: law.constants | dict.fromkeys(kind.fields) | {CERTAIN: True} for kind in law.packs.kinds.values()
        }
        self._askers: dict[str, Asker] = {}
        self._conditions: dict[int, tuple[Condition, Asker]] = {}
        self._defined: dict[str, Condition] = {}
        self._evaluators: dict[int, tuple[Expression, Evaluator]] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._shown: dict[str, tuple[str, ...]] = {}

    def evaluator(self, expression: Expression) -> Evaluator:
        """Return the function that works out an expression of this law, made once."""
        if id(expression) not in self._evaluators:
            self._evaluators[id(expression)] = (expression, compiled(expression))
        return self._evaluators[id(expression)][1]

    def bases(self, policy: Policy) -> tuple[str, ...]:
        """Return the documents in force that a policy rests on, as they are cited."""
        if policy.id not in self._bases:
            self._bases[policy.id] = tuple(str(basis) for basis in policy.basis_on(self.law.as_of))
        return self._bases[policy.id]

    def shown(self, fact: RecordFact | LastingFact) -> tuple[str, ...]:
        """Return the fields of a record that tell whether a fact holds."""
        if fact.id not in self._shown:
            fields = self.law.packs.kinds[fact.over].fields
            self._shown[fact.id] = tuple(name for name in dict.fromkeys(fact.names()) if name in fields)
        return self._shown[fact.id]

    def asker(self, path: str) -> Asker:
        """Return the function that answers one name (``father.dead``, ``policy.orphan``) for a family."""
        if path not in self._askers:
            self._askers[path] = self._new_asker(path)
        return self._askers[path]

    def _new_asker(self, path: str) -> Asker:
        role, _, identifier = path.partition(".")
        if role == "policy":
            policy = self.law.policies.get(identifier)
            return self.condition(policy.who) if policy else lambda _: False
        if identifier == "not_found":
            alias = f"child.{role}_not_found"
            return lambda answers: answers.of(alias)
        match self.law.facts.get(identifier):
            case DerivedFact(who=who):
                return self.condition(self.defined(path, who, role))
            case RecordFact() as fact:
                return self._on_records(role, fact.over, partial(_enough, compiled(fact.holds), fact.at_least))
            case LastingFact() as fact:
                events = (compiled(fact.begins), compiled(fact.ends), compiled(fact.dated))
                return self._on_records(role, fact.over, partial(_lasting, events, self.law.as_of))
        return lambda _: False

    def _on_records(self, role: str, kind: str, judge: Callable[[list[Any]], Truth]) -> Asker:
        not_found = f"{role}.not_found"

        def ask(answers: "Answers") -> Truth:
            family = answers.family
            if family is None:
                return False
            if family.persons[role] is None:
                # Nobody knows who this parent is; only a foundling's parent surely has no state of its own.
                return False if answers.of(not_found) is True else None
            records = answers.filled(role, kind)
            return judge(records) if records else False

        return ask

    def defined(self, path: str, who: Condition, role: str) -> Condition:
        """Return the condition that defines a derived fact, told about one member of the family."""
        if path not in self._defined:
            self._defined[path] = about(who, role)
        return self._defined[path]

    def condition(self, condition: Condition) -> Asker:
        """Return the function that answers a condition tree for a family, made once for each tree."""
        if id(condition) not in self._conditions:
            # The tree is kept beside its function, so that its identity is never given to another one.
            self._conditions[id(condition)] = (condition, self._new_condition(condition))
        return self._conditions[id(condition)][1]

    def _new_condition(self, condition: Condition) -> Asker:
        match condition:
            case Supplied(kinds):
                answer = True if self.kinds_supplied.issuperset(kinds) else None
                return lambda _: answer
            case Leaf(test=test, text=text, fact=fact):
                if fact and not is_own_column(fact):
                    return lambda answers: answers.known[fact] if fact in answers.known else answers.of(fact)
                ask = compiled(test)
                return lambda answers: answers.known[text] if text in answers.known else answers.compare(text, ask)
            case Group(sign, parts):
                askers = [self.condition(part) for part in parts]
                if sign in _JOINS:
                    join = _JOINS[sign]
                    return lambda answers: join(ask(answers) for ask in askers)
                question, only = _QUESTIONS[sign], askers[0]
                return lambda answers: question(only(answers))

    def answers(self, family: Family) -> "Answers":
        """Return the answers for one family; each is worked out when first asked for."""
        return Answers(self, family, {})

    def answers_to(self, known: Mapping[str, Truth]) -> "Answers":
        """Return the answers that follow from facts and comparisons already known; all others are no."""
        return Answers(self, None, dict(known))


class Answers:
    """What the law of the day says about one family."""

    def __init__(self, reference: Reference, family: Family | None, known: dict[str, Truth]) -> None:
        self.reference = reference
        self.family = family
        self.known = known
        self.age: int | None = None
        self._filled: dict[tuple[str, str], list[Record]] = {}
        if family is not None:
            self.age = age_on(family.born_on, reference.law.as_of)
            own = {f"child.{column}": value for column, value in family.own.items()}
            self.own = reference.law.constants | own | {"child.age": self.age}

    def of(self, path: str) -> Truth:
        """Return the answer to one name."""
        if path not in self.known:
            self.known[path] = self.reference.asker(path)(self)
        return self.known[path]

    def filled(self, role: str, kind: str) -> list[Record]:
        """Return the records of one kind about one member of the family, with constants and empty fields."""
        if (role, kind) not in self._filled:
            reference, family = self.reference, self.family
            found = family.of(role, kind) if family and kind in reference.kinds_supplied else ()
            blank = reference.blank[kind]
            self._filled[role, kind] = [blank | dict(record) for record in found]
        return self._filled[role, kind]

    def holds(self, condition: Condition) -> Truth:
        """Return the answer to a condition tree."""
        return self.reference.condition(condition)(self)

    def compare(self, text: str, test: Evaluator) -> Truth:
        """Return the answer to a comparison over the child's own row."""
        if text not in self.known:
            self.known[text] = test(self.own) if self.family else False
        return self.known[text]

    def category(self) -> str | None:
        """Return the name of the first category that surely fits."""
        fitting = (p.name for p in self.reference.law.of_kind("category") if self.of(f"policy.{p.id}") is True)
        return next(fitting, None)

    def parent(self, role: str) -> str:
        """Return dead_or_missing, incapable, able or unknown."""
        states = {"gone": "dead_or_missing", "incapable": "incapable", "able": "able"}
        return next((word for state, word in states.items() if self.of(f"{role}.{state}") is True), "unknown")

    def findings(self) -> list[str]:
        """Return the names of the findings that surely hold."""
        return [p.name for p in self.reference.law.of_kind("finding") if self.of(f"policy.{p.id}") is True]


def _enough(holds: Evaluator, least: int, records: list[Any]) -> Truth:
    values = [all_of([holds(record), record[CERTAIN]]) for record in records]
    if values.count(True) >= least:
        return True
    return None if len(values) - values.count(False) >= least else False


def _lasting(events: tuple[Evaluator, Evaluator, Evaluator], as_of: date, records: list[Any]) -> Truth:
    """Tell whether what has begun has not ended since; an event without a date may be as late as today."""
    begins, ends, dated = events

    def latest(event: Evaluator, wanted: Truth) -> date | None:
        days = []
        for record in records:
            day = dated(record)
            if all_of([event(record), record[CERTAIN], None if day is None else day <= as_of]) is wanted:
                days.append(day or as_of)
        return max(days, default=None)

    begun, ended = latest(begins, True), latest(ends, True)
    maybe_begun, maybe_ended = latest(begins, None), latest(ends, None)
    if begun and (ended is None or ended < begun):
        return None if maybe_ended and maybe_ended >= begun else True
    if maybe_begun and (ended is None or maybe_begun > ended):
        return None
    return False
