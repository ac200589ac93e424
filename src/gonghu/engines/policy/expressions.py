"""
The small expression language of the policy packs (策略包表达式): parsing.

    state != 'RELEASED' and from_on <= as_of and to_on + 1 days >= from_on + custody_term months

Comparison, ``and``/``or``/``not``, ``in (…)``, ``is blank``, ``contains '…'``, ``+ - * /``,
``… + n months|days|years``, ``min``, ``max``, ``first_of``, the words ``yes``, ``no``, ``unknown``.
A comparison with an empty cell is unknown, never no.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gonghu.engines.policy.truth import Truth

FUNCTIONS = frozenset({"min", "max", "first_of"})
UNITS = {"days": "day", "day": "day", "months": "month", "month": "month", "years": "year", "year": "year"}
CONSTANTS: dict[str, Truth] = {"yes": True, "no": False, "unknown": None}
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)|(?P<text>'[^']*')|(?P<name>[A-Za-z_][\w.]*)|(?P<mark><=|>=|!=|[=<>+\-*/(),]))"
)


class ExpressionUnreadable(ValueError):
    """The text is not an expression of the pack language."""


@dataclass(frozen=True)
class Literal:
    """A fixed value: number, text, yes, no or unknown."""

    value: int | str | Truth


@dataclass(frozen=True)
class Name:
    """A field of the record, a parameter, or a fact such as ``father.dead``."""

    path: str


@dataclass(frozen=True)
class Operation:
    """Anything with operands; ``sign`` is the operator, the function or the connective."""

    sign: str
    operands: tuple["Expression", ...]


@dataclass(frozen=True)
class Shift:
    """A date moved by whole calendar days, months or years (日历月)."""

    date: "Expression"
    amount: "Expression"
    unit: str


Expression = Literal | Name | Operation | Shift


def names_in(expression: Expression) -> Iterator[str]:
    """Yield every name the expression mentions."""
    match expression:
        case Name(path):
            yield path
        case Operation(_, operands):
            for operand in operands:
                yield from names_in(operand)
        case Shift(date, amount, _):
            yield from names_in(date)
            yield from names_in(amount)
        case Literal():
            return


def renamed(expression: Expression, names: Mapping[str, str]) -> Expression:
    """Return the expression with other names in place of some of its own."""
    match expression:
        case Name(path):
            return Name(names.get(path, path))
        case Operation(sign, operands):
            return Operation(sign, tuple(renamed(operand, names) for operand in operands))
        case Shift(date, amount, unit):
            return Shift(renamed(date, names), renamed(amount, names), unit)
    return expression


def parse(text: str) -> Expression:
    """
    Read one expression.

    :raises ExpressionUnreadable: with the place where reading stopped
    """
    reader = _Reader(text)
    expression = reader.disjunction()
    if reader.word:
        raise reader.stopped()
    return expression


class _Reader:
    """A recursive-descent reader over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._split(text))
        self.place = 0

    @staticmethod
    def _split(text: str) -> Iterator[str]:
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise ExpressionUnreadable(f"表达式在“{text[at:].strip()}”处无法识别：{text}")
            yield found.group().strip()
            at = found.end()

    @property
    def word(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def stopped(self) -> ExpressionUnreadable:
        rest = " ".join(self.tokens[self.place :]) or "结尾"
        return ExpressionUnreadable(f"表达式在“{rest}”处无法继续：{self.text}")

    def take(self, *words: str) -> str:
        """Consume and return the next token if it is one of the words, else return ''."""
        word = self.word
        if word and word in words:
            self.place += 1
            return word
        return ""

    def demand(self, word: str) -> None:
        if not self.take(word):
            raise self.stopped()

    def disjunction(self) -> Expression:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Operation("or", tuple(parts))

    def conjunction(self) -> Expression:
        parts = [self.denial()]
        while self.take("and"):
            parts.append(self.denial())
        return parts[0] if len(parts) == 1 else Operation("and", tuple(parts))

    def denial(self) -> Expression:
        if self.take("not"):
            return Operation("not", (self.denial(),))
        return self.comparison()

    def comparison(self) -> Expression:
        left = self.sum()
        if sign := self.take(*COMPARISONS):
            return Operation(sign, (left, self.sum()))
        if self.take("in"):
            return Operation("in", (left, *self.arguments()))
        if self.take("contains"):
            return Operation("contains", (left, self.atom()))
        if self.take("is"):
            denied = bool(self.take("not"))
            self.demand("blank")
            blank = Operation("blank", (left,))
            return Operation("not", (blank,)) if denied else blank
        return left

    def sum(self) -> Expression:
        left = self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            unit = self.take(*UNITS)
            if unit and sign == "-":
                raise self.stopped()
            left = Shift(left, right, UNITS[unit]) if unit else Operation(sign, (left, right))
        return left

    def product(self) -> Expression:
        left = self.atom()
        while sign := self.take("*", "/"):
            left = Operation(sign, (left, self.atom()))
        return left

    def arguments(self) -> tuple[Expression, ...]:
        self.demand("(")
        found = [self.disjunction()]
        while self.take(","):
            found.append(self.disjunction())
        self.demand(")")
        return tuple(found)

    def atom(self) -> Expression:
        if self.take("("):
            inside = self.disjunction()
            self.demand(")")
            return inside
        word = self.word
        self.place += 1
        if word.isdecimal():
            return Literal(int(word))
        if word.startswith("'"):
            return Literal(word[1:-1])
        if word in CONSTANTS:
            return Literal(CONSTANTS[word])
        if word in FUNCTIONS:
            return Operation(word, self.arguments())
        if word[:1].isalpha() or word[:1] == "_":
            return Name(word)
        self.place -= 1
        raise self.stopped()
