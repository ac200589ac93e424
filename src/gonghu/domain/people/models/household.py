"""Households (家庭户) and who lives in them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.people.scoping import OfPerson
from gonghu.domain.people.terms import HukouType
from gonghu.foundation.intervals import Dated
from gonghu.standards.division_code import LENGTH


class Household(models.Model):
    """One household of the register (家庭户)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("户号", max_length=40, blank=True)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    hukou_type = models.CharField("户口性质", max_length=20, choices=HukouType.choices, blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "家庭户"
        indexes = (models.Index(fields=["division_code", "uuid"], name="household_place"),)

    def __str__(self) -> str:
        return self.number or str(self.uuid)


class HouseholdMember(OfPerson, Dated):
    """Somebody who belongs to a household, from one day to another (家庭成员)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name="家庭户")
    relation = models.CharField("与户主关系", max_length=2, blank=True)
    evidence = models.CharField("依据", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "家庭成员"

    def __str__(self) -> str:
        return f"{self.household_id} {self.relation}"
