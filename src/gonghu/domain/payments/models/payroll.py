"""Payrolls (发放批次): drafted, frozen, checked, approved, released, reconciled."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.terms import IssueKind, PayrollState
from gonghu.standards.division_code import LENGTH


class Payroll(models.Model):
    """
    What a county pays on a line, or a group of lines, for a month (发放批次).

    Who prepared it neither checks nor approves it, and who approved it does not release it: the database refuses.
    ``snapshot`` is the digest of all that is paid, taken when it is frozen and compared at every later step.
    ``overspending_by`` is who agreed, with a reason, that it spends more than its fund has left.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    line = models.CharField("项目或项目组", max_length=64)
    month = models.DateField("发放月份")
    issue = models.CharField("发放类型", max_length=16, choices=IssueKind.choices)
    state = models.CharField("状态", max_length=16, choices=PayrollState.choices, default=PayrollState.DRAFTING)
    job = models.UUIDField("后台作业", null=True)
    trouble = models.TextField("失败原因", blank=True)
    count = models.PositiveIntegerField("笔数", default=0)
    total_fen = models.BigIntegerField("金额（分）", default=0)
    stopped = models.PositiveIntegerField("拦截笔数", default=0)
    stopped_fen = models.BigIntegerField("拦截金额（分）", default=0)
    snapshot = models.CharField("快照", max_length=64, blank=True)
    opened_at = models.DateTimeField("编制时间")
    prepared_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="编制人")
    frozen_at = models.DateTimeField("冻结时间", null=True)
    checked_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="复核人")
    checked_at = models.DateTimeField("复核时间", null=True)
    approved_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="审批人"
    )
    approved_at = models.DateTimeField("审批时间", null=True)
    approved_again_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="二级审批人"
    )
    approved_again_at = models.DateTimeField("二级审批时间", null=True)
    released_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="放款人"
    )
    released_at = models.DateTimeField("放款时间", null=True)
    closed_at = models.DateTimeField("对账完成时间", null=True)
    overspending_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="同意超支人"
    )
    overspending_at = models.DateTimeField("同意超支时间", null=True)
    overspending_reason = models.TextField("同意超支理由", blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "发放批次"
        indexes = (models.Index(fields=["division_code", "uuid"], name="payroll_place"),)
        constraints = (
            models.CheckConstraint(condition=~Q(checked_by=F("prepared_by")), name="payroll_checked_by_another"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("prepared_by")) & ~Q(approved_by=F("checked_by")),
                name="payroll_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(approved_again_by=F("prepared_by"))
                & ~Q(approved_again_by=F("checked_by"))
                & ~Q(approved_again_by=F("approved_by")),
                name="payroll_approved_again_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(released_by=F("checked_by"))
                & ~Q(released_by=F("approved_by"))
                & ~Q(released_by=F("approved_again_by")),
                name="payroll_released_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(overspending_by=F("prepared_by"))
                & ~Q(overspending_by=F("checked_by"))
                & ~Q(overspending_by=F("released_by")),
                name="payroll_overspent_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PayrollState.RELEASED, PayrollState.CLOSED])
                | Q(checked_by__isnull=False, approved_by__isnull=False, released_by__isnull=False) & ~Q(snapshot=""),
                name="payroll_released_signed",
            ),
            models.UniqueConstraint(
                fields=["division_code", "line", "month"],
                condition=Q(state__in=[PayrollState.DRAFTING, PayrollState.DRAFT]),
                name="payroll_one_draft",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.month:%Y-%m} {self.state}"


class PayrollStep(models.Model):
    """One step of a payroll with who took it and why (批次步骤); never changed."""

    payroll = models.ForeignKey(Payroll, models.PROTECT, related_name="+", verbose_name="发放批次")
    act = models.CharField("步骤", max_length=16)
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="办理人")
    label = models.CharField("办理人姓名和岗位", max_length=100)
    at = models.DateTimeField("时间")
    opinion = models.TextField("意见", blank=True)

    class Meta:
        verbose_name = "批次步骤"

    def __str__(self) -> str:
        return f"{self.act} {self.at}"
