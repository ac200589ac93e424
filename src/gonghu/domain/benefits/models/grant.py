"""Grants (待遇): what a child is given, from one month to another."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.benefits.models.application import Application
from gonghu.domain.benefits.models.decision import Decision
from gonghu.domain.benefits.models.of_child import OfMoney
from gonghu.domain.benefits.terms import CareForm
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class Grant(OfMoney):
    """
    What a child is given of one line, from one month to another (待遇).

    ``from_month`` is the first day of the month after the confirmation, ``to_month`` that of the last paid month
    (末领年月), empty while it goes on. ``person`` is whom it is for, the same key in all files of one person: nobody
    is paid twice for one month. ``amount_fen`` is the sum of the whole where the line has no standard or was confirmed
    with a sum of its own; else the standards of the day say it. A change ends one grant and begins another.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="+", verbose_name="申请")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", verbose_name="决定")
    person = models.UUIDField("人员编号", db_index=True)
    line = models.CharField("项目", max_length=64)
    care_form = models.CharField("养育方式", max_length=12, choices=CareForm.choices, default=CareForm.SCATTERED)
    paying_division = models.CharField("发放区县代码", max_length=LENGTH)
    from_month = models.DateField("起始月份")
    to_month = models.DateField("末领年月", null=True)
    amount_fen = models.BigIntegerField("核定金额（分）", null=True)
    instalments = models.PositiveSmallIntegerField("分几次发", null=True)
    review_due_on = models.DateField("下次复核日期", null=True)
    ended_by = models.ForeignKey(Decision, models.PROTECT, related_name="+", null=True, verbose_name="停发决定")

    when_merged: ClassVar[WhenMerged] = WhenMerged(
        refused="两份档案都在领同一项待遇，请先停发其中一项，再合并",
        lies_with_file=Q(),
        within_county=True,
        person="person",
    )

    class Meta:
        verbose_name = "待遇"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="grant_place"),
            models.Index(fields=["paying_division", "uuid"], name="grant_payer"),
            models.Index(fields=["review_due_on"], condition=Q(to_month__isnull=True), name="grant_review"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["child", "line"], condition=Q(to_month__isnull=True), name="grant_open_once"
            ),
            models.UniqueConstraint(fields=["decision", "child", "from_month"], name="grant_once_a_decision"),
            # One that ended before it began was never paid: its last month is the one before the first.
            models.CheckConstraint(condition=Q(from_month__endswith="-01"), name="grant_from_a_first"),
            models.CheckConstraint(
                condition=Q(to_month__isnull=True) | Q(to_month__endswith="-01"), name="grant_to_a_first"
            ),
            models.CheckConstraint(condition=Q(amount_fen__isnull=True) | Q(amount_fen__gt=0), name="grant_of_money"),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.from_month:%Y-%m}"

    @property
    def is_open(self) -> bool:
        """Tell whether it goes on until further notice."""
        return self.to_month is None
