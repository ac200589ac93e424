"""How a form is shown on a plain page (问卷预览): its questions in their order, and what their answers mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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
        elif each.kind not in SILENT or each.kind == FieldKind.NOTE:
            section.questions.append(_question(form, each))


def _question(form: Form, asked: Field) -> QuestionShown:
    notes = [note for note in (_("必填") if asked.required else "", _condition(form, asked.relevant)) if note]
    notes += _meanings(form, asked)
    choices = [choice.label for choice in asked.choices]
    return QuestionShown(
        asked, KIND_WORDS[asked.kind], tuple(notes), tuple(choices[:MOST_CHOICES]), max(0, len(choices) - MOST_CHOICES)
    )


def _condition(form: Form, expression: str) -> str:
    """Write a condition with the words of the questions instead of their paths."""
    if not expression:
        return ""
    words = expression
    for each in sorted(form.fields, key=lambda known: -len(known.path)):
        words = words.replace("/" + "/".join((form.root, *each.path)), f"“{each.words}”")
    return _("只在 %(condition)s 时问") % {"condition": " ".join(words.split())}


def _meanings(form: Form, asked: Field) -> Sequence[str]:
    meaning, told = form.meaning, []
    if asked.name in meaning.card:
        told.append(_("更新卡片：%(field)s") % {"field": card_fields()[meaning.card[asked.name]].label})
    if asked.name in meaning.wishes:
        told.append(_("记为心愿"))
    for problem in meaning.problems:
        if problem.question == asked.name:
            answers = "、".join(f"{asked.label_of(answer)} {days}" for answer, days in problem.days.items())
            words = {"answers": answers, "body": problem.body}
            told.append(_("算作问题（答案与整改工作日）：%(answers)s；责任单位：%(body)s") % words)
    return told
