"""The register of purposes (处理目的登记), with the impact assessments that the law asks for."""

from datetime import date, datetime

from django.db import transaction

from gonghu.domain.access.models import Purpose
from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.privacy_terms import PurposeTerms
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.standards import division_code as division_codes


class PurposeThere(ValueError):
    """A purpose of that title is in the register already."""


class PurposeOver(ValueError):
    """The purpose has ended, or would end before it begins."""


class AssessmentMissing(ValueError):
    """An assessment has no document, or is dated in the future."""


@transaction.atomic
def register_purpose(*, division_code: str, terms: PurposeTerms, from_on: date, by: Actor, at: datetime) -> Purpose:
    """
    Enter what children's facts are used for, and what lets a bureau do it (登记处理目的).

    :raises NotPermitted: the actor sets no rules there
    :raises PurposeThere: it is entered already
    :raises NotADivisionCode: the code is of no place
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.SET_RULES, code)
    title = terms.title.strip()
    if Purpose.objects.everywhere("a purpose is open once").filter(division_code=code, title=title, to_on__isnull=True):
        raise PurposeThere(f"“{title}”已登记")
    purpose = Purpose.objects.create(
        division_code=code,
        title=title,
        legal_basis=terms.legal_basis,
        article=terms.article.strip(),
        facts=terms.facts.strip(),
        recipients=terms.recipients.strip(),
        from_on=from_on,
    )
    _record("access.register_purpose", purpose, by, at, {"title": title, "from_on": from_on.isoformat()})
    return purpose


@transaction.atomic
def assess_purpose(*, purpose: Purpose, assessment: str, on: date, by: Actor, at: datetime) -> None:
    """
    Enter the impact assessment of a purpose (登记影响评估), 个人信息保护法第五十五条.

    :raises NotPermitted: the actor sets no rules there
    :raises AssessmentMissing: no document is named, or the day is still to come
    """
    authorise(by, Permission.SET_RULES, purpose.division_code)
    if not assessment.strip() or on > day_of(at):
        raise AssessmentMissing("请写明评估报告的名称，评估日期不能晚于今天")
    purpose.assessment, purpose.assessed_on = assessment.strip(), on
    purpose.save(update_fields=["assessment", "assessed_on"])
    _record("access.assess_purpose", purpose, by, at, {"document": purpose.assessment, "on": on.isoformat()})


@transaction.atomic
def end_purpose(*, purpose: Purpose, on: date, by: Actor, at: datetime) -> None:
    """
    End a purpose (终止处理目的); the day is its last.

    :raises NotPermitted: the actor sets no rules there
    :raises PurposeOver: it ended before, or begins later
    """
    authorise(by, Permission.SET_RULES, purpose.division_code)
    if not purpose.holds_on(on) or purpose.to_on is not None:
        raise PurposeOver(f"“{purpose}”自 {purpose.from_on} 起登记，或已终止")
    purpose.to_on = on
    purpose.save(update_fields=["to_on"])
    _record("access.end_purpose", purpose, by, at, {"on": on.isoformat()})


def _record(verb: str, purpose: Purpose, by: Actor, at: datetime, detail: Detail) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="purpose",
        subject_key=str(purpose.uuid),
        detail=detail,
        district=purpose.division_code[:6],
    )
