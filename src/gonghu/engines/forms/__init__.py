"""
Forms (问卷): XLSForm in, XForm and what its answers mean out, filled forms checked again; no Django, no clock.

::

    form = compile_form(workbook, name="regular_visit", meaning=meaning)
    said = answers(form, xml, today=day)
    wrong = objections(form, said, today=day)
    mend = problems_told(form, said)
"""

from gonghu.engines.forms.answering import Answers, Given, Heading, answers, heading_of, uuid_of
from gonghu.engines.forms.compiling import FormRefused, compile_form
from gonghu.engines.forms.complaints import FormProblem
from gonghu.engines.forms.consequences import (
    MoneyAnswered,
    ProblemTold,
    asks_for_report,
    card_changes,
    items_told,
    money_answered,
    needs_told,
    problems_told,
    wishes_told,
)
from gonghu.engines.forms.form import ATTACHED, HOLDING, KIND_WORDS, SILENT, Choice, Field, FieldKind, Form
from gonghu.engines.forms.identities import NumberDoubt, numbers_doubted
from gonghu.engines.forms.instances import Flaw, UnreadableInstance, read_instance
from gonghu.engines.forms.meaning import (
    FormPurpose,
    Meaning,
    MeaningRefused,
    OfChild,
    ProblemKind,
    cut_to,
    read_meaning,
)
from gonghu.engines.forms.objecting import PLAIN_NAME, Objection, objections
from gonghu.engines.forms.workbooks import as_workbook
from gonghu.engines.forms.xforms import NotAnXForm, read_form

__all__ = [
    "ATTACHED",
    "HOLDING",
    "KIND_WORDS",
    "PLAIN_NAME",
    "SILENT",
    "Answers",
    "Choice",
    "Field",
    "FieldKind",
    "Flaw",
    "Form",
    "FormProblem",
    "FormPurpose",
    "FormRefused",
    "Given",
    "Heading",
    "Meaning",
    "MeaningRefused",
    "MoneyAnswered",
    "NotAnXForm",
    "NumberDoubt",
    "Objection",
    "OfChild",
    "ProblemKind",
    "ProblemTold",
    "UnreadableInstance",
    "answers",
    "as_workbook",
    "asks_for_report",
    "card_changes",
    "compile_form",
    "cut_to",
    "heading_of",
    "items_told",
    "money_answered",
    "needs_told",
    "numbers_doubted",
    "objections",
    "problems_told",
    "read_form",
    "read_instance",
    "read_meaning",
    "uuid_of",
    "wishes_told",
]
