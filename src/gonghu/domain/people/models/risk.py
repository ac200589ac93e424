"""Risk of children (风险评估)."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.people.scoping import OfChild
from gonghu.domain.people.terms import RiskLevel


class RiskAssessment(OfChild):
    """One assessment of a child's risk (风险评估); the last one counts."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    level = models.CharField("风险等级", max_length=16, choices=RiskLevel.choices)
    scheme = models.CharField("评估方案", max_length=50)
    reasons = models.CharField("理由", max_length=1000)
    assessed_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="评估人"
    )
    assessed_at = models.DateTimeField("评估时间")

    class Meta:
        verbose_name = "风险评估"
        indexes = (models.Index(fields=["child", "assessed_at"], name="risk_child"),)

    def __str__(self) -> str:
        return str(self.get_level_display())
