"""Who is to be visited (走访名单), after what again (回访), and who is not for a while and why (例外)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gonghu.domain.visits.models.visit import AboutChild
from gonghu.domain.visits.terms import ExceptionReason, FollowUpReason, ListKind
from gonghu.foundation.intervals import Dated
from gonghu.foundation.merged_rows import WhenMerged


class CoverageList(models.Model):
    """
    Whom to reach in a period (走访名单), fixed on its first day: the denominator of coverage (固定分母).

    Of no place of its own: the children on it are reached by their places. Until it is fixed, some of them are missing.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("名单种类", max_length=10, choices=ListKind.choices)
    code = models.CharField("代号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    fixed_at = models.DateTimeField("固定时间", null=True)

    class Meta:
        verbose_name = "走访名单"

    def __str__(self) -> str:
        return self.name


class ListedChild(AboutChild):
    """One child on a list (名单儿童); it stays on it whatever happens later."""

    id = models.BigAutoField(primary_key=True)
    coverage_list = models.ForeignKey(
        CoverageList, models.CASCADE, related_name="+", db_index=False, verbose_name="走访名单"
    )
    household = models.UUIDField("家庭户")

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="a list stays as it was drawn up")

    class Meta:
        verbose_name = "名单儿童"
        constraints = (models.UniqueConstraint(fields=["coverage_list", "child"], name="listed_child_once"),)
        indexes = (models.Index(fields=["coverage_list", "division_code", "child"], name="listed_child_place"),)

    def __str__(self) -> str:
        return f"{self.coverage_list_id} {self.child_id}"


class FollowUp(AboutChild):
    """That a child is visited again some fixed days after an event (回访安排)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.CharField("回访事由", max_length=16, choices=FollowUpReason.choices)
    event_on = models.DateField("事件日期")
    due_on = models.DateField("回访日期")
    visited_on = models.DateField("已回访日期", null=True)

    class Meta:
        verbose_name = "回访安排"
        constraints = (
            models.UniqueConstraint(fields=["child", "reason", "event_on", "due_on"], name="follow_up_once"),
        )
        indexes = (
            models.Index(
                fields=["division_code", "due_on"], condition=models.Q(visited_on__isnull=True), name="follow_up_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.due_on}"


class PlanException(AboutChild, Dated):
    """That a child is not visited for a while, and why (走访例外); it stays in the denominator."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.CharField("原因", max_length=12, choices=ExceptionReason.choices)
    note = models.CharField("说明", max_length=500, blank=True)
    said_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )
    said_at = models.DateTimeField("登记时间")

    class Meta(Dated.Meta):
        verbose_name = "走访例外"
        indexes = (models.Index(fields=["division_code", "uuid"], name="plan_exception_division"),)

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.from_on}"
