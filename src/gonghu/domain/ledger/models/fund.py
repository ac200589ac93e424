"""Funds (资金来源) and what they have for a year (预算)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.terms import FundLevel
from gonghu.standards.division_code import LENGTH


class Fund(models.Model):
    """Where money comes from (资金来源); lines of benefits name it by its code, in the order in which it pays."""

    code = models.CharField("资金代码", max_length=32, primary_key=True)
    name = models.CharField("资金名称", max_length=100)
    level = models.CharField("资金层级", max_length=10, choices=FundLevel.choices)

    class Meta:
        verbose_name = "资金来源"

    def __str__(self) -> str:
        return self.name


class BudgetChange(models.Model):
    """
    What a fund gets for a year in a county, or gives up again (预算变动); rows are added and never changed.

    The budget of a year is the sum of its rows.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", verbose_name="资金来源")
    division_code = models.CharField("区县代码", max_length=LENGTH)
    year = models.PositiveSmallIntegerField("预算年度")
    amount_fen = models.BigIntegerField("金额（分）")
    document = models.CharField("文号", max_length=100)
    reason = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="登记人")
    label = models.CharField("登记人姓名和岗位", max_length=100)
    at = models.DateTimeField("登记时间")

    # Books stay with the place that kept them.
    follows_place: ClassVar[bool] = False
    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "预算变动"
        indexes = (models.Index(fields=["division_code", "year", "uuid"], name="budget_change_place"),)
        constraints = (models.CheckConstraint(condition=~Q(amount_fen=0), name="budget_change_of_something"),)

    def __str__(self) -> str:
        return f"{self.fund_id} {self.year} {self.amount_fen}"
