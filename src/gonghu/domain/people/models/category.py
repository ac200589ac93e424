"""Categories of children (类别认定)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from gonghu.domain.people.scoping import OfChild
from gonghu.domain.people.terms import Category
from gonghu.foundation.intervals import Dated


class CategoryAssignment(OfChild, Dated):
    """
    That a child is recognised as something, from one day to another (类别认定).

    Two people decide; a child may be several things at once, but each only once a day.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    category = models.CharField("类别", max_length=16, choices=Category.choices)
    basis = models.CharField("依据文件", max_length=300)
    evidence = models.TextField("证据", blank=True)
    first_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="初审人")
    second_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="复核人")
    decided_at = models.DateTimeField("认定时间")
    ended_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="终止人")
    end_reason = models.CharField("终止原因", max_length=300, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "类别认定"
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "category"], condition=Q(to_on__isnull=True), name="category_open_once"
            ),
            models.CheckConstraint(condition=~Q(first_by=F("second_by")), name="category_decided_by_two"),
        )

    def __str__(self) -> str:
        return str(self.get_category_display())
