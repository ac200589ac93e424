"""
What ODK adds to XPath 1.0 (ODK 函数), for the evaluation of conditions with lxml.

Days are numbers of days since 1970-01-01, as ODK Collect counts them, so that they can be compared and added to.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

_EPOCH: Final = date(1970, 1, 1)
_SECONDS: Final = 86_400
_LONGEST_MATCHED: Final = 1_000
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]+)?))?")

NOT_A_NUMBER: Final = math.nan


def text_of(value: Any) -> str:
    """Give an XPath value as text, as ``string()`` does."""
    if isinstance(value, list):
        first = value[0] if value else ""
        return "".join(first.itertext()) if hasattr(first, "itertext") else str(first)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _written(value)
    return str(value)


def number_of(value: Any) -> float:
    """Give an XPath value as a number, as ``number()`` does."""
    if isinstance(value, (bool, int, float)):
        return float(value)
    try:
        return float(text_of(value).strip() or NOT_A_NUMBER)
    except ValueError:
        return NOT_A_NUMBER


def truth_of(value: Any) -> bool:
    """Give an XPath value as yes or no, as ``boolean()`` does."""
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return bool(value)


def day_number(text: str) -> float:
    """Give a day, or a moment, as days since 1970; nothing else is a number."""
    found = _DAY.match(text)
    if not found:
        return NOT_A_NUMBER
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return NOT_A_NUMBER
    return (day - _EPOCH).days + day_share(text[len("2000-01-01T") :])


def day_share(text: str) -> float:
    """Give a time as a share of a day; no time is none of it."""
    found = _TIME.match(text)
    if not found:
        return 0.0
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return (hours * 3600 + minutes * 60 + seconds) / _SECONDS


def _written(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    return str(int(number)) if number.is_integer() else repr(number)


def _days(value: Any) -> float:
    text = text_of(value).strip()
    return day_number(text) if _DAY.match(text) else number_of(value)


def _moment(value: Any) -> datetime | None:
    days = _days(value)
    try:
        return datetime.combine(_EPOCH, time()) + timedelta(seconds=round(days * _SECONDS))
    except (OverflowError, ValueError):
        return None


_STAMPS: Final[Mapping[str, Callable[[datetime], str]]] = {
    "Y": lambda at: f"{at.year:04}", "y": lambda at: f"{at.year % 100:02}",
    "m": lambda at: f"{at.month:02}", "n": lambda at: str(at.month),
    "d": lambda at: f"{at.day:02}", "e": lambda at: str(at.day),
    "H": lambda at: f"{at.hour:02}", "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02}", "S": lambda at: f"{at.second:02}",
    "3": lambda _: "000", "b": lambda at: f"{at.month}月", "a": lambda at: f"周{'一二三四五六日'[at.weekday()]}",
}  # fmt: skip


def _stamp(letter: str, at: datetime) -> str:
    written = _STAMPS.get(letter)
    return written(at) if written else ""


def _format_date(_context: Any, value: Any, pattern: Any) -> str:
    at = _moment(value)
    return re.sub(r"%(.)", lambda found: _stamp(found[1], at), text_of(pattern)) if at else ""


def _selected(_context: Any, value: Any, wanted: Any) -> bool:
    return text_of(wanted).strip() in text_of(value).split()


def _selected_at(_context: Any, value: Any, turn: Any) -> str:
    chosen, number = text_of(value).split(), number_of(turn)
    return chosen[int(number)] if 0 <= number < len(chosen) else ""


def _count_selected(_context: Any, value: Any) -> float:
    return float(len(text_of(value).split()))


def _coalesce(_context: Any, *values: Any) -> str:
    return next((text for text in map(text_of, values) if text), "")


def _choose(_context: Any, condition: Any, yes: Any, no: Any) -> Any:
    return yes if truth_of(condition) else no


def _int(_context: Any, value: Any) -> float:
    number = number_of(value)
    return float(math.trunc(number)) if math.isfinite(number) else NOT_A_NUMBER


def _round(_context: Any, value: Any, places: Any = 0.0) -> float:
    number, digits = number_of(value), number_of(places)
    if not (math.isfinite(number) and math.isfinite(digits)):
        return NOT_A_NUMBER
    scale = 10.0 ** int(digits)
    return math.floor(number * scale + 0.5) / scale


def _pow(_context: Any, base: Any, power: Any) -> float:
    try:
        return math.pow(number_of(base), number_of(power))
    except (OverflowError, ValueError):
        return NOT_A_NUMBER


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., float]:
    def extreme(_context: Any, *values: Any) -> float:
        spread = [each for value in values for each in (value if isinstance(value, list) else [value])]
        numbers = [number_of([each] if hasattr(each, "itertext") else each) for each in spread]
        return NOT_A_NUMBER if not numbers or any(map(math.isnan, numbers)) else choose(numbers)

    return extreme


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _regex(_context: Any, value: Any, pattern: Any) -> bool:
    return _pattern(text_of(pattern)).fullmatch(text_of(value)[:_LONGEST_MATCHED]) is not None


def _join(_context: Any, between: Any, *values: Any) -> str:
    texts: list[str] = []
    for value in values:
        texts += [text_of([each]) for each in value] if isinstance(value, list) else [text_of(value)]
    return text_of(between).join(texts)


def _substr(_context: Any, value: Any, start: Any, end: Any = math.inf) -> str:
    text, first, last = text_of(value), number_of(start), number_of(end)
    return text[int(first) : None if math.isinf(last) else int(last)] if math.isfinite(first) else ""


def _ends_with(_context: Any, value: Any, end: Any) -> bool:
    return text_of(value).endswith(text_of(end))


def _once(context: Any, value: Any) -> str:
    return text_of([context.context_node]) or text_of(value)


def _filled(_context: Any, nodes: Any) -> float:
    return float(sum(1 for each in nodes if text_of([each]).strip())) if isinstance(nodes, list) else 0.0


def _position(_context: Any, nodes: Any) -> float:
    if not nodes:
        return NOT_A_NUMBER
    return 1.0 + sum(1 for _ in nodes[0].itersiblings(nodes[0].tag, preceding=True))


def _boolean(_context: Any, value: Any) -> bool:
    return text_of(value).strip().lower() in {"true", "1"}


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "selected": _selected, "selected-at": _selected_at, "count-selected": _count_selected,
    "coalesce": _coalesce, "if": _choose, "int": _int, "odk-round": _round, "pow": _pow,
    "abs": lambda _context, value: abs(number_of(value)),
    "min": _extreme(min), "max": _extreme(max), "regex": _regex, "join": _join, "substr": _substr,
    "ends-with": _ends_with, "once": _once, "count-non-empty": _filled, "odk-position": _position,
    "boolean-from-string": _boolean,
    "date": lambda _context, value: math.floor(_days(value)) if not math.isnan(_days(value)) else NOT_A_NUMBER,
    "date-time": lambda _context, value: _days(value),
    "decimal-date-time": lambda _context, value: _days(value),
    "decimal-time": lambda _context, value: day_share(text_of(value)),
    "format-date": _format_date, "format-date-time": _format_date,
}  # fmt: skip
"""What is registered with lxml; ``odk-`` stands before what XPath has under the same name with fewer arguments."""

OF_XPATH: Final = frozenset(
    {
        "last", "position", "count", "name", "local-name", "string", "concat", "starts-with", "contains",
        "substring-before", "substring-after", "substring", "string-length", "normalize-space", "translate",
        "boolean", "not", "true", "false", "number", "sum", "floor", "ceiling", "round", "text", "node",
    }
)  # fmt: skip
OF_EXPRESSIONS: Final = frozenset({"today", "now", "current", "instance", "jr:choice-name"})
"""What is written otherwise before lxml sees it, or known to one form only."""
ONLY_ON_THE_TELEPHONE: Final = frozenset({"uuid", "random", "jr:itext", "randomize"})
"""What may be worked out while filling in, and is not checked again."""
KNOWN: Final = frozenset(FUNCTIONS) | OF_XPATH | OF_EXPRESSIONS
