"""Payments (支付): one sum to one account for one child."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.models.account import PayAccount
from gonghu.domain.payments.models.files import BankFile, ReturnFile
from gonghu.domain.payments.models.payroll import Payroll
from gonghu.domain.payments.terms import PaymentState
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class Payment(models.Model):
    """
    One sum to one account for one child of a payroll (支付).

    One that comes back keeps its row and its reason; what is paid instead of it is a payment of its own, ``instead_of``
    it. ``serial`` is its number in the bank file, by which the bank's answer names it.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    payroll = models.ForeignKey(
        Payroll, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="发放批次"
    )
    child = models.ForeignKey(
        "people.Child", models.PROTECT, related_name="+", db_constraint=False, verbose_name="儿童"
    )
    division_code = models.CharField("区划代码", max_length=LENGTH)
    account = models.ForeignKey(PayAccount, models.PROTECT, related_name="+", verbose_name="收款账户")
    amount_fen = models.BigIntegerField("金额（分）")
    state = models.CharField(
        "状态",
        max_length=16,
        choices=PaymentState.choices,
        default=PaymentState.WAITING,
        db_default=PaymentState.WAITING,
    )
    bank_file = models.ForeignKey(BankFile, models.PROTECT, related_name="+", null=True, verbose_name="银行文件")
    serial = models.PositiveIntegerField("序号", null=True)
    return_file = models.ForeignKey(ReturnFile, models.PROTECT, related_name="+", null=True, verbose_name="回盘文件")
    bank_reference = models.CharField("银行流水号", max_length=64, blank=True, default="", db_default="")
    settled_on = models.DateField("到账或退回日期", null=True)
    reason = models.CharField("退回原因", max_length=200, blank=True, default="", db_default="")
    instead_of = models.OneToOneField(
        "self", models.PROTECT, related_name="+", null=True, verbose_name="重新发放的原支付"
    )

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="money went out, or goes, in that name")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", permission=Permission.SEE_MONEY)
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "支付"
        indexes = (
            models.Index(fields=["payroll", "state"], name="payment_state"),
            models.Index(fields=["bank_reference"], condition=~Q(bank_reference=""), name="payment_reference"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payment_positive"),
            models.UniqueConstraint(
                fields=["payroll", "child"], condition=Q(instead_of__isnull=True), name="payment_once_a_child"
            ),
            models.UniqueConstraint(fields=["bank_file", "serial"], name="payment_serial_once"),
            models.CheckConstraint(
                condition=Q(state__in=[PaymentState.WAITING, PaymentState.GIVEN_UP])
                | Q(bank_file__isnull=False, serial__isnull=False),
                name="payment_sent_in_a_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount_fen} {self.state}"
