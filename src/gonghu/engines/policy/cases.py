"""
Worked cases (算例): what a pack says must come out for one family, citing the clause, checked by a test.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gonghu.engines.policy.expression_values import shifted
from gonghu.engines.policy.families import Family
from gonghu.engines.policy.law import law_on
from gonghu.engines.policy.money import money_of
from gonghu.engines.policy.packs import Packs, divisions_above
from gonghu.engines.policy.reference import Answers, Reference
from gonghu.engines.policy.truth import WORDS, Truth
from gonghu.engines.policy.yaml_text import Entry, read

_DEFAULT_AGE = 10
_FEN = 100
_NOTHING = "无"


@dataclass(frozen=True)
class Case:
    """
    One worked case of a pack.

    ``holds`` and ``unknown`` name facts (``father.dead``); every other fact is no. ``unnamed`` names parents
    nobody could identify. Money is in fen; ``expect`` gives a category, or per policy 是/否/不明 or yuan.
    """

    name: str
    cites: str
    on: date
    age: int
    hukou_type: str
    known: dict[str, Truth]
    unnamed: tuple[str, ...]
    parameters: dict[str, int]
    amounts: dict[str, int]
    expect: dict[str, Any]
    place: str


def cases_in(packs: Packs) -> Iterator[Case]:
    """
    Yield the worked cases of every pack that applies in the division.

    :raises PackInvalid: a case with missing or unknown keys
    """
    for folder in packs.folders:
        for code in divisions_above(packs.division):
            for path in sorted((folder / code).rglob("cases.yaml")):
                for number, content in enumerate(read(path), start=1):
                    yield case_from(Entry(content, f"{path} 第{number}例"))


def case_from(entry: Entry) -> Case:
    """
    Read one worked case.

    :raises PackInvalid: missing or unknown keys
    """
    on = entry.day("date")
    if on is None:
        raise entry.invalid("缺少日期 date")
    known: dict[str, Truth] = dict.fromkeys(entry.get("holds", ()), True)
    case = Case(
        name=entry.text("case"),
        cites=entry.text("cites"),
        on=on,
        age=entry.get("age", _DEFAULT_AGE),
        hukou_type=entry.text("hukou_type", "NON_AGRICULTURAL"),
        known=known | dict.fromkeys(entry.get("unknown", ())),
        unnamed=tuple(entry.get("unnamed", ())),
        parameters=_fen(entry.get("parameters", {})),
        amounts={f"{name}_fen": value for name, value in _fen(entry.get("amounts", {})).items()},
        expect=dict(entry.get("expect", {})),
        place=entry.place,
    )
    entry.finish()
    if not case.expect:
        raise entry.invalid("缺少预期结果 expect")
    return case


def _fen(amounts: dict[str, Any]) -> dict[str, int]:
    return {name: int(Decimal(str(value)) * _FEN) for name, value in amounts.items()}


def differences(packs: Packs, case: Case) -> list[str]:
    """Return what comes out otherwise than the case says, in words; empty when all is as expected."""
    law = law_on(packs, case.on, case.parameters, unsealed=True)
    persons = {role: None if role in case.unnamed else n for n, role in enumerate(("child", "father", "mother"))}
    family = Family(persons, shifted(case.on, -case.age, "year"), {"hukou_type": case.hukou_type})
    answers = Answers(Reference(law, frozenset(packs.kinds)), family, dict(case.known))
    due = money_of(answers, case.amounts).due
    found = []
    for name, expected in case.expect.items():
        actual = _actual(answers, due, name, expected)
        if actual != expected:
            found.append(f"{case.name}：{name} 应为 {expected}，实为 {actual}")
    return found


def _actual(answers: Answers, due: dict[str, int | None], name: str, expected: Any) -> Any:
    if name == "category":
        return answers.category() or _NOTHING
    if isinstance(expected, str):
        return WORDS[answers.of(f"policy.{name}")]
    amount = due[name]
    return None if amount is None else Decimal(amount) / _FEN
