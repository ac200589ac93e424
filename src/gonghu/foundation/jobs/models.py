"""Background jobs (后台作业) and who works on them (在岗)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.labels import TextChoices


class JobState(TextChoices):
    """How far a job has come (作业状态)."""

    QUEUED = "QUEUED", "排队中"
    RUNNING = "RUNNING", "进行中"
    DONE = "DONE", "已完成"
    FAILED = "FAILED", "未完成"
    CANCELLED = "CANCELLED", "已取消"

    @property
    def over(self) -> bool:
        """Tell whether nothing more will happen."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class Job(models.Model):
    """
    One piece of work in the background (后台作业).

    ``attempts`` is its fence: whoever holds an older number has lost the job and may write nothing more. Of one
    ``lane`` one job runs at a time. ``parameters``, ``step``, ``outcome`` and ``error`` hold no personal data.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("作业", max_length=200)
    label = models.CharField("名称", max_length=50)
    parameters = models.JSONField("参数", default=dict)
    once_key = models.CharField("只做一次的标识", max_length=200, null=True, unique=True)
    lane = models.CharField("队列", max_length=100, blank=True)

    account = models.UUIDField("操作人账号", null=True)
    post = models.UUIDField("操作人岗位", null=True)
    actor_label = models.CharField("操作人", max_length=100)
    district = models.CharField("区县", max_length=6, default=NATION)
    request = models.CharField("请求", max_length=64, blank=True)

    state = models.CharField("状态", max_length=16, choices=JobState.choices, default=JobState.QUEUED)
    step = models.CharField("步骤", max_length=100, blank=True)
    share = models.FloatField("完成比例", default=0)
    steps_done = models.JSONField("已完成的步骤", default=list)
    outcome = models.JSONField("结果", default=dict)
    error = models.TextField("未完成的原因", blank=True)

    attempts = models.PositiveSmallIntegerField("次数", default=0)
    interruptions = models.PositiveSmallIntegerField("中断次数", default=0)
    worker = models.CharField("处理者", max_length=100, blank=True)
    heartbeat_at = models.DateTimeField("最近心跳", null=True)
    queued_at = models.DateTimeField("排队时间")
    not_before_at = models.DateTimeField("最早开始时间")
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    cancel_asked_at = models.DateTimeField("要求取消的时间", null=True)

    class Meta:
        verbose_name = "后台作业"
        indexes = (
            models.Index(fields=["state", "not_before_at"], name="job_waiting"),
            models.Index(fields=["finished_at"], name="job_finished"),
        )
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["lane"], condition=Q(state="RUNNING") & ~Q(lane=""), name="job_one_of_a_lane"
            ),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="job_share"),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.get_state_display()}"

    @property
    def over(self) -> bool:
        """Tell whether nothing more will happen."""
        return JobState(self.state).over

    @property
    def asked_by(self) -> Actor:
        """Give who asked for the job, as far as a row can tell: without any scope."""
        return Actor(self.account, self.post, self.actor_label, self.district, self.request)


class Presence(models.Model):
    """One worker or clock that was there a moment ago (在岗)."""

    name = models.CharField("名称", max_length=100, primary_key=True)
    kind = models.CharField("种类", max_length=16, choices=(("WORKER", "后台处理"), ("BEAT", "时钟")))
    started_at = models.DateTimeField("启动时间")
    seen_at = models.DateTimeField("最近在岗时间", db_index=True)

    class Meta:
        verbose_name = "在岗"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"
