"""Organisations (机构)."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models
from django.db.models import Q

from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.standards.division_code import LENGTH

CREDIT_CODE_LENGTH: Final = 18


class Organisation(models.Model):
    """A department, office, station, agency or charity (机构)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=32, choices=OrganisationKind.choices)
    name = models.CharField("名称", max_length=100)
    division_code = models.CharField("区划代码", max_length=LENGTH, db_index=True)
    credit_code = models.CharField("统一社会信用代码", max_length=CREDIT_CODE_LENGTH, null=True, unique=True)
    duty_phone = models.CharField("值班电话", max_length=30, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    closed_on = models.DateField("撤销日期（当日仍在）", null=True, blank=True)

    class Meta:
        verbose_name = "机构"
        constraints = (
            models.UniqueConstraint(
                fields=["division_code", "kind", "name"],
                condition=Q(closed_on__isnull=True),
                name="organisation_once_in_a_division",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(73, 136), latitude__range=(3, 54)),
                name="organisation_within_china",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> str:
        """Give the six digits of the district the organisation stands in."""
        return self.division_code[:6]
