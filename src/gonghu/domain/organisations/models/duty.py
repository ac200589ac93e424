"""Who answers the telephone of a station or centre on a day (值班表)."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.organisations.models.organisation import Organisation


class DutyShift(models.Model):
    """That somebody is on duty on a day, and on which telephone (值班); a station may have several a day."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="机构")
    on = models.DateField("日期")
    name = models.CharField("值班人", max_length=50)
    phone = models.CharField("值班电话", max_length=30)

    class Meta:
        verbose_name = "值班"
        constraints = (models.UniqueConstraint(fields=["organisation", "on", "name"], name="duty_shift_once"),)

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
