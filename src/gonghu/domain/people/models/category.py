"""Categories of children (类别认定)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from gonghu.domain.people.scoping import OfChild
from gonghu.domain.people.terms import Category, EndKind, FileState, ReviewCause
from gonghu.foundation.intervals import Dated


class CategoryAssignment(OfChild, Dated):
    """
    That a child is recognised as something, from one day to another (类别认定).

    Two people decide; a child may be several things at once, but each only once a day. One that stands on the roll of
    the department (在册名单) was decided before: ``source_key`` names the run that read the roll, ``state_before`` how
    far the file had come until then. Two people end it too, but for what law and a date decide.

    It is looked at again by ``review_on`` (定期复核); ``clean_on`` is the last day on which a run saw the child on the
    roll and found nothing against it.
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
    review_on = models.DateField("应复核日期", null=True)
    review_cause = models.CharField("复核事由", max_length=8, choices=ReviewCause.choices, blank=True, db_default="")
    reviewed_on = models.DateField("上次复核日期", null=True)
    clean_on = models.DateField("比对在册无异常日期", null=True)
    clean_run = models.UUIDField("比对在册无异常的比对", null=True)

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
        indexes = (
            models.Index(fields=["source_key"], condition=Q(source_key__isnull=False), name="category_source"),
            models.Index(fields=["review_on", "uuid"], condition=Q(to_on__isnull=True), name="category_review_due"),
        )

    def __str__(self) -> str:
        return str(self.get_category_display())


class CategoryReview(OfChild):
    """
    That a recognition was looked at again and still holds (定期复核): when, by whom, on what evidence, next by when.

    ``due_on`` and ``reviewed_before`` are what stood there until then, so that it can be undone. With ``run`` it rests
    on what that run saw in the registers.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    assignment = models.ForeignKey(
        CategoryAssignment, models.CASCADE, related_name="+", db_index=False, verbose_name="类别认定"
    )
    due_on = models.DateField("应复核日期")
    cause = models.CharField("复核事由", max_length=8, choices=ReviewCause.choices)
    reviewed_before = models.DateField("此前复核日期", null=True)
    reviewed_on = models.DateField("复核日期")
    evidence = models.TextField("证据")
    next_on = models.DateField("下次复核日期")
    run = models.UUIDField("所依据的比对", null=True)
    said_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="复核人"
    )
    said_at = models.DateTimeField("登记时间")
    undone_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="撤销人"
    )
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_reason = models.CharField("撤销原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "定期复核"
        indexes = (models.Index(fields=["assignment", "said_at"], name="category_review_of"),)

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.reviewed_on}"
