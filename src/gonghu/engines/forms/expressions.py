"""
Conditions of a form as XPath that lxml evaluates (条件表达式).

What ODK writes otherwise than XPath 1.0 is rewritten: the functions for the day and for the node itself become
variables, ``instance('x')`` a path to where the lists of choices hang beneath the root.
"""

import re
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

from lxml import etree

from gonghu.engines.forms.form import Form
from gonghu.engines.forms.functions import FUNCTIONS, day_number, text_of, truth_of

LISTS: Final = "lists-of-choices"
"""The element beneath the root under which the lists of choices hang while conditions are evaluated."""
_JAVAROSA: Final = "http://openrosa.org/javarosa"
_LITERAL: Final = r"'[^']*'|\"[^\"]*\""
_REWRITTEN: Final = re.compile(
    r"instance\(\s*(?P<list>'[^']*'|\"[^\"]*\")\s*\)"
    rf"|(?P<literal>{_LITERAL})"
    r"|(?<![\w.:$-])(?P<nothing>today|now|current)\(\s*\)"
    r"|(?<![\w.:$-])(?P<more>round\(|position\((?=\s*[^)\s]))"
)
_CALLED: Final = re.compile(rf"{_LITERAL}|(?<![\w.$-])((?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)\s*\(")
_LITERALS: Final = re.compile(_LITERAL)
_PATH: Final = re.compile(r"(?:/[\w.-]+)+|(?:\.\./)+[\w./-]+")
_OPERATORS: Final = frozenset({"and", "or", "div", "mod"})
_VARIABLES: Final = {"today": "$today", "now": "$now", "current": "$here"}
_WHOLE_DAY: Final = 0.99999


class NotEvaluable(ValueError):
    """A condition cannot be evaluated: it is no XPath, or a function is used otherwise than it can be."""


def functions_in(expression: str) -> set[str]:
    """Name the functions that an expression calls."""
    return {name for name in _CALLED.findall(expression) if name and name not in _OPERATORS}


def questions_in(expression: str, form: Form) -> set[str]:
    """Name the questions, and groups, that an expression looks at."""
    named = {path.rpartition("/")[2] for path in _PATH.findall(_LITERALS.sub("", expression))}
    return named & form.by_name.keys()


class Conditions:
    """The conditions of one form, compiled once (已编译的条件)."""

    def __init__(self, form: Form) -> None:
        self._root = form.root
        self._form = form
        self._compiled: dict[str, etree.XPath] = {}
        self._extensions: dict[tuple[str | None, str], Any] = {(None, name): each for name, each in FUNCTIONS.items()}
        self._extensions[(_JAVAROSA, "choice-name")] = partial(_choice_name, form)

    def holds(self, expression: str, node: etree._Element, today: date) -> bool:
        """
        Tell whether a condition holds for a node.

        :raises NotEvaluable: it cannot be evaluated
        """
        if expression.strip() == "true()":
            return True
        return truth_of(self.value(expression, node, today))

    def value(self, expression: str, node: etree._Element, today: date) -> Any:
        """
        Work an expression out for a node.

        :raises NotEvaluable: it cannot be evaluated
        """
        day = _number_of(today)
        try:
            return self._xpath(expression)(node, today=day, now=day + _WHOLE_DAY, here=[node])
        except (etree.XPathError, TypeError, ValueError, re.error, IndexError, OverflowError) as problem:
            raise NotEvaluable(f"{expression.strip()}：{problem}") from problem

    def _xpath(self, expression: str) -> etree.XPath:
        known = self._compiled.get(expression)
        if known is None:
            rewritten = _REWRITTEN.sub(self._rewrite, expression)
            used = functions_in(rewritten)
            extensions = {key: each for key, each in self._extensions.items() if used & {key[1], f"jr:{key[1]}"}}
            known = etree.XPath(rewritten, namespaces={"jr": _JAVAROSA}, extensions=extensions or None)
            self._compiled[expression] = known
        return known

    def _rewrite(self, found: re.Match[str]) -> str:
        if found["list"]:
            return f"/{self._root}/{LISTS}/instance[@id={found['list']}]"
        if found["literal"]:
            return found[0]
        if found["nothing"]:
            return _VARIABLES[found["nothing"]]
        return f"odk-{found['more']}"


@lru_cache(maxsize=8)
def _number_of(today: date) -> float:
    return day_number(today.isoformat())


def _choice_name(form: Form, _context: Any, value: Any, path: Any) -> str:
    """Give the words of a choice, as ``jr:choice-name(value, '/data/question')``."""
    steps = tuple(step.strip() for step in text_of(path).strip().split("/") if step.strip())
    asked = form.by_path.get(steps[1:])
    return asked.label_of(text_of(value)) if asked else text_of(value)
