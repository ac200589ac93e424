"""How far a station has come (站点状态), with dates."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.organisations.models.organisation import Organisation
from gonghu.domain.organisations.terms import StationState
from gonghu.foundation.intervals import Dated


class StationStatus(Dated):
    """One state of a station, from one day to another (站点状态); a station has one status a day."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    station = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="站点")
    state = models.CharField("状态", max_length=16, choices=StationState.choices)
    plaque_on = models.DateField("授牌日期", null=True, blank=True)
    document = models.CharField("文件", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "站点状态"
        indexes = (models.Index(fields=["state", "from_on"], name="station_status_state"),)

    def __str__(self) -> str:
        return f"{self.station} {self.get_state_display()}"
