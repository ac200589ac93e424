"""Categories of children (类别认定)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from gonghu.domain.people.scoping import OfChild
from gonghu.domain.people.terms import Category, EndKind, FileState
from gonghu.foundation.intervals import Dated


class CategoryAssignment(OfChild, Dated):
    """
    That a child is recognised as something, from one day to another (类别认定).

    Two people decide; a child may be several things at once, but each only once a day. One that stands on the roll of
    the department (在册名单) was decided before: ``source_key`` names the run that read the roll, ``state_before`` how
    far the file had come until then. Two people end it too, but for what law and a date decide.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    category = models.CharField("类别", max_length=16, choices=Category.choices)
    basis = models.CharField("依据文件", max_length=300)
    evidence = models.TextField("证据", blank=True)
    first_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="初审人")
    second_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="复核人")
    decided_at = models.DateTimeField("认定时间")
    ended_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="终止人")
    end_first_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="提出终止的人"
    )
    end_kind = models.CharField("终止原因种类", max_length=16, choices=EndKind.choices, blank=True)
    source_key = models.UUIDField("来源编号", null=True)
    state_before = models.CharField("认定前档案状态", max_length=16, choices=FileState.choices, blank=True)
    end_reason = models.CharField("终止原因", max_length=300, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "类别认定"
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "category"], condition=Q(to_on__isnull=True), name="category_open_once"
            ),
            models.CheckConstraint(
                condition=Q(first_by__isnull=False, second_by__isnull=False) & ~Q(first_by=F("second_by"))
                | Q(first_by__isnull=True, second_by__isnull=True, source_key__isnull=False),
                name="category_decided_by_two",
            ),
            models.CheckConstraint(
                condition=Q(end_first_by__isnull=True) | ~Q(end_first_by=F("ended_by")), name="category_ended_by_two"
            ),
        )
        indexes = (models.Index(fields=["source_key"], condition=Q(source_key__isnull=False), name="category_source"),)

    def __str__(self) -> str:
        return str(self.get_category_display())
