"""How long records are kept, and what is decided when the time is over (保存期限)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.models.account import Account
from gonghu.domain.access.privacy_terms import RecordKind, RetentionChoice
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.standards.division_code import LENGTH


class RetentionRule(models.Model):
    """
    How many months a bureau keeps one kind of record after it was closed (保存期限规定); none for good.

    The rule of the nearest division above a record counts, else the first one of ``privacy_terms``.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    record_kind = models.CharField("记录种类", max_length=16, choices=RecordKind.choices)
    months = models.PositiveSmallIntegerField("保存月数（空为永久）", null=True)
    document = models.CharField("依据文件", max_length=200)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.READ_AUDIT)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "保存期限"
        constraints = (
            models.UniqueConstraint(fields=["division_code", "record_kind"], name="retention_rule_once"),
            models.CheckConstraint(condition=Q(months__isnull=True) | Q(months__gte=1), name="retention_rule_months"),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.get_record_kind_display()}"


class RetentionDecision(models.Model):
    """
    What a person decided about one record whose time is over (到期处理决定); nothing is removed without one.

    Of several decisions about a record the last one counts.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    record_kind = models.CharField("记录种类", max_length=16, choices=RecordKind.choices)
    record_key = models.UUIDField("记录编号", db_index=True)
    division_code = models.CharField("区划代码", max_length=LENGTH, db_index=True)
    choice = models.CharField("决定", max_length=12, choices=RetentionChoice.choices)
    until_on = models.DateField("继续保存至", null=True)
    reason = models.CharField("理由", max_length=300)
    decided_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.APPROVE_ACCESS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "到期处理决定"
        constraints = (
            models.CheckConstraint(
                condition=Q(choice="KEEP", until_on__isnull=False) | (~Q(choice="KEEP") & Q(until_on__isnull=True)),
                name="retention_kept_until",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_key} {self.get_choice_display()}"
