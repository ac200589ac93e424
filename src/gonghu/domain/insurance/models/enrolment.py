"""Yearly rounds of enrolment (参保轮次)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.terms import RoundState
from gonghu.standards.division_code import LENGTH


class EnrolmentRound(models.Model):
    """
    One county's enrolment of its children for one insurance year (参保轮次).

    ``premiums`` gives each class of persons what one premium costs and where that figure was read: a table of code to
    ``fen``, ``mark``, ``basis``. The window is the time in which the insurer takes names.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区县代码", max_length=LENGTH)
    year = models.PositiveSmallIntegerField("参保年度")
    opens_on = models.DateField("集中参保期开始")
    closes_on = models.DateField("集中参保期结束")
    premiums = models.JSONField("各类人员保费", default=dict)
    fund = models.CharField("资助资金来源", max_length=40, blank=True)
    state = models.CharField("状态", max_length=16, choices=RoundState.choices, default=RoundState.OPEN)
    opened_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="建立人")
    opened_at = models.DateTimeField("建立时间")
    settled_at = models.DateTimeField("对平时间", null=True)

    # A year is finished in the books of the county that began it: where two become one, both go on.
    follows_place: ClassVar[bool] = False
    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.MANAGE_INSURANCE)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "参保轮次"
        indexes = (models.Index(fields=["division_code", "uuid"], name="enrolment_round_place"),)
        constraints = (
            models.UniqueConstraint(fields=["division_code", "year"], name="enrolment_round_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="enrolment_round_window"),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.year}"

    @property
    def is_open(self) -> bool:
        """Tell whether lines may still change."""
        return self.state != RoundState.SETTLED
