"""Who answers for which division (责任区), and the real-name register (实名台账)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.workforce.terms import Background, ChargeKind, Employment
from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed
from gonghu.foundation.intervals import Dated
from gonghu.standards.division_code import LENGTH


class Charge(Dated):
    """
    One division that a post answers for, from one day to another (责任区).

    ``seat`` is kind and division in one: nobody else has it on the same day, the database refuses.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey("access.Post", models.PROTECT, related_name="+", verbose_name="岗位")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    kind = models.CharField("责任类别", max_length=16, choices=ChargeKind.choices)
    seat = models.CharField("席位", max_length=32)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_TASKS)
    seat_of_place: ClassVar[str] = "seat"
    objects = ScopedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "责任区"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="charge_division"),
            models.Index(fields=["seat", "from_on"], name="charge_seat"),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.get_kind_display()}"

    @property
    def district(self) -> str:
        """Give the six digits of the district the division lies in."""
        return self.division_code[:6]


class HandOver(models.Model):
    """
    That a post passed from one to another, or was left, and what hung on it that day (岗位交接记录).

    Rows are added and never changed. Without a taker the post was left vacant, and its work fell to who stands in.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey("access.Post", models.PROTECT, related_name="+", verbose_name="岗位")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    giver = models.ForeignKey("access.Account", models.PROTECT, related_name="+", db_index=False, verbose_name="交出人")
    taker = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", db_index=False, null=True, verbose_name="接手人"
    )
    on = models.DateField("交接日期")
    children = models.PositiveIntegerField("负责的儿童")
    tasks = models.PositiveIntegerField("待办任务")
    overdue = models.PositiveIntegerField("其中逾期")
    charges = models.PositiveIntegerField("另行负责的地方")
    at = models.DateTimeField("登记时间")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.ASSIGN_TASKS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位交接记录"
        indexes = (models.Index(fields=["division_code", "uuid"], name="hand_over_division"),)

    def __str__(self) -> str:
        return f"{self.post_id} {self.on}"

    @property
    def district(self) -> str:
        """Give the six digits of the district the post works in."""
        return self.division_code[:6]


class Worker(Sealed):
    """
    One person of the workforce under the real name (实名人员).

    The account says which posts the person holds; somebody not yet appointed has none.
    """

    account = models.OneToOneField(
        "access.Account", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="账号"
    )
    name = models.CharField("姓名", max_length=50)
    number = EncryptedText("身份证号", null=True, blank=True)
    number_index = BlindIndex("身份证号索引", of="number", purpose="worker number", null=True, db_index=True)
    phone = EncryptedText("手机号", null=True, blank=True)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    employment = models.CharField("专兼职", max_length=16, choices=Employment.choices)
    background = models.CharField("身份来源", max_length=24, choices=Background.choices)
    entered_on = models.DateField("到岗日期")
    left_on = models.DateField("离岗日期", null=True, blank=True)
    trained_on = models.DateField("最近培训日期", null=True, blank=True)
    checked_on = models.DateField("最近违法犯罪记录查询日期", null=True, blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.ASSIGN_TASKS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "实名人员"
        indexes = (models.Index(fields=["division_code", "uuid"], name="worker_division"),)

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> str:
        """Give the six digits of the district the person works in."""
        return self.division_code[:6]
