"""
What a row of evidence shows (所载内容): the fields that the facts look at, with their Chinese names and words.
"""

from collections.abc import Iterable, Mapping

from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.policy.expressions import Expression, names_in
from gonghu.engines.policy.facts import Kind, RecordFact
from gonghu.engines.policy.network import FlagFact
from gonghu.engines.reporting.sealing import SEALED_NAME
from gonghu.standards.disability_certificate import GRADES, TYPES

_STANDARD_WORDS: Mapping[str, Mapping[str, str]] = {"disability_type": TYPES, "disability_grade": GRADES}
_SEALED_CODES = {"HIV": SEALED_NAME}


def expressions_of(fact: FlagFact) -> tuple[Expression, ...]:
    """Return what a fact looks at in a row."""
    return (fact.holds,) if isinstance(fact, RecordFact) else (fact.begins, fact.ends, fact.dated)


def shown_fields(kind: Kind, facts: Iterable[FlagFact], columns: frozenset[str], unsure: str) -> str:
    """
    Return SQL for the fields as text: 状态 在押，起日 2026-08-17，止日 2029-01-01.

    An empty field is named (止日（空）) only where ``unsure`` holds, for there it is what must be found out.
    """
    asked = [name for fact in facts for each in expressions_of(fact) for name in names_in(each)]
    names = [name for name in kind.fields if name in asked and name in columns]
    parts = [
        f"CASE WHEN r.{name} IS NOT NULL THEN {literal(kind.fields[name] + ' ')} || {field_word(kind, name)}"
        f" WHEN {unsure} THEN {literal(kind.fields[name] + '（空）')} END"
        for name in names
    ]
    return f"concat_ws('，', {', '.join(parts)})" if parts else "''"


def field_word(kind: Kind, name: str) -> str:
    """Return SQL for one field of a row ``r`` in words."""
    words = {**kind.words, **_SEALED_CODES, **_STANDARD_WORDS.get(name, {})}
    if not words or name.endswith("_on"):
        return f"CAST(r.{name} AS VARCHAR)"
    cases = " ".join(f"WHEN {literal(code)} THEN {literal(word)}" for code, word in words.items())
    return f"CASE CAST(r.{name} AS VARCHAR) {cases} ELSE CAST(r.{name} AS VARCHAR) END"
