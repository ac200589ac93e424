"""Health (健康)."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.people.scoping import OfPerson
from gonghu.domain.people.terms import HealthKind
from gonghu.foundation.intervals import Dated


class HealthRecord(OfPerson, Dated):
    """
    A disability, an illness, an insurance, from one day to another (健康记录).

    The number of a disability certificate is a citizen number and stays out of here; type and grade say what law asks.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=16, choices=HealthKind.choices)
    disability_type = models.CharField("残疾类别", max_length=1, blank=True)
    disability_grade = models.CharField("残疾等级", max_length=1, blank=True)
    expires_on = models.DateField("证件有效期至", null=True, blank=True)
    detail = models.CharField("内容", max_length=200, blank=True)
    evidence = models.CharField("依据", max_length=200, blank=True)
    source_key = models.UUIDField("来源比对", null=True, blank=True, db_index=True, editable=False)

    class Meta(Dated.Meta):
        verbose_name = "健康记录"

    def __str__(self) -> str:
        return str(self.get_kind_display())
