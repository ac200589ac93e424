"""
A form about an application is printed (打印文书): application, notice, written refusal, lost-contact form.

Names and numbers stand on it in full, so whoever prints must be allowed to see them, and it is written down. Facts that
are kept secret stand on no form, whoever prints it: paper goes through many hands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, Officer, day_of
from gonghu.domain.access.operations import record_reading
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import Application, Decision
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.queries import (
    application_by_key,
    decisions_of_application,
    facts_shown,
    steps_of_application,
)
from gonghu.domain.benefits.terms import ApplicationAct, CareForm, DecisionKind, Procedure
from gonghu.domain.divisions.queries import full_names
from gonghu.domain.people.queries import ChildFile, child_file, may_unmask
from gonghu.domain.people.queries.family import FamilyPerson
from gonghu.domain.people.terms import Sex
from gonghu.foundation.labels import TextChoices
from gonghu.foundation.printing import pdf_of, word_of
from gonghu.standards.division_code import Level, pad, prefix
from gonghu.usecases.family_looks import words_of

_SEALED: Final = frozenset(kind.permission for kind in SealedKind)


class FormKind(TextChoices):
    """Which form is printed (文书种类); the values are the names of the templates."""

    APPLICATION = "application", "申请表"
    NOTICE = "notice", "确认告知书"
    REFUSAL = "refusal", "不予确认决定书"
    LOST_CONTACT = "lost_contact", "失联情况认定表"


class FormFormat(TextChoices):
    """As what it is printed (文书格式)."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"


