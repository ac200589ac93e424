"""Which questions of a filled form are asked at all (是否应答): conditions hold, of the question and of its groups."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from lxml import etree

from gonghu.engines.forms.expressions import Conditions, NotEvaluable
from gonghu.engines.forms.form import FieldKind, Form
from gonghu.engines.forms.shadows import Place, Shadow, evaluated

_MOST_ROUNDS: Final = 20
_UNASKED: Final = ".unasked"


@lru_cache(maxsize=256)
def conditions_of(form: Form) -> Conditions:
    """Give the conditions of a form, compiled once."""
    return Conditions(form)


def settle(form: Form, shadow: Shadow, *, today: date) -> frozenset[etree._Element]:
    """
    Give the nodes that are not asked; in the shadow they are empty afterwards, and repetitions are counted no more.

    What is not asked counts as not answered in the conditions of others, so it is gone through until nothing changes.

    :raises NotEvaluable: a condition cannot be evaluated, or they contradict each other
    """
    conditions = conditions_of(form)
    unasked: frozenset[etree._Element] = frozenset()
    for _ in range(_MOST_ROUNDS):
        found = frozenset(_unasked(shadow, conditions, today))
        changed = found ^ unasked
        if not changed:
            return found
        for place in shadow.places:
            if place.node in changed:
                _show(place, place.node not in found)
        unasked = found
    raise NotEvaluable("问卷的显示条件互相矛盾")


def _show(place: Place, asked: bool) -> None:
    if place.field.kind == FieldKind.REPEAT:
        # Under another name it is in no list of repetitions, and still where it is.
        place.node.tag = place.field.name if asked else f"{place.field.name}{_UNASKED}"
    elif place.field.kind != FieldKind.GROUP:
        place.node.text = evaluated(place.field, place.text) if asked else ""


def _unasked(shadow: Shadow, conditions: Conditions, today: date) -> Iterator[etree._Element]:
    left: set[etree._Element] = set()
    for place in shadow.places:
        if place.node.getparent() in left or not _asked(place, conditions, today):
            left.add(place.node)
            yield place.node


def _asked(place: Place, conditions: Conditions, today: date) -> bool:
    return not place.field.relevant or conditions.holds(place.field.relevant, place.node, today)
