"""What went between us and the insurer: rosters, answers, invoices (报送、回执、保费通知)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.models.enrolment import EnrolmentRound
from gonghu.standards.division_code import LENGTH


class OfRound(models.Model):
    """What belongs to a round and is seen by whoever sees that (轮次所属记录)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(EnrolmentRound, models.PROTECT, related_name="+", verbose_name="参保轮次")
    division_code = models.CharField("区县代码", max_length=LENGTH)

    # Of the round, which stays in the books of its county.
    follows_place: ClassVar[bool] = False
    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.MANAGE_INSURANCE)

    class Meta:
        abstract = True


class RosterSent(OfRound):
    """A roster handed to the insurer (报送名册): how many persons and how much, and the digest of the file."""

    sha256 = models.CharField("摘要", max_length=64)
    persons = models.PositiveIntegerField("人数")
    total_fen = models.BigIntegerField("保费合计（分）")
    sent_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="报送人")
    sent_at = models.DateTimeField("报送时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "报送名册"
        indexes = (models.Index(fields=["division_code", "uuid"], name="roster_sent_place"),)

    def __str__(self) -> str:
        return f"{self.persons}人 {self.sent_at:%Y-%m-%d}"


class InsurerAnswer(OfRound):
    """An answer file of the insurer that was read (医保回执); the same file is not read twice."""

    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("摘要", max_length=64)
    counts = models.JSONField("各结果人数", default=dict)
    refused_rows = models.PositiveIntegerField("未能读入的行数", default=0)
    read_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="读入人")
    read_at = models.DateTimeField("读入时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "医保回执"
        indexes = (models.Index(fields=["division_code", "uuid"], name="insurer_answer_place"),)
        constraints = (models.UniqueConstraint(fields=["enrolment", "sha256"], name="insurer_answer_once"),)

    def __str__(self) -> str:
        return self.name


class PremiumInvoice(OfRound):
    """What the insurer asks for (保费通知单)."""

    document = models.CharField("通知单编号", max_length=100)
    persons = models.PositiveIntegerField("人数")
    amount_fen = models.BigIntegerField("金额（分）")
    dated_on = models.DateField("开具日期")
    entered_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("作废时间", null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "保费通知单"
        indexes = (models.Index(fields=["division_code", "uuid"], name="premium_invoice_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=["enrolment", "document"], condition=Q(withdrawn_at__isnull=True), name="premium_invoice_once"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="premium_invoice_amount"),
        )

    def __str__(self) -> str:
        return self.document