class NotDecidedYet(ValueError):
    """The form tells a decision that was not made."""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form filled in (已生成的文书)."""

    name: str
    content: bytes


def forms_for(decisions: list[Decision]) -> list[FormKind]:
    """List the forms that an application with these decisions has."""
    kinds = {DecisionKind(each.kind) for each in decisions}
    found = [FormKind.APPLICATION, FormKind.LOST_CONTACT]
    if DecisionKind.CONFIRM in kinds:
        found.append(FormKind.NOTICE)
    return [*found, FormKind.REFUSAL] if DecisionKind.REFUSE in kinds else found


def print_form(
    *, application: UUID, kind: FormKind, form: FormFormat, purpose: str, by: Officer, at: datetime
) -> PrintedForm:
    """
    Print a form about an application that somebody sees, and write that down.

    :raises LookupError: there is no such application in reach
    :raises NotPermitted: the officer may not see the child unmasked
    :raises NotDecidedYet: see the class
    :raises PageUnprintable: see ``pdf_of``, as for missing fonts and templates
    :raises WordTemplateUnusable: see ``word_of``
    """
    found = application_by_key(key=application, scope=by.scope)
    if found is None:
        raise LookupError(str(application))
    if not may_unmask(child=found.child_id, scope=by.scope):
        raise NotPermitted(f"{by.label} 不能查看这名儿童的未脱敏内容，不能打印文书")
    facts = _facts(found, kind, by.scope, at)
    place = found.division_code
    if form == FormFormat.PDF:
        content = pdf_of(name=kind.value, division_code=place, facts=facts, at=at)
    else:
        content = word_of(name=kind.value, division_code=place, facts=facts)
    with transaction.atomic():
        record_reading(
            child_key=found.child_id,
            division_code=place,
            purpose=purpose,
            fields=[f"form:{kind.value}.{form.value}"],
            by=by,
            at=at,
            unmasked=True,
        )
    return PrintedForm(f"{facts['title']}.{form.value}", content)


def without_secrets(scope: Scope) -> Scope:
    """Give a scope that reaches the same and opens nothing sealed."""
    return Scope(tuple(replace(reach, permissions=reach.permissions - _SEALED) for reach in scope.reaches))


def _facts(found: Application, kind: FormKind, scope: Scope, at: datetime) -> Mapping[str, Any]:
    on, shut = day_of(at), without_secrets(scope)
    file = child_file(child=found.child_id, scope=shut, on=on, unmasked=True)
    decision = _decision(found, kind, scope)
    words, line = words_of(found.division_code), _line(found, on)
    county = pad(prefix(found.division_code)[: Level.COUNTY])
    names = full_names(codes=[found.division_code, found.handling_division, county], on=on)
    return {
        "title": str(words["titles"][kind.value]).format(line=line),
        "line": line,
        "number": decision.number if decision else "",
        "issuer": f"{names.get(county, '')}民政局",
        "issued_on": _in_words(day_of(decision.at) if decision else on),
        "child": _child(file, names.get(found.division_code, "")),
        "care_form": str(CareForm(found.care_form).label),
        "category": _category(file),
        "parents": [_parent(each) for each in file.family.parents] or [_nobody("父亲"), _nobody("母亲")],
        "applicant": {"name": found.applicant or "申请人", "relation": found.applicant_relation},
        "handled_by": names.get(found.handling_division, ""),
        "received_on": _in_words(day_of(found.received_at) if found.received_at else None),
        "procedure": str(Procedure(found.procedure).label),
        "due_on": _in_words(found.due_on),
        "checked": [
            {"name": each.file or "名册比对", "words": "，".join(filter(None, (each.facts, each.shows)))}
            for each in facts_shown(application=found, scope=shut)
        ],
        "papers": [
            {"name": each.name, "state": "名册已有" if each.shown else each.got_on or "待交"}
            for each in papers_from(found.papers)
        ],
        "steps": [
            {
                "act": str(ApplicationAct(each.act).label),
                "words": each.opinion,
                "by": each.label,
                "on": _in_words(day_of(each.at)),
            }
            for each in steps_of_application(application=found.pk, scope=scope)
        ],
        "reasons": _paragraphs(decision.reasons) if decision else [],
        "articles": _paragraphs(decision.articles) if decision else [],
        "from_month": f"{decision.from_month:%Y}年{decision.from_month.month}月"
        if decision and decision.from_month
        else "",
        "appeal": str(words["appeal"]),
    }


def _decision(found: Application, kind: FormKind, scope: Scope) -> Decision | None:
    """
    Give the decision that a form tells, none for those that tell none.

    :raises NotDecidedYet: it was not made
    """
    told = {FormKind.NOTICE: DecisionKind.CONFIRM, FormKind.REFUSAL: DecisionKind.REFUSE}.get(kind)
    if told is None:
        return None
    made = [each for each in decisions_of_application(application=found.pk, scope=scope) if each.kind == told]
    if not made:
        raise NotDecidedYet(f"还没有作出“{told.label}”的决定，不能打印{kind.label}")
    return made[-1]


def _line(found: Application, on: date) -> str:
    try:
        line = line_of(code=found.line, division_code=found.division_code, on=on)
    except LineUnknown:
        return found.line
    return line.open_name if line.sealed else line.name


def _child(file: ChildFile, place: str) -> dict[str, str]:
    living = next((each for each in file.addresses if each.to_on is None and not each.is_protected), None)
    number = next((each.number for each in file.numbers if each.to_on is None), "")
    return {
        "name": file.name,
        "sex": str(Sex(file.child.sex).label),
        "born_on": _in_words(file.child.born_on),
        "number": number,
        "place": place,
        "address": living.detail if living else "",
    }


def _category(file: ChildFile) -> str:
    held = [each.name for each in file.categories if each.to_on is None]
    return "、".join(dict.fromkeys(held))


def _parent(parent: FamilyPerson) -> dict[str, str]:
    held = [each for each in parent.circumstances if each.to_on is None]
    states = list(dict.fromkeys(each.words for each in held))
    if parent.died_on:
        states.insert(0, f"死亡（{_in_words(parent.died_on)}）")
    lost = next((each.from_on for each in held if each.kind == "LOST_CONTACT"), None)
    return {
        "role": parent.relation_name,
        "name": parent.name,
        "number": parent.number,
        "state": "；".join(states) or "未登记",
        "lost_since": _in_words(lost),
    }


def _nobody(role: str) -> dict[str, str]:
    return {"role": role, "name": "", "number": "", "state": "未登记", "lost_since": ""}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _in_words(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""
