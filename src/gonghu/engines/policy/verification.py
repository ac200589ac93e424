"""
The fewest facts to verify that could decide a child's category (待核实事项).

A fact nobody knows may not matter, and one question may settle several: when no file says who the father is,
the question is who he is, not each of his states.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from gonghu.engines.policy.conditions import Condition, Group, Leaf
from gonghu.engines.policy.facts import DerivedFact, LastingFact, RecordFact
from gonghu.engines.policy.law import ROLE_NAMES, is_own_column
from gonghu.engines.policy.reference import Answers
from gonghu.engines.policy.truth import Truth

# More than three visits' worth of questions is no longer a question but a full review.
_MOST_QUESTIONS = 3
ASK_THE_DISTRICT = "有关情况由区级核实"
"""What those who may not know of a secret are told of a question about it."""


@dataclass(frozen=True)
class Question:
    """One thing to find out: its words, also such as give no secret away, and each answer as the facts it settles."""

    words: str
    open_words: str
    outcomes: tuple[dict[str, Truth], ...]


@dataclass(frozen=True)
class Verification:
    """
    The smallest sets of questions that could decide the category, and what the category could become.

    ``open_choices`` are the choices in words that give no secret away.
    """

    choices: tuple[tuple[str, ...], ...]
    possible: tuple[str, ...]
    silent: tuple[str, ...]
    open_choices: tuple[tuple[str, ...], ...] = ()

    def __str__(self) -> str:
        """Return the choices in words, alternatives joined by 或."""
        return self._told(self.choices)

    def open_form(self) -> str:
        """Return the same for those who may not know what is sealed."""
        return self._told(self.open_choices)

    def _told(self, choices: Iterable[Iterable[str]]) -> str:
        told = "；或".join(dict.fromkeys("，并".join(dict.fromkeys(words)) for words in choices))
        return "；".join(filter(None, (told, *self.silent)))


def facts_to_verify(answers: Answers) -> Verification:
    """Return what to verify for a child; nothing when the category is already decided."""
    if _decided(answers)[0]:
        return Verification((), (), ())
    reference, known = answers.reference, _settled(answers)
    questions = list(_questions(answers, known))
    chosen_sets: list[tuple[Question, ...]] = []
    for size in range(1, min(len(questions), _MOST_QUESTIONS) + 1):
        chosen_sets = [
            chosen
            for chosen in combinations(questions, size)
            if any(_decided(reference.answers_to(known | merged))[0] for merged in _answered(chosen))
        ]
        if chosen_sets:
            break
    silent = tuple(_silent(answers)) if not chosen_sets else ()
    return Verification(
        choices=tuple(tuple(question.words for question in chosen) for chosen in chosen_sets),
        possible=tuple(_possible(answers)),
        silent=silent,
        open_choices=tuple(tuple(question.open_words for question in chosen) for chosen in chosen_sets),
    )


def _settled(answers: Answers) -> dict[str, Truth]:
    """Every basic fact and comparison the categories rest on, with the answer known so far."""
    law = answers.reference.law
    return {name: truth for policy in law.of_kind("category") for name, truth in _basic(answers, policy.who)}


def _basic(answers: Answers, condition: Condition) -> Iterator[tuple[str, Truth]]:
    reference = answers.reference
    match condition:
        case Leaf(fact=path) if path and not is_own_column(path):
            role, _, identifier = path.partition(".")
            if identifier == "not_found":
                path, role, identifier = f"child.{role}_not_found", "child", f"{role}_not_found"
            fact = reference.law.facts.get(identifier)
            if role == "policy" and identifier in reference.law.policies:
                yield from _basic(answers, reference.law.policies[identifier].who)
            elif isinstance(fact, DerivedFact):
                yield from _basic(answers, reference.defined(path, fact.who, role))
            else:
                yield path, answers.of(path)
        case Leaf(text=text):
            yield text, answers.holds(condition)
        case Group(parts=parts):
            for part in parts:
                yield from _basic(answers, part)


def _decided(answers: Answers) -> tuple[bool, str | None]:
    """Tell whether the category is settled, and which it is."""
    for policy in answers.reference.law.of_kind("category"):
        truth = answers.of(f"policy.{policy.id}")
        if truth is not False:
            return truth is True, policy.name
    return True, None


def _questions(answers: Answers, known: dict[str, Truth]) -> Iterator[Question]:
    unknown = [name for name, truth in known.items() if truth is None]
    for role in ("father", "mother"):
        states = [name for name in unknown if name.startswith(f"{role}.")]
        named = [name for name in known if name.startswith(f"{role}.")]
        # All states unknown at once means that nobody knows who the parent is.
        if states and len(states) == len(named):
            able: dict[str, Truth] = dict.fromkeys(states, False)
            outcomes = (able, *({**able, state: True} for state in states))
            words = f"核实{ROLE_NAMES[role]}身份（是谁，是否死亡、失踪、服刑、失联等）"
            yield Question(words, words, outcomes)
            unknown = [name for name in unknown if name not in states]
    for name in unknown:
        yield Question(*_words(answers, name), ({name: True}, {name: False}))


def _words(answers: Answers, name: str) -> tuple[str, str]:
    role, _, identifier = name.partition(".")
    match answers.reference.law.facts.get(identifier):
        case RecordFact(verify=verify, sealed=sealed) | LastingFact(verify=verify, sealed=sealed) if verify:
            words = f"{ROLE_NAMES[role]}：{verify}"
            return words, f"{ROLE_NAMES[role]}：{ASK_THE_DISTRICT}" if sealed else words
    words = "核实出生日期" if "child.age" in name else f"核实“{name}”"
    return words, words


def _answered(chosen: tuple[Question, ...]) -> Iterator[dict[str, Truth]]:
    for outcomes in product(*(question.outcomes for question in chosen)):
        merged: dict[str, Truth] = {}
        for outcome in outcomes:
            merged |= outcome
        yield merged


def _possible(answers: Answers) -> Iterator[str]:
    """The categories that verification may still bring, down to the first that already fits."""
    for policy in answers.reference.law.of_kind("category"):
        truth = answers.of(f"policy.{policy.id}")
        if truth is None:
            yield policy.name
        if truth is True:
            return


def _silent(answers: Answers) -> Iterator[str]:
    """What no fact can settle because the documents say nothing about it (文件未规定)."""
    for policy in answers.reference.law.of_kind("category"):
        for group in _reviews(policy.who):
            if answers.holds(group) is None:
                yield f"{group.why}：{group.note or '文件未规定，由县级民政部门研判'}"


def _reviews(condition: Condition) -> Iterator[Group]:
    if isinstance(condition, Group):
        if condition.sign == "review":
            yield condition
        for part in condition.parts:
            yield from _reviews(part)
