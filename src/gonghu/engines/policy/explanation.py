"""
Why a child has what the lists say (理由): a tree of conditions in words, each with its answer and its evidence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gonghu.engines.policy.conditions import Condition, Group, Leaf, Supplied
from gonghu.engines.policy.evidence import Evidence, SourceSheet, evidence_for
from gonghu.engines.policy.facts import DerivedFact, LastingFact, RecordFact
from gonghu.engines.policy.law import ROLE_NAMES, is_own_column
from gonghu.engines.policy.policies import Policy
from gonghu.engines.policy.reference import Answers
from gonghu.engines.policy.truth import WORDS, Truth

_GROUP_WORDS = {
    "all": "以下各项都成立",
    "any": "以下至少一项成立",
    "not": "以下不成立",
    "review": "以下情形文件未规定，须由人研判",
    "undecided": "以下尚不明确",
}
_NONE_OF = "以下各项都不成立"
_JSON_WORDS = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Reason:
    """
    One node of the tree: a condition in words, its answer, why it is asked, and what it rests on.

    ``sign`` tells how the parts are joined (all, any, none, not, review, undecided), empty for a plain fact;
    ``sealed`` the secret that the node tells by itself.
    """

    text: str
    value: Truth
    why: str = ""
    note: str = ""
    basis: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sign: str = ""
    parts: tuple["Reason", ...] = field(default=(), repr=False)
    sealed: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the node as plain JSON values, without empty members."""
        told: dict[str, Any] = {"text": self.text, "value": _JSON_WORDS[self.value]}
        told |= {key: text for key, text in (("why", self.why), ("note", self.note)) if text}
        if self.basis:
            told["basis"] = list(self.basis)
        if self.evidence:
            told["evidence"] = [
                {
                    "kind": e.kind,
                    "holder": e.holder,
                    "file": e.path,
                    "sheet": e.sheet,
                    "row": e.row_no,
                    "shows": dict(e.shows),
                }
                for e in self.evidence
            ]
        if self.parts:
            told["parts"] = [part.as_json() for part in self.parts]
        return told


@dataclass(frozen=True)
class Explanation:
    """All reasons of one child on one day."""

    as_of: date
    age: int | None
    father: str
    mother: str
    category: str | None
    findings: tuple[str, ...]
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as plain JSON values."""
        return {
            "as_of": self.as_of.isoformat(),
            "age": self.age,
            "father": self.father,
            "mother": self.mother,
            "category": self.category,
            "findings": list(self.findings),
            "reasons": [reason.as_json() for reason in self.reasons],
        }


def explain(
    answers: Answers, files: Mapping[int, SourceSheet] | None = None, policies: Iterable[str] | None = None
) -> Explanation:
    """
    Return the reasons for every policy in force, or for the ``policies`` named.

    ``files`` tells path and sheet of each file number (see ``source_sheets``).
    """
    law = answers.reference.law
    chosen = list(law.policies) if policies is None else [name for name in policies if name in law.policies]
    teller = _Teller(answers, files or {})
    return Explanation(
        as_of=law.as_of,
        age=answers.age,
        father=answers.parent("father"),
        mother=answers.parent("mother"),
        category=answers.category(),
        findings=tuple(answers.findings()),
        reasons=tuple(teller.policy(law.policies[identifier]) for identifier in chosen),
    )


class _Teller:
    """Builds the reasons of one child, each fact once."""

    def __init__(self, answers: Answers, files: Mapping[int, SourceSheet]) -> None:
        self.answers = answers
        self.files = files
        self.law = answers.reference.law
        self._told: dict[str, Reason] = {}

    def policy(self, policy: Policy) -> Reason:
        basis = self.answers.reference.bases(policy)
        value = self.answers.of(f"policy.{policy.id}")
        sign, parts = self._branches(policy.who)
        return Reason(policy.name, value, policy.gives, basis=basis, sign=sign, parts=parts)

    def _branches(self, condition: Condition) -> tuple[str, tuple[Reason, ...]]:
        """The parts of a plain group stand directly under their fact; anything else is a branch of its own."""
        if isinstance(condition, Group) and not condition.why and condition.sign in ("all", "any"):
            return condition.sign, tuple(self.condition(part) for part in condition.parts)
        return "all", (self.condition(condition),)

    def condition(self, condition: Condition) -> Reason:
        if isinstance(condition, Leaf) and condition.fact and not is_own_column(condition.fact):
            told = self.fact(condition.fact)
            if not (condition.why or condition.note):
                return told
            why, note = condition.why or told.why, condition.note or told.note
            return replace(told, why=why, note=note)
        value = self.answers.holds(condition)
        match condition:
            case Leaf():
                return Reason(condition.why or condition.text, value, self._seen(condition), condition.note)
            case Supplied(kinds):
                names = "、".join(self.law.packs.kinds[kind].name for kind in kinds)
                return Reason(condition.why or "名单齐全", value, f"须提供{names}", condition.note)
            case Group():
                return self._group(condition, value)

    def _group(self, group: Group, value: Truth) -> Reason:
        match group:
            case Group(sign="not", parts=(Leaf() as leaf,)):
                inner = self.condition(leaf)
                text, why = group.why or f"不是{inner.text}", f"{inner.text}：{WORDS[inner.value]}"
                return replace(inner, text=text, value=value, why=why, sign="not")
            case Group(sign="not", parts=(Group(sign="any", why="", parts=several),)):
                parts = tuple(self.condition(part) for part in several)
                return Reason(group.why or _NONE_OF, value, "", group.note, sign="none", parts=parts)
        text, joined = group.why or _GROUP_WORDS[group.sign], _GROUP_WORDS[group.sign]
        why = "" if text == joined or group.sign in ("all", "any") else joined
        parts = tuple(self.condition(part) for part in group.parts)
        return Reason(text, value, why, group.note, sign=group.sign, parts=parts)

    def _seen(self, leaf: Leaf) -> str:
        """What the child's own row shows for a comparison."""
        if "child.age" in leaf.text and self.answers.age is not None:
            return f"{self.law.as_of}为{self.answers.age}周岁"
        return ""

    def fact(self, path: str) -> Reason:
        if path not in self._told:
            self._told[path] = self._new_fact(path)
        return self._told[path]

    def _new_fact(self, path: str) -> Reason:
        role, _, identifier = path.partition(".")
        value = self.answers.of(path)
        if role == "policy":
            policy = self.law.policies.get(identifier)
            return Reason(policy.name if policy else f"{self.law.packs.policies[identifier].name}（当日未施行）", value)
        if identifier == "not_found":
            return self.fact(f"child.{role}_not_found")
        fact = self.law.facts.get(identifier)
        name = fact.name if fact else identifier
        text = name if role == "child" else f"{ROLE_NAMES[role]}{name}"
        family = self.answers.family
        unnamed = family is not None and family.persons[role] is None
        match fact:
            case DerivedFact(who=who):
                note = f"没有名单写明{ROLE_NAMES[role]}是谁" if unnamed and value is None else ""
                sign, parts = self._branches(self.answers.reference.defined(path, who, role))
                return Reason(text, value, note=note, sign=sign, parts=parts)
            case RecordFact() | LastingFact():
                evidence = evidence_for(self.answers, role, fact, self.files)
                return Reason(text, value, evidence=evidence, sealed=fact.sealed)
        return Reason(text, value)
