"""Identity numbers held against what else was answered (证件号核对, GB 11643): told, never refused."""

from contextlib import suppress
from datetime import date
from enum import StrEnum

from gonghu.engines.forms.answering import Answers
from gonghu.engines.forms.form import Form
from gonghu.standards.citizen_number import NotACitizenNumber, parse


class NumberDoubt(StrEnum):
    """Why an identity number is doubted (未核对原因)."""

    MISTYPED = "号码不对，多半抄错或抄漏了"
    OTHER_BIRTH = "号码里的出生日期和填的不一样"
    OTHER_SEX = "号码里的性别和填的不一样"


def numbers_doubted(form: Form, answers: Answers) -> dict[str, NumberDoubt]:
    """Say of each question for an identity number that does not agree with the rest why."""
    meaning = form.meaning
    number, sex, born_on = (meaning.found.get(fact, "") for fact in ("number", "sex", "born_on"))
    told = {number: (answers.text(sex), answers.text(born_on))} if number else {}
    told |= {question: (sex, "") for question, sex in meaning.identities.items()}
    doubts = {
        question: _doubt(answers.text(question), sex, born_on)
        for question, (sex, born_on) in told.items()
        if answers.text(question)
    }
    return {question: why for question, why in doubts.items() if why}


def _doubt(text: str, sex: str, born_on: str) -> NumberDoubt | None:
    try:
        number = parse(text)
    except NotACitizenNumber:
        return NumberDoubt.MISTYPED
    day = None
    with suppress(ValueError):
        day = date.fromisoformat(born_on[:10])
    if day and day != number.born_on:
        return NumberDoubt.OTHER_BIRTH
    return NumberDoubt.OTHER_SEX if sex and sex != number.sex else None
