"""Runs (比对) and when they are made (比对计划)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.policies.terms import RUN_WAITING, RunState
from gonghu.standards.division_code import LENGTH


class Run(models.Model):
    """
    One comparison of a delivery with the law of a day (比对).

    ``as_of`` is the day whose law and facts count, ``counts`` what it read and found, by name; ``job`` the background
    job that makes it, which knows how far it has come.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey("rosters.Delivery", models.PROTECT, related_name="+", verbose_name="名册批次")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    as_of = models.DateField("截至日期")
    state = models.CharField("状态", max_length=16, choices=RunState.choices, default=RunState.QUEUED)
    job = models.UUIDField("后台作业", null=True)
    queued_at = models.DateTimeField("提交时间")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    counts = models.JSONField("数量", default=dict, blank=True)
    warnings = models.JSONField("提示", default=list, blank=True)
    trouble = models.TextField("失败原因", blank=True)
    earlier = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, verbose_name="上一次比对")
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="提交人")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.RUN_SCREENING)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "比对"
        indexes = (models.Index(fields=["division_code", "uuid"], name="run_place"),)
        constraints = (
            # Two runs of one place at a time would each take the other's findings for its own.
            models.UniqueConstraint(
                fields=["division_code"], condition=Q(state__in=sorted(RUN_WAITING)), name="run_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.as_of}"


class RunSchedule(models.Model):
    """
    After how many days the newest delivery of a place is compared anew (比对计划); a confirmed one is compared at once.
    """

    division_code = models.CharField("区划代码", max_length=LENGTH, primary_key=True)
    every_days = models.PositiveSmallIntegerField("每隔几天", null=True, blank=True)
    next_on = models.DateField("下次日期", null=True, blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.RUN_SCREENING)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "比对计划"
        indexes = (models.Index(fields=["next_on"], name="run_schedule_next"),)

    def __str__(self) -> str:
        return f"{self.division_code} {self.every_days}"
