"""Sweeps from door to door (入户摸排): a round, and the households on its lists."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.terms import DoorOutcome
from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed
from gonghu.standards.division_code import LENGTH


class SweepRound(models.Model):
    """One round of going from door to door in an area (摸排轮次)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    name = models.CharField("名称", max_length=100)
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    made_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="建立人"
    )
    made_at = models.DateTimeField("建立时间")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.ASSIGN_TASKS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "摸排轮次"
        constraints = (models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="sweep_round_dates"),)
        indexes = (models.Index(fields=["division_code", "uuid"], name="sweep_division"),)

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> str:
        """Give the six digits of the district the round is in."""
        return self.division_code[:6]


class SweptHousehold(Sealed):
    """
    One household on the list of a village in a round (摸排户), and what came of it last.

    A list is fixed with the first outcome of its village: what is added later is an addition and counted apart.
    One ``is_from_door`` was on no list when somebody stood there, ``answered_by`` whom.
    ``household`` is its key where it is on file. Label and head are sealed as addresses are. ``device`` and
    ``sequence`` say which record of which telephone brought the outcome; the desk's own has none.
    """

    sweep = models.ForeignKey(SweepRound, models.PROTECT, related_name="+", db_index=False, verbose_name="摸排轮次")
    division_code = models.CharField("村（居）代码", max_length=LENGTH)
    number = models.PositiveIntegerField("序号")
    label = EncryptedText("户（门牌或叫法）")
    label_index = BlindIndex("户索引", of="label", purpose="swept_household")
    head = EncryptedText("户主", blank=True)
    household = models.UUIDField("家庭户", null=True)
    is_addition = models.BooleanField("名单外增加", default=False)
    is_from_door = models.BooleanField("上门时新增", default=False)
    answered_by = EncryptedText("应门人", blank=True)
    outcome = models.CharField("入户结果", max_length=10, choices=DoorOutcome.choices, blank=True)
    seen_on = models.DateField("入户日期", null=True)
    marked_at = models.DateTimeField("登记时间", null=True)
    marked_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )
    device = models.CharField("登记的手机", max_length=64, blank=True)
    sequence = models.BigIntegerField("手机上的顺序", default=0)

    scoped_by: ClassVar[ScopedBy] = ScopedBy()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "摸排户"
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="", seen_on__isnull=True) | (~Q(outcome="") & Q(seen_on__isnull=False)),
                name="swept_household_marked_whole",
            ),
        )
        indexes = (
            models.Index(fields=["sweep", "division_code", "number"], name="swept_household_list"),
            models.Index(fields=["division_code", "sweep"], name="swept_household_place"),
        )

    def __str__(self) -> str:
        return f"{self.sweep_id} {self.division_code} {self.number}"

    @property
    def version(self) -> str:
        """Say what stands there now: whoever marks a household tells what he saw."""
        return f"{self.outcome} {self.seen_on}" if self.outcome else ""

    @property
    def district(self) -> str:
        """Give the six digits of the district the household is in."""
        return self.division_code[:6]
