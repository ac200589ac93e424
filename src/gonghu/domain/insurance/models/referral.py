"""Referrals to other departments (转介)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.insurance.terms import UNDER_WAY, ReferralKind, ReferralState
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class Referral(models.Model):
    """
    That a child was sent to somebody who has to help, by when, and what came of it (转介).

    It may rest on a finding; one of a kind is under way for a child at a time.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    finding = models.ForeignKey("policies.Finding", models.PROTECT, related_name="+", null=True, verbose_name="问题")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别", max_length=16, blank=True)
    kind = models.CharField("种类", max_length=16, choices=ReferralKind.choices)
    referred_to = models.CharField("转介单位", max_length=100)
    reason = models.CharField("转介事由", max_length=500)
    due_on = models.DateField("应答复日期")
    state = models.CharField("状态", max_length=16, choices=ReferralState.choices, default=ReferralState.OPEN)
    outcome = models.CharField("结果说明", max_length=500, blank=True)
    cost_fen = models.BigIntegerField("落实金额（分）", null=True)
    referred_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="转介人"
    )
    referred_at = models.DateTimeField("转介时间")
    answered_at = models.DateTimeField("答复时间", null=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q(state__in=sorted(UNDER_WAY)))
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category")
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "转介"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="referral_place"),
            models.Index(fields=["child"], name="referral_child"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["child", "kind"], condition=Q(state__in=sorted(UNDER_WAY)), name="referral_one_under_way"
            ),
            models.CheckConstraint(condition=Q(cost_fen__isnull=True) | Q(cost_fen__gte=0), name="referral_cost"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self.state in UNDER_WAY
