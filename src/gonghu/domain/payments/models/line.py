"""Lines of payrolls (发放明细), the months they hold, and what stops them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission, SealedKind
from gonghu.domain.payments.models.account import PayAccount
from gonghu.domain.payments.models.payroll import Payroll
from gonghu.domain.payments.terms import LineCause, LineKind, StopKind, StopState
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class PayrollLine(models.Model):
    """
    What is paid to one child on one grant for one month (发放明细); negative where too much was paid before.

    ``person`` is the human being whatever files there are; ``group`` the line, or LIVING for those of which a person
    gets only one. A line that is stopped belongs to no payment. A draft writes its lines in one statement from the rows
    of their grants: the database need not look up each of them again.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    payroll = models.ForeignKey(
        Payroll, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="发放批次"
    )
    grant = models.ForeignKey(
        "benefits.Grant", models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="待遇"
    )
    child = models.ForeignKey(
        "people.Child", models.PROTECT, related_name="+", db_constraint=False, verbose_name="儿童"
    )
    person = models.UUIDField("人员")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    line = models.CharField("项目", max_length=64)
    group = models.CharField("互斥组", max_length=64)
    month = models.DateField("所属月份")
    kind = models.CharField("种类", max_length=16, choices=LineKind.choices)
    amount_fen = models.BigIntegerField("金额（分）")
    standard_fen = models.BigIntegerField("标准（分）", default=0, db_default=0)
    deducted_fen = models.BigIntegerField("扣减（分）", default=0, db_default=0)
    cause = models.CharField("与上月差异原因", max_length=16, choices=LineCause.choices)
    why = models.CharField("依据", max_length=200, blank=True, default="", db_default="")
    account = models.ForeignKey(
        PayAccount,
        models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
        verbose_name="收款账户",
    )
    payment = models.ForeignKey(
        "Payment", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="支付"
    )
    is_stopped = models.BooleanField("已拦截", default=False, db_default=False)

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="it is told as it was paid; its grant says whose it is")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", permission=Permission.SEE_MONEY)
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "发放明细"
        indexes = (
            models.Index(fields=["payroll", "division_code", "uuid"], name="payroll_line_place"),
            models.Index(fields=["payment"], condition=Q(payment__isnull=False), name="payroll_line_payment"),
        )
        constraints = (
            models.UniqueConstraint(fields=["grant", "month", "payroll"], name="payroll_line_once"),
            models.CheckConstraint(
                condition=Q(is_stopped=False) | Q(payment__isnull=True), name="payroll_line_stopped_unpaid"
            ),
            models.CheckConstraint(
                condition=Q(kind=LineKind.CLAW_BACK, amount_fen__lt=0)
                | ~Q(kind=LineKind.CLAW_BACK) & Q(amount_fen__gt=0),
                name="payroll_line_sign",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.month:%Y-%m} {self.amount_fen}"


class MonthHeld(models.Model):
    """
    That a person's month of a group of lines is taken by one line of one payroll (已占用月份).

    The database lets nobody have it twice: not on another line of the group, in another area, or into another account.
    """

    person = models.UUIDField("人员")
    group = models.CharField("互斥组", max_length=64)
    month = models.DateField("月份")
    grant = models.ForeignKey(
        "benefits.Grant", models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="待遇"
    )
    line = models.ForeignKey(
        PayrollLine, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="发放明细"
    )
    payroll = models.ForeignKey(Payroll, models.PROTECT, related_name="+", db_constraint=False, verbose_name="发放批次")

    class Meta:
        verbose_name = "已占用月份"
        constraints = (models.UniqueConstraint(fields=["person", "group", "month"], name="month_held_once"),)

    def __str__(self) -> str:
        return f"{self.group} {self.month:%Y-%m}"


class Stop(models.Model):
    """
    That a line is stopped before money leaves, why, and what somebody decided about it (拦截).

    ``words_open`` stands where ``words`` would give away what is sealed. ``fingerprint`` is of what it rests on: what
    somebody let go is not stopped again for the same.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    payroll = models.ForeignKey(Payroll, models.PROTECT, related_name="+", db_index=False, verbose_name="发放批次")
    line = models.ForeignKey(PayrollLine, models.PROTECT, related_name="+", verbose_name="发放明细")
    grant = models.ForeignKey("benefits.Grant", models.PROTECT, related_name="+", verbose_name="待遇")
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    kind = models.CharField("种类", max_length=24, choices=StopKind.choices)
    sealed = models.CharField("密级", max_length=32, choices=SealedKind.choices, blank=True)
    words = models.CharField("理由", max_length=500)
    words_open = models.CharField("理由（不含密级内容）", max_length=500)
    fingerprint = models.CharField("依据摘要", max_length=32)
    state = models.CharField("处理", max_length=8, choices=StopState.choices, default=StopState.OPEN)
    decided_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="处理人")
    decided_at = models.DateTimeField("处理时间", null=True)
    opinion = models.TextField("处理意见", blank=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="it belongs to a line")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", permission=Permission.SEE_MONEY)
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "拦截"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="stop_place"),
            models.Index(fields=["payroll", "state"], name="stop_payroll"),
        )
        constraints = (
            models.UniqueConstraint(fields=["line", "kind"], name="stop_once_a_kind"),
            models.CheckConstraint(
                condition=Q(state=StopState.OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state=StopState.OPEN) & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="stop_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
