"""
Expressions as plain Python over one record: the reference meaning of the pack language.

Written from the language's definition, not from the SQL, so that the two can be tested against each other.
"""

import operator
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from gonghu.engines.policy.expressions import Expression, Literal, Name, Operation, Shift
from gonghu.engines.policy.truth import all_of, any_of, negation

Values = Mapping[str, Any]
Evaluator = Callable[[Values], Any]
_MONTHS_OF = {"month": 1, "year": 12}
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "contains": operator.contains,
    "/": lambda left, right: None if right == 0 else left // right,
}


def shifted(day: date, amount: int, unit: str) -> date:
    """Return the date moved by calendar units; 31 August plus six months is the last day of February."""
    if unit == "day":
        return day + timedelta(days=amount)
    months = day.year * 12 + day.month - 1 + amount * _MONTHS_OF[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def compiled(expression: Expression) -> Evaluator:
    """Return a function of the named values that gives the expression's value, unknown included."""
    match expression:
        case Literal(value):
            return lambda _: value
        case Name(path):
            return lambda values: values[path]
        case Shift(date=moved, amount=amount, unit=unit):
            day, count = compiled(moved), compiled(amount)
            return lambda values: _shifted(day(values), count(values), unit)
        case Operation(sign, operands):
            return _operation(sign, [compiled(operand) for operand in operands])


def _shifted(day: date | None, amount: int | None, unit: str) -> date | None:
    return None if day is None or amount is None else shifted(day, amount, unit)


def _operation(sign: str, parts: list[Evaluator]) -> Evaluator:
    if sign in _BINARY:
        return _binary(_BINARY[sign], *parts)
    return _FORMS[sign](parts)


def _binary(function: Callable[[Any, Any], Any], left: Evaluator, right: Evaluator) -> Evaluator:
    def value(values: Values) -> Any:
        first, second = left(values), right(values)
        return None if first is None or second is None else function(first, second)

    return value


def _equal(left: Any, right: Any) -> bool | None:
    return None if left is None or right is None else left == right


def _first(found: Iterable[Any]) -> Any:
    return next((value for value in found if value is not None), None)


def _extreme(function: Callable[[list[Any]], Any], found: list[Any]) -> Any:
    return None if None in found else function(found)


_FORMS: dict[str, Callable[[list[Evaluator]], Evaluator]] = {
    "and": lambda parts: lambda values: all_of(part(values) for part in parts),
    "or": lambda parts: lambda values: any_of(part(values) for part in parts),
    "not": lambda parts: lambda values: negation(parts[0](values)),
    "blank": lambda parts: lambda values: parts[0](values) is None,
    "in": lambda parts: lambda values: any_of(_equal(parts[0](values), part(values)) for part in parts[1:]),
    "first_of": lambda parts: lambda values: _first(part(values) for part in parts),
    "min": lambda parts: lambda values: _extreme(min, [part(values) for part in parts]),
    "max": lambda parts: lambda values: _extreme(max, [part(values) for part in parts]),
}
