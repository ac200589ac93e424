"""Lines of a round: one child each (参保人员)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.insurance.models.enrolment import EnrolmentRound
from gonghu.domain.insurance.terms import ON_THE_INVOICE, LineState
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class EnrolmentLine(models.Model):
    """
    That a child is to be insured in a year, and what became of it (参保人员).

    A child stands in one line a year wherever it is counted: the database keeps a second premium from being owed.
    ``premium_fen`` is what the insurer is owed for it, nothing unless it is enrolled at our cost.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(EnrolmentRound, models.PROTECT, related_name="+", verbose_name="参保轮次")
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    year = models.PositiveSmallIntegerField("参保年度")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别", max_length=16)
    person_class = models.CharField("人员类别", max_length=24)
    state = models.CharField("状态", max_length=16, choices=LineState.choices, default=LineState.ELIGIBLE)
    premium_fen = models.BigIntegerField("保费（分）", default=0)
    elsewhere = models.CharField("他处参保说明", max_length=200, blank=True)
    refusal = models.CharField("未能参保的原因", max_length=200, blank=True)
    sent_at = models.DateTimeField("报送时间", null=True)
    answered_at = models.DateTimeField("回执时间", null=True)
    paid_on = models.DateField("支付日期", null=True)
    task_key = models.UUIDField("任务编号", null=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q(), within_county=True)
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category")
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "参保人员"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="enrolment_line_place"),
            models.Index(fields=["enrolment", "state", "division_code", "uuid"], name="enrolment_line_state"),
        )
        constraints = (
            models.UniqueConstraint(fields=["child", "year"], name="enrolment_line_once_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ON_THE_INVOICE)) | Q(premium_fen=0), name="enrolment_line_premium"
            ),
            models.CheckConstraint(
                condition=~Q(state=LineState.PAID) | Q(paid_on__isnull=False), name="enrolment_line_paid_on_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.person_class} {self.state}"
