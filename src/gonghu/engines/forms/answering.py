"""The answers of a filled form (填报的答案), by question."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from lxml import etree

from gonghu.engines.forms.expressions import NotEvaluable
from gonghu.engines.forms.form import ATTACHED, HOLDING, Field, FieldKind, Form
from gonghu.engines.forms.instances import Flaw, UnreadableInstance, local_name, read_instance
from gonghu.engines.forms.relevance import settle
from gonghu.engines.forms.shadows import Place, shadow_of

_UUID: Final = re.compile(r"(?:uuid:)?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a filled form says of itself (填报的抬头); ``replaces`` is the key of an earlier one."""

    form_id: str
    version: str
    instance: UUID | None
    replaces: UUID | None


@dataclass(frozen=True, slots=True)
class Given:
    """One answer (答案); ``turns`` says in which repetition of each group around the question, counted from one."""

    field: Field
    text: str
    turns: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """The answer as people read it: choices by their words."""
        if self.field.kind == FieldKind.MANY:
            return "、".join(self.field.label_of(value) for value in self.text.split())
        return self.field.label_of(self.text) if self.field.kind == FieldKind.ONE else self.text


@dataclass(frozen=True)
class Answers:
    """
    What was answered in a filled form (答案), in the order of the form; what was not asked is left out.

    ``places`` are all nodes that are asked, answered or not, ``strange`` what the form does not have; ``trouble`` says
    why it could not be found out what is asked.
    """

    heading: Heading
    given: tuple[Given, ...]
    places: tuple[Place, ...] = field(repr=False)
    strange: tuple[str, ...] = ()
    trouble: str = ""

    def text(self, question: str) -> str:
        """Give the answer to a question, empty where there is none; of repetitions the first."""
        return next((each.text for each in self.given if each.field.name == question), "")

    def words(self, question: str) -> str:
        """Give the answer to a question as people read it."""
        return next((each.words for each in self.given if each.field.name == question), "")

    def chosen(self, question: str) -> tuple[str, ...]:
        """Give the choices taken in a question."""
        return tuple(self.text(question).split())

    def all_of(self, question: str) -> tuple[Given, ...]:
        """Give the answers to a question in every repetition."""
        return tuple(each for each in self.given if each.field.name == question)

    def beside(self, given: Given, question: str) -> str:
        """Give the answer to another question of the same repetition."""
        return next((each.text for each in self.all_of(question) if each.turns == given.turns), "")

    @property
    def attachments(self) -> tuple[str, ...]:
        """The names of the photos and recordings that belong to it."""
        return tuple(each.text for each in self.given if each.field.kind in ATTACHED)


def heading_of(xml: bytes) -> Heading:
    """
    Read what a filled form says of itself, whichever form it is of.

    :raises UnreadableInstance: it is no XML that can be read
    """
    return _heading(read_instance(xml))


def answers(form: Form, xml: bytes, *, today: date) -> Answers:
    """
    Read the answers of a filled form; the hidden questions and what was worked out are among them.

    :raises UnreadableInstance: it is no XML that can be read, or of another form
    """
    root = read_instance(xml)
    heading = _heading(root)
    if local_name(root) != form.root or heading.form_id != form.form_id or heading.version != form.version:
        raise UnreadableInstance(Flaw.NOT_THIS_FORM)
    shadow = shadow_of(form, root)
    try:
        unasked, trouble = settle(form, shadow, today=today), ""
    except NotEvaluable as problem:
        unasked, trouble = frozenset(), str(problem)
    asked = tuple(place for place in shadow.places if place.node not in unasked)
    given = tuple(
        Given(place.field, place.text, place.turns)
        for place in asked
        if place.text and place.field.kind not in HOLDING and place.field.kind != FieldKind.NOTE
    )
    return Answers(heading, given, asked, shadow.strange, trouble)


def uuid_of(text: str) -> UUID | None:
    """Give the key in ``uuid:…``, or in the key alone; nothing else is one."""
    found = _UUID.fullmatch(text.strip())
    return UUID(found[1]) if found else None


def _heading(root: etree._Element) -> Heading:
    meta = next((child for child in root if local_name(child) == "meta"), None)
    said = {local_name(child): (child.text or "").strip() for child in meta} if meta is not None else {}
    return Heading(
        form_id=root.get("id", ""),
        version=root.get("version", ""),
        instance=uuid_of(said.get("instanceID", "")),
        replaces=uuid_of(said.get("deprecatedID", "")),
    )
