"""What is wrong with a filled form (填报的问题): everything that the form itself asks for is checked again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.engines.forms.answering import Answers
from gonghu.engines.forms.expressions import Conditions, NotEvaluable
from gonghu.engines.forms.form import ATTACHED, HOLDING, SILENT, FieldKind, Form
from gonghu.engines.forms.functions import day_number, text_of
from gonghu.engines.forms.relevance import conditions_of
from gonghu.engines.forms.shadows import Place

MOST: Final = 50
LONGEST: Final = 10_000
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,10}")
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?")
_PLACE: Final = re.compile(r"-?[0-9.]+ -?[0-9.]+( -?[0-9.]+){0,2}(;\s*-?[0-9.]+ -?[0-9.]+( -?[0-9.]+){0,2})*;?")
PLAIN_NAME: Final = re.compile(r"(?!\.)[^/\\\x00-\x1f]{1,255}")


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing that is wrong (填报问题): the question by name and by words, and why."""

    field: str
    label: str
    reason: str

    def __str__(self) -> str:
        return f"“{self.label}”：{self.reason}" if self.label else self.reason


def objections(form: Form, answers: Answers, *, today: date) -> list[Objection]:
    """List what is wrong with the answers, in the order of the form; nothing is what a good one gets."""
    found: list[Objection] = []
    if answers.trouble:
        found.append(Objection("", "", f"问卷本身有误，请管理问卷的人看一看：{answers.trouble}"))
    found += [Objection(path, path, "问卷里没有这一题，或只能填一次") for path in answers.strange]
    conditions = conditions_of(form)
    for place in answers.places:
        reason = _reason(place, conditions, today)
        if reason:
            found.append(Objection(place.field.name, place.field.words, reason))
        if len(found) >= MOST:
            break
    return found


def _reason(place: Place, conditions: Conditions, today: date) -> str:
    asked = place.field
    if asked.kind in HOLDING or asked.kind == FieldKind.NOTE:
        return ""
    try:
        if not place.text:
            needed = asked.kind not in SILENT and bool(asked.required)
            return _missing(place) if needed and conditions.holds(asked.required, place.node, today) else ""
        wrong = _wrong_kind(place) or _wrong_choice(place, conditions, today)
        if wrong or not asked.constraint or conditions.holds(asked.constraint, place.node, today):
            return wrong
    except NotEvaluable as problem:
        return f"问卷本身有误，请管理问卷的人看一看：{problem}"
    return asked.constraint_words or "填的内容不符合要求"


def _missing(place: Place) -> str:
    return place.field.required_words or "没有填"


def _wrong_kind(place: Place) -> str:
    if len(place.text) > LONGEST:
        return f"太长，最多 {LONGEST:,} 个字"
    if place.field.kind in ATTACHED:
        return "" if PLAIN_NAME.fullmatch(place.text) else "附件名不对"
    check = _CHECKS.get(place.field.kind)
    return "" if check is None or check[0](place.text) else check[1]


def _wrong_choice(place: Place, conditions: Conditions, today: date) -> str:
    asked = place.field
    if asked.kind not in {FieldKind.ONE, FieldKind.MANY}:
        return ""
    values = place.text.split()
    allowed = {choice.value for choice in asked.choices}
    if asked.listed and "[" in asked.listed:
        items = conditions.value(asked.listed, place.node, today)
        allowed = {text_of(item.findall("name")) for item in items}
    if len(set(values)) < len(values) or (asked.kind == FieldKind.ONE and len(values) != 1):
        return "选了不止一次"
    return "" if allowed.issuperset(values) else "不在选项里"


def _is_day(text: str) -> bool:
    return len(text) == len("2000-01-01") and day_number(text) == day_number(text)


def _is_moment(text: str) -> bool:
    day, _, clock = text.partition("T")
    return _is_day(day) and (not clock or _TIME.fullmatch(clock) is not None)


_CHECKS: Final[Mapping[FieldKind, tuple[Callable[[str], object], str]]] = {
    FieldKind.WHOLE: (_WHOLE.fullmatch, "应填整数"),
    FieldKind.DECIMAL: (_NUMBER.fullmatch, "应填数字"),
    FieldKind.DATE: (_is_day, "应填日期，如 2026-03-01"),
    FieldKind.MOMENT: (_is_moment, "应填日期和时间"),
    FieldKind.TIME: (_TIME.fullmatch, "应填时间，如 08:30"),
    FieldKind.PLACE: (_PLACE.fullmatch, "不是位置"),
}
