"""What a family says of the subsidy at a visit (补贴问答), beside what was paid."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.visits.models.visit import AboutChild, Visit
from gonghu.domain.visits.terms import MoneyDifference, MoneyReceived


class MoneyTold(AboutChild):
    """
    What was answered at a visit about the subsidy (补贴问答), held against what had been paid by that day.

    ``words`` says in what the two differ, and ``task`` is whoever finds out. Seen by those who see money.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.OneToOneField(Visit, models.PROTECT, related_name="+", verbose_name="走访")
    told_on = models.DateField("走访日期")
    received = models.CharField("补贴收到了吗", max_length=12, choices=MoneyReceived.choices)
    holder = models.CharField("卡在谁手里", max_length=40, blank=True)
    amount_fen = models.BigIntegerField("说的金额（分）", null=True)
    difference = models.CharField("不一致", max_length=16, choices=MoneyDifference.choices, blank=True)
    words = models.CharField("不一致的情况", max_length=500, blank=True)
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="+", null=True, verbose_name="任务")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category", permission=Permission.SEE_MONEY)

    class Meta:
        verbose_name = "补贴问答"
        indexes = (
            models.Index(fields=["division_code", "uuid"], condition=~Q(difference=""), name="money_told_differs"),
        )

    def __str__(self) -> str:
        return f"{self.received} {self.told_on}"
