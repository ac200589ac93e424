"""Receipts of what was handed over (签收)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gonghu.domain.benefits.models.decision import Batch, BatchChild
from gonghu.domain.benefits.models.of_child import OfMoney
from gonghu.foundation.encryption import EncryptedText, Sealed


class Receipt(OfMoney, Sealed):
    """
    That the sum of a batch was handed over to somebody, who signed for it, on which day, and by whom (签收).

    What goes through the bank is signed for by its answer and has none. ``lot`` is the same for all that were entered
    at once: they are booked together. One that was wrong is withdrawn with a reason, and another may be entered.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", verbose_name="批次")
    listed = models.ForeignKey(BatchChild, models.PROTECT, related_name="+", verbose_name="批次名单")
    lot = models.UUIDField("同批登记")
    amount_fen = models.BigIntegerField("金额（分）")
    fund = models.CharField("资金来源", max_length=40, blank=True)
    signed_by = EncryptedText("签收人")
    relation = models.CharField("与儿童的关系", max_length=40)
    received_on = models.DateField("签收日期")
    handed_by = models.CharField("发放人", max_length=100)
    evidence = models.CharField("凭据", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="撤回人"
    )
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "签收"
        indexes = (models.Index(fields=["division_code", "uuid"], name="receipt_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=["listed"], condition=Q(withdrawn_at__isnull=True), name="receipt_once_a_child"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="receipt_of_money"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="receipt_withdrawn_for_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.received_on:%Y-%m-%d} {self.amount_fen}"
