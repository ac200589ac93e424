"""Schooling (就学)."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.people.scoping import OfPerson
from gonghu.domain.people.terms import SchoolStage, SchoolState
from gonghu.foundation.intervals import Dated


class Schooling(OfPerson, Dated):
    """At which school and how somebody is, from one day to another (就学记录)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.CharField("阶段", max_length=16, choices=SchoolStage.choices)
    state = models.CharField("状态", max_length=16, choices=SchoolState.choices)
    school = models.CharField("学校", max_length=100, blank=True)
    form = models.CharField("年级、班级", max_length=50, blank=True)
    boards = models.BooleanField("寄宿", default=False)
    note = models.CharField("说明", max_length=500, blank=True)
    evidence = models.CharField("依据", max_length=200, blank=True)
    source_key = models.UUIDField("来源比对", null=True, blank=True, db_index=True, editable=False)

    class Meta(Dated.Meta):
        verbose_name = "就学记录"

    def __str__(self) -> str:
        return f"{self.school} {self.get_state_display()}"
