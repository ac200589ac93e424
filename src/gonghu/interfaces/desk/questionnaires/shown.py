"""How a form is shown on a plain page (问卷预览): its questions in their order, and what their answers mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from gonghu.domain.access.terms import Role
from gonghu.domain.people.card import card_fields
from gonghu.engines.forms import HOLDING, KIND_WORDS, SILENT, Field, FieldKind, Form

MOST_CHOICES = 30


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """One question of a preview (预览的一题)."""

    field: Field
    kind: str
    notes: tuple[str, ...]
    choices: tuple[str, ...]
    more: int = 0
    meanings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionShown:
    """The questions that stand together (预览的一组)."""

    title: str
    condition: str
    questions: list[QuestionShown] = field(default_factory=list)


def sections_of(form: Form) -> list[SectionShown]:
    """Give the questions of a form by sections; what nobody is asked is left out."""
    # All of them first: a section is filled after it is made.
    sections = list(_sections(form, (), form.title, ""))
    return [section for section in sections if section.questions]


def roles_of(form: Form) -> list[str]:
    """Name who fills a form in."""
    return [str(Role(role).label) for role in form.meaning.roles if role in Role.values]


def _sections(form: Form, path: tuple[str, ...], title: str, condition: str) -> Iterator[SectionShown]:
    section = SectionShown(title, condition)
    yield section
    for each in form.within(path):
        if each.kind in HOLDING:
            words = each.label + (_("（可填多次）") if each.kind == FieldKind.REPEAT else "")
            yield from _sections(form, each.path, words, _condition(form, each.relevant))
            # What comes after a group is asked after it.
            section = SectionShown(title, condition)
            yield section
        elif each.kind not in SILENT or each.kind == FieldKind.NOTE:
            section.questions.append(_question(form, each))


def _question(form: Form, asked: Field) -> QuestionShown:
    notes = [note for note in (_("必填") if asked.required else "", _condition(form, asked.relevant)) if note]
    choices = [choice.label for choice in asked.choices]
    more = max(0, len(choices) - MOST_CHOICES)
    kind = KIND_WORDS[asked.kind]
    return QuestionShown(asked, kind, tuple(notes), tuple(choices[:MOST_CHOICES]), more, tuple(_meanings(form, asked)))


def _condition(form: Form, expression: str) -> str:
    """Write a condition in the words of the questions and their choices, as far as they can be told."""
    if not expression:
        return ""
    words = expression
    for each in sorted(form.fields, key=lambda known: -len("/".join(known.path))):
        path = re.escape("/" + "/".join((form.root, *each.path)))
        words = re.sub(rf"{path}\s*(=|!=)\s*'([^']*)'", partial(_compared, each), words)
        words = re.sub(rf"selected\(\s*{path}\s*,\s*'([^']*)'\s*\)", partial(_chosen, each), words)
        words = re.sub(path, f"“{each.words}”", words)
    words = re.sub(r"\s+and\s+", _(" 且 "), re.sub(r"\s+or\s+", _(" 或 "), words))
    return _("只在%(condition)s时问") % {"condition": " ".join(words.split())}


def _compared(asked: Field, found: re.Match[str]) -> str:
    if not found[2]:
        return f"“{asked.words}”{_('没有填') if found[1] == '=' else _('填了')}"
    return f"“{asked.words}”{_('是') if found[1] == '=' else _('不是')}“{asked.label_of(found[2])}”"


def _chosen(asked: Field, found: re.Match[str]) -> str:
    return f"“{asked.words}”{_('选了')}“{asked.label_of(found[1])}”"


def _meanings(form: Form, asked: Field) -> Iterator[str]:
    meaning = form.meaning
    if asked.name in meaning.card:
        yield _("更新卡片：%(field)s") % {"field": card_fields()[meaning.card[asked.name]].label}
    if asked.name in meaning.items or asked.name in meaning.relatives.values():
        yield _("记入档案的采集项目")
    if asked.name in meaning.wishes:
        yield _("记为心愿")
    for problem in meaning.problems:
        if problem.question == asked.name:
            for answer, days in problem.days.items():
                words = {"answer": asked.label_of(answer), "days": days, "body": problem.body}
                yield _("“%(answer)s”算作问题，%(days)s 个工作日内由%(body)s解决") % words
