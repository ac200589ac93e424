"""
Expressions as SQL, in the subset DuckDB, PostgreSQL and Spark SQL share.

SQL's own AND, OR, NOT and comparisons are Kleene's, so nothing has to be emulated.
"""

from collections.abc import Callable
from datetime import date
from functools import reduce

from gonghu.engines.policy.expressions import Expression, Literal, Name, Operation, Shift
from gonghu.engines.policy.truth import Truth

NO_VALUE = "NULL"
NO_DATE = "CAST(NULL AS DATE)"

Resolver = Callable[[str], str]
_SIGNS = {"!=": "<>", "/": "//"}


def literal(value: int | str | date | Truth) -> str:
    """Return the SQL literal of a value; unknown is a typed NULL."""
    match value:
        case None:
            return "CAST(NULL AS BOOLEAN)"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case date():
            return f"DATE '{value.isoformat()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"


def constant(value: int | date | Truth) -> str:
    """Return the SQL of a parameter's value, plain NULL when it has none on the day."""
    return NO_VALUE if value is None else literal(value)


def render(expression: Expression, resolve: Resolver) -> str:
    """Return the expression as SQL; ``resolve`` gives the SQL of each name."""
    match expression:
        case Literal(value):
            return literal(value)
        case Name(path):
            return resolve(path)
        case Shift(date=moved, amount=amount, unit=unit):
            count = render(amount, resolve)
            # A number of months that is not known on the day gives an unknown date.
            if count == NO_VALUE:
                return NO_DATE
            return f"CAST({render(moved, resolve)} + INTERVAL {count} {unit.upper()} AS DATE)"
        case Operation(sign, operands):
            return _operation(sign, [render(operand, resolve) for operand in operands])


def _operation(sign: str, parts: list[str]) -> str:
    if sign in _FORMS:
        return _FORMS[sign](parts)
    return f"({parts[0]} {_SIGNS.get(sign, sign)} {parts[1]})"


def _chosen(left: str, sign: str, right: str) -> str:
    """One of two amounts; NULL when either is, unlike GREATEST and LEAST, which drop the unknown one."""
    return f"CASE WHEN {left} {sign} {right} THEN {left} WHEN NOT {left} {sign} {right} THEN {right} END"


_FORMS: dict[str, Callable[[list[str]], str]] = {
    "and": lambda parts: f"({' AND '.join(parts)})",
    "or": lambda parts: f"({' OR '.join(parts)})",
    "not": lambda parts: f"(NOT {parts[0]})",
    "in": lambda parts: f"({parts[0]} IN ({', '.join(parts[1:])}))",
    "blank": lambda parts: f"({parts[0]} IS NULL)",
    "contains": lambda parts: f"({parts[0]} LIKE '%{parts[1][1:-1]}%')",
    "first_of": lambda parts: f"COALESCE({', '.join(parts)})",
    "min": lambda parts: reduce(lambda a, b: _chosen(a, "<=", b), parts),
    "max": lambda parts: reduce(lambda a, b: _chosen(a, ">=", b), parts),
}
