"""Looking at a child's file in an emergency, approved afterwards (紧急查阅)."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.models.account import Account
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH

LONGEST_MINUTES: Final = 240
SHORTEST_REASON: Final = 10


class BreakGlass(models.Model):
    """One child's file opened out of scope for at most four hours (紧急查阅), judged afterwards by a supervisor."""

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="one file was opened in an emergency, and no other")
    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="查阅人")
    child_key = models.UUIDField("儿童编号", db_index=True)
    division_code = models.CharField("儿童所在区划", max_length=LENGTH, db_index=True)
    reason = models.TextField("理由")
    opened_at = models.DateTimeField("开始时间")
    minutes = models.PositiveSmallIntegerField("分钟数")
    ends_at = models.DateTimeField("截止时间", db_index=True)
    review_due_on = models.DateField("事后审批期限")
    reviewed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, verbose_name="审批人")
    reviewed_at = models.DateTimeField("审批时间", null=True)
    justified = models.BooleanField("理由成立", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.APPROVE_ACCESS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "紧急查阅"
        constraints = (
            models.CheckConstraint(condition=Q(minutes__range=(1, LONGEST_MINUTES)), name="break_glass_four_hours"),
            models.CheckConstraint(condition=~Q(reviewed_by=F("account")), name="break_glass_reviewed_by_another"),
        )

    def __str__(self) -> str:
        return f"{self.child_key} {self.opened_at}"
