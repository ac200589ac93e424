"""
The tree on which conditions are evaluated (求值用的副本): only what the form has, days as numbers, lists beneath.

What a telephone sent is copied onto the empty form element by element, so that nothing that the form does not know ever
comes near an expression.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from math import isnan

from lxml import etree

from gonghu.engines.forms.expressions import LISTS
from gonghu.engines.forms.form import Field, FieldKind, Form
from gonghu.engines.forms.functions import day_number
from gonghu.engines.forms.instances import local_name

_DAYS = frozenset({FieldKind.DATE, FieldKind.MOMENT})
_META = "meta"


@dataclass(frozen=True, slots=True)
class Place:
    """One node of a filled form (填报中的一处); ``turns`` says in which repetition of each group around it."""

    field: Field
    node: etree._Element
    turns: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Shadow:
    """A filled form copied onto its empty form (求值用的副本); ``strange`` has no place in it."""

    root: etree._Element
    places: tuple[Place, ...]
    strange: tuple[str, ...]


@dataclass(slots=True)
class _Copying:
    form: Form
    texts: dict[etree._Element, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)

    def copy(self, filled: etree._Element, onto: etree._Element, path: tuple[str, ...]) -> None:
        taken: set[str] = set()
        for child in filled:
            name = local_name(child)
            below = (*path, name)
            known = self.form.by_path.get(below)
            if known is None or (name in taken and known.kind != FieldKind.REPEAT):
                if below != (_META,):
                    self.strange.append("/".join(below))
                continue
            target = next(onto.iterchildren(name), None) if known.kind != FieldKind.REPEAT else None
            if target is None:
                target = _bare(self.form, known, onto)
            taken.add(name)
            if known.kind in {FieldKind.GROUP, FieldKind.REPEAT}:
                self.copy(child, target, below)
            else:
                text = "".join(child.itertext()).strip()
                self.texts[target] = text
                target.text = evaluated(known, text)


def shadow_of(form: Form, filled: etree._Element) -> Shadow:
    """Copy a filled form onto its empty form."""
    copying, root = _Copying(form), deepcopy(_empty(form))
    copying.copy(filled, root, ())
    return Shadow(root, tuple(_places(form, root, (), (), copying.texts)), tuple(copying.strange))


def evaluated(asked: Field, text: str) -> str:
    """Give a value as expressions see it: a day as a number of days."""
    if asked.kind not in _DAYS or not text:
        return text
    number = day_number(text)
    return "NaN" if isnan(number) else repr(number)


@lru_cache(maxsize=256)
def _empty(form: Form) -> etree._Element:
    root = etree.Element(form.root)
    for each in form.within(()):
        if each.kind != FieldKind.REPEAT:
            _bare(form, each, root)
    if _looks_at_lists(form):
        root.append(_lists(form))
    return root


def _looks_at_lists(form: Form) -> bool:
    """Tell whether a condition looks up choices; the lists are most of the tree, which is copied for every form."""
    told = " ".join(text for each in form.fields for text in (each.relevant, each.required, each.constraint))
    return "instance(" in told or any("[" in each.listed for each in form.fields)


def _bare(form: Form, asked: Field, onto: etree._Element) -> etree._Element:
    """Add the empty element of a field, with all that stands in it once."""
    made = etree.SubElement(onto, asked.name)
    for each in form.within(asked.path):
        if each.kind != FieldKind.REPEAT:
            _bare(form, each, made)
    return made


def _places(
    form: Form, node: etree._Element, path: tuple[str, ...], turns: tuple[int, ...], texts: dict[etree._Element, str]
) -> Iterator[Place]:
    for each in form.within(path):
        for number, found in enumerate(node.iterchildren(each.name), 1):
            inner = (*turns, number) if each.kind == FieldKind.REPEAT else turns
            yield Place(each, found, inner, texts.get(found, ""))
            yield from _places(form, found, each.path, inner, texts)


def _lists(form: Form) -> etree._Element:
    held = etree.Element(LISTS)
    for name, items in form.lists.items():
        root = etree.SubElement(etree.SubElement(held, "instance", id=name), "root")
        for item in items:
            entry = etree.SubElement(root, "item")
            for column, text in item.items():
                etree.SubElement(entry, column).text = text
    return held
