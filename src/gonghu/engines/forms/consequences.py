"""What follows from the answers (答案的后果): fields of the card, items, problems to mend, wishes, money that came."""

from dataclasses import dataclass

from gonghu.engines.forms.answering import Answers, Given
from gonghu.engines.forms.form import Form
from gonghu.engines.forms.identities import numbers_doubted
from gonghu.engines.forms.meaning import ProblemKind, ProblemMeaning


@dataclass(frozen=True, slots=True)
class ProblemTold:
    """A problem that an answer tells of (答出的问题); ``days`` are the working days to mend it."""

    question: str
    turns: tuple[int, ...]
    answer: str
    kind: ProblemKind
    title: str
    body: str
    days: int
    details: str


@dataclass(frozen=True, slots=True)
class MoneyAnswered:
    """What was answered about the subsidy (补贴问答): whether it arrived, who holds the card, how much it was."""

    received: str
    holder: str
    amount: str


def card_changes(form: Form, answers: Answers) -> dict[str, str]:
    """Give what the answers say of the fields of the card; a question without an answer changes nothing."""
    return {name: answers.text(question) for question, name in form.meaning.card.items() if answers.text(question)}


def items_told(form: Form, answers: Answers) -> dict[str, str]:
    """
    Give what the answers say of items of the dictionary; a question without an answer changes nothing.

    An identity number that is doubted is left out: it stays in the filled form.
    """
    doubted = numbers_doubted(form, answers)
    asked = {name: answers.text(question) for question, name in form.meaning.items.items() if question not in doubted}
    return {name: text for name, text in (asked | _relatives(form, answers)).items() if text}


def problems_told(form: Form, answers: Answers) -> tuple[ProblemTold, ...]:
    """List the problems that the answers tell of, in the order of the meaning."""
    return tuple(
        _told(meaning, given, value, answers)
        for meaning in form.meaning.problems
        for given in answers.all_of(meaning.question)
        for value in given.text.split()
        if value in meaning.days
    )


def wishes_told(form: Form, answers: Answers) -> tuple[str, ...]:
    """List the wishes in the answers."""
    return tuple(given.text for question in form.meaning.wishes for given in answers.all_of(question))


def needs_told(form: Form, answers: Answers) -> dict[str, str]:
    """Give the needs that were chosen in the answers: the code of each with its words."""
    return {
        value: given.field.label_of(value)
        for question in form.meaning.needs
        for given in answers.all_of(question)
        for value in given.text.split()
    }


def money_answered(form: Form, answers: Answers) -> MoneyAnswered | None:
    """Give what the answers say of the subsidy; nothing where nobody asked or answered whether it arrived."""
    said = {fact: answers.text(question) for fact, question in form.meaning.money.items()}
    if not said.get("received"):
        return None
    return MoneyAnswered(said["received"], said.get("holder", ""), said.get("amount", ""))


def asks_for_report(form: Form, answers: Answers) -> bool:
    """Tell whether the answers ask for a report of harm."""
    return any(answer in answers.chosen(question) for question, answer in form.meaning.reports.items())


def _relatives(form: Form, answers: Answers) -> dict[str, str]:
    """Give names and birth dates of relatives of a repeat, by their relation; of one that is told twice the last."""
    relation, name, born_on = (form.meaning.relatives.get(fact, "") for fact in ("relation", "name", "born_on"))
    told: dict[str, str] = {}
    for given in answers.all_of(relation) if relation else ():
        told[f"grandparent_{given.text}"] = answers.beside(given, name) if name else ""
        told[f"grandparent_{given.text}_born"] = answers.beside(given, born_on) if born_on else ""
    return told


def _told(meaning: ProblemMeaning, given: Given, value: str, answers: Answers) -> ProblemTold:
    return ProblemTold(
        question=meaning.question,
        turns=given.turns,
        answer=given.field.label_of(value),
        kind=meaning.kind,
        title=meaning.title or given.field.label_of(value),
        body=meaning.body,
        days=meaning.days[value],
        details=answers.beside(given, meaning.details) if meaning.details else "",
    )
