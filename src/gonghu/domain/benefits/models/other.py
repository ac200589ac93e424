"""Other help a child has already (已领其他救助)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.benefits.models.of_child import OfMoney
from gonghu.domain.benefits.terms import OtherKind
from gonghu.foundation.intervals import Dated
from gonghu.foundation.merged_rows import WhenMerged


class OtherBenefit(OfMoney, Dated):
    """
    What a child has a month of a kind of other help, from one day to another (已领其他救助).

    Both days belong to it: the first of a month and the last of one. ``seat`` is child and kind in one: two of a kind
    never hold on one day, the database refuses.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("救助种类", max_length=20, choices=OtherKind.choices)
    seat = models.CharField("席位", max_length=60)
    monthly_fen = models.BigIntegerField("每月金额（分）")
    source = models.CharField("来源", max_length=200)
    evidence = models.TextField("依据", blank=True)
    finding = models.ForeignKey("policies.Finding", models.PROTECT, related_name="+", null=True, verbose_name="问题")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )

    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q(), seat="seat")

    class Meta(Dated.Meta):
        verbose_name = "已领其他救助"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="other_benefit_place"),
            models.Index(fields=["seat", "from_on"], name="other_benefit_seat"),
        )
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(monthly_fen__gte=0), name="other_benefit_not_owed"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.from_on:%Y-%m}"
