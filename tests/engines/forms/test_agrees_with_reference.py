"""
What lxml makes of a form's conditions is what a slow plain reader of the same XLSForm makes of them.

The reference knows nothing of XPath: conditions are drawn as Python values, written out as XLSForm for the engine, and
worked out here by hand, over answers that are drawn too, right and wrong ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.forms import filled

from gonghu.engines.forms import Form, answers, compile_form, objections

TODAY = date(2026, 3, 2)
CHOICES = ("RED", "BLUE", "GREEN")
KINDS = ("text", "integer", "date", "select_one colours", "select_multiple colours")


@dataclass(frozen=True)
class Condition:
    """Something about an earlier question; ``word`` says what is compared, ``value`` with what."""

    word: str
    question: int
    value: str = ""
    others: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class Question:
    kind: str
    relevant: Condition | None
    required: bool
    constraint: str


def written(condition: Condition | None) -> str:
    """Write a condition as an official writes it."""
    if condition is None:
        return ""
    name = f"${{q{condition.question}}}"
    first, second = (f"({written(each)})" for each in condition.others) if condition.others else ("", "")
    return {
        "is": f"{name} = '{condition.value}'",
        "is_not": f"{name} != '{condition.value}'",
        "chosen": f"selected({name}, '{condition.value}')",
        "answered": f"string-length({name}) > 0",
        "many": f"count-selected({name}) >= 2",
        "and": f"{first} and {second}",
        "or": f"{first} or {second}",
        "not": f"not{first}" if condition.others else "",
    }[condition.word]


def holds(condition: Condition | None, said: Mapping[int, str]) -> bool:
    """Work a condition out by hand; what is not asked counts as empty."""
    if condition is None:
        return True
    text = said.get(condition.question, "")
    parts = [holds(each, said) for each in condition.others]
    return {
        "is": text == condition.value,
        "is_not": text != condition.value,
        "chosen": condition.value in text.split(),
        "answered": len(text) > 0,
        "many": len(text.split()) >= 2,
        "and": all(parts),
        "or": any(parts),
        "not": not any(parts[:1]),
    }[condition.word]


CONSTRAINTS: Mapping[str, Callable[[str], bool]] = {
    "": lambda _: True,
    ". != 'BLUE'": lambda text: text != "BLUE",
    "string-length(.) <= 3": lambda text: len(text) <= 3,
    ". > 3": lambda text: text.lstrip("-").isdigit() and int(text) > 3,
    ". <= today()": lambda text: date.fromisoformat(text) <= TODAY,
    ". >= today() - 7": lambda text: date.fromisoformat(text) >= TODAY - timedelta(days=7),
    "regex(., '[A-Z]+')": lambda text: bool(text) and all("A" <= letter <= "Z" for letter in text),
    "count-selected(.) < 3": lambda text: len(text.split()) < 3,
}
FITTING = {
    "text": ["", ". != 'BLUE'", "string-length(.) <= 3", "regex(., '[A-Z]+')"],
    "integer": ["", ". > 3"],
    "date": ["", ". <= today()", ". >= today() - 7"],
    "select_one colours": ["", ". != 'BLUE'"],
    "select_multiple colours": ["", "count-selected(.) < 3"],
}
VALUES: Mapping[str, st.SearchStrategy[str]] = {
    "text": st.sampled_from(["", "A", "BLUE", "RED", "一二三四", "a b", "<&>'\""]),
    "integer": st.sampled_from(["", "0", "3", "4", "-5", "12", "x", "1.5"]),
    "date": st.sampled_from(["", "2026-03-02", "2026-03-03", "2026-02-20", "2026-02-30", "昨天"]),
    "select_one colours": st.sampled_from(["", *CHOICES, "PINK"]),
    "select_multiple colours": st.sampled_from(["", "RED", "RED BLUE", "RED BLUE GREEN", "PINK", "RED RED"]),
}


def fits(kind: str, text: str) -> bool:
    """Tell whether an answer is one of its kind at all."""
    if kind == "integer":
        return text.removeprefix("-").isdigit()
    if kind == "date":
        try:
            return bool(date.fromisoformat(text))
        except ValueError:
            return False
    if kind.startswith("select"):
        chosen = text.split()
        single = kind != "select_one colours" or len(chosen) == 1
        return single and len(set(chosen)) == len(chosen) and set(chosen) <= set(CHOICES)
    return True


@st.composite
def conditions(draw: st.DrawFn, kinds: tuple[str, ...], depth: int = 2) -> Condition:
    words = ["is", "is_not", "chosen", "answered", "many"] + (["and", "or", "not"] if depth else [])
    word = draw(st.sampled_from(words))
    if word in {"and", "or", "not"}:
        return Condition(word, 0, "", (draw(conditions(kinds, depth - 1)), draw(conditions(kinds, depth - 1))))
    question = draw(st.integers(0, len(kinds) - 1))
    # A form that waits for an answer that cannot be chosen is refused.
    others = [] if kinds[question].startswith("select") else ["4"]
    return Condition(word, question, draw(st.sampled_from([*CHOICES, "", *others])))


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Question, ...]:
    found: list[Question] = []
    for number in range(draw(st.integers(2, 6))):
        kind = draw(st.sampled_from(KINDS))
        relevant = draw(st.one_of(st.none(), conditions(tuple(each.kind for each in found)))) if number else None
        found.append(Question(kind, relevant, draw(st.booleans()), draw(st.sampled_from(FITTING[kind]))))
    return tuple(found)


@cache
def compiled(survey: tuple[Question, ...]) -> Form:
    lines = ["| survey |", "| | type | name | label | relevant | required | constraint |"]
    for number, each in enumerate(survey):
        required = "yes" if each.required else ""
        cells = (each.kind, f"q{number}", f"Q{number}", written(each.relevant), required, each.constraint)
        lines.append(f"| | {' | '.join(cells)} |")
    lines += [
        "| choices |",
        "| | list_name | name | label |",
        *(f"| | colours | {name} | {name} |" for name in CHOICES),
    ]
    return compile_form("\n".join(lines) + "\n", name="drawn", version="1")


def expected(survey: tuple[Question, ...], said: Mapping[int, str]) -> tuple[list[str], list[str]]:
    """Give the questions that are answered and those that are wrong, worked out from the first to the last."""
    asked: dict[int, str] = {}
    wrong = []
    for number, each in enumerate(survey):
        if not holds(each.relevant, asked):
            continue
        text = asked[number] = said[number]
        if not text:
            wrong += [f"q{number}"] if each.required else []
        elif not fits(each.kind, text) or not CONSTRAINTS[each.constraint](text):
            wrong.append(f"q{number}")
    return [f"q{number}" for number, text in asked.items() if text], wrong


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_asked_and_what_is_wrong_agrees_with_the_reference(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    said = {number: data.draw(VALUES[each.kind]) for number, each in enumerate(survey)}
    form = compiled(survey)
    filling: dict[str, Any] = {f"q{number}": text for number, text in said.items()}
    read = answers(form, filled(form, filling), today=TODAY)
    found = [each.field for each in objections(form, read, today=TODAY)]
    assert ([each.field.name for each in read.given], found) == expected(survey, said)
