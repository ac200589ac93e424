"""How great the risk of a child is (风险评估)."""

from datetime import datetime

from django.db import transaction

from gonghu.domain.people.models import Child, RiskAssessment
from gonghu.domain.people.risk_schemes import scheme_of
from gonghu.domain.people.terms import RiskLevel
from gonghu.domain.people.writing import held, record_file
from gonghu.foundation.acting import Actor


class ReasonsMissing(ValueError):
    """A level of risk is given without saying why."""


@transaction.atomic
def assess_risk(*, child: Child, level: RiskLevel, reasons: str, by: Actor, at: datetime) -> RiskAssessment:
    """
    Give a child a level of risk, with reasons, by the scheme of its area (评定风险等级).

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises ReasonsMissing: no reason is given
    """
    current = held(child, by)
    if not reasons.strip():
        raise ReasonsMissing("请写明评定理由")
    scheme = scheme_of(division_code=current.division_code)
    assessment = RiskAssessment.objects.create(
        child=current, level=level, scheme=scheme.name, reasons=reasons.strip(), assessed_by_id=by.account,
        assessed_at=at,
    )  # fmt: skip
    current.risk_level = level
    current.save(update_fields=["risk_level"])
    record_file("assess_risk", current, by, at, {"level": level.value, "scheme": scheme.name})
    return assessment
