"""Decisions of two officers (决定), on one application or on a list of children (批次)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models.application import Application
from gonghu.domain.benefits.models.of_child import OfMoney
from gonghu.domain.benefits.models.school import SchoolRound
from gonghu.domain.benefits.terms import BatchState, CareForm, DecisionKind
from gonghu.standards.division_code import LENGTH


class Batch(models.Model):
    """
    The same sum for every child of a list, once (名单批次): a gift at a festival, a charity's help.

    That of a round of scholarships is for a school year, from ``month`` through ``through_month``, in ``instalments``.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区县代码", max_length=LENGTH)
    line = models.CharField("项目", max_length=64)
    name = models.CharField("批次名称", max_length=100)
    month = models.DateField("发放月份")
    through_month = models.DateField("终止月份", null=True)
    instalments = models.PositiveSmallIntegerField("分几次发", null=True)
    school_round = models.ForeignKey(SchoolRound, models.PROTECT, related_name="+", null=True, verbose_name="助学轮次")
    amount_fen = models.BigIntegerField("每人金额（分）")
    children = models.PositiveIntegerField("人数", default=0)
    state = models.CharField("状态", max_length=16, choices=BatchState.choices, default=BatchState.PROPOSED)
    reasons = models.TextField("理由")
    articles = models.TextField("依据")
    first_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="提出人")
    first_at = models.DateTimeField("提出时间")
    second_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="确认人")
    second_at = models.DateTimeField("确认时间", null=True)
    opinion = models.TextField("确认意见", blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "名单批次"
        indexes = (models.Index(fields=["division_code", "uuid"], name="batch_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=["division_code", "line", "month", "name"],
                condition=~Q(state=BatchState.REFUSED),
                name="batch_once",
            ),
            models.CheckConstraint(condition=~Q(second_by=F("first_by")), name="batch_two_persons"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="batch_of_money"),
            models.CheckConstraint(
                condition=Q(through_month__isnull=True, school_round__isnull=True)
                | Q(through_month__gte=F("month"), school_round__isnull=False),
                name="batch_of_a_school_year",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def total_fen(self) -> int:
        """Give the sum for all children."""
        return self.amount_fen * self.children


class BatchChild(OfMoney):
    """One child on the list of a batch (批次名单)."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", verbose_name="批次")
    care_form = models.CharField("养育方式", max_length=12, choices=CareForm.choices, default=CareForm.SCATTERED)

    class Meta:
        verbose_name = "批次名单"
        constraints = (models.UniqueConstraint(fields=["batch", "child"], name="batch_child_once"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.child_id}"


class Decision(models.Model):
    """
    What two officers decided, why, and by which articles (决定).

    One on an application, a change or an ending names the application; one on a list names the batch, one on a roll of
    those whom others paid the takeover. It is never changed: who thinks better of it makes another.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="+", null=True, verbose_name="申请")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", null=True, verbose_name="批次")
    takeover = models.UUIDField("接收批次编号", null=True)
    kind = models.CharField("决定种类", max_length=10, choices=DecisionKind.choices)
    number = models.CharField("文书编号", max_length=40, unique=True)
    first_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", db_index=False, verbose_name="查验人"
    )
    first_label = models.CharField("查验人姓名和岗位", max_length=100)
    second_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", db_index=False, verbose_name="确认人"
    )
    second_label = models.CharField("确认人姓名和岗位", max_length=100)
    at = models.DateTimeField("决定时间")
    reasons = models.TextField("理由")
    articles = models.TextField("依据条款")
    from_month = models.DateField("执行月份", null=True)

    class Meta:
        verbose_name = "决定"
        constraints = (
            models.CheckConstraint(condition=~Q(second_by=F("first_by")), name="decision_two_persons"),
            models.CheckConstraint(
                condition=Q(application__isnull=False, batch__isnull=True, takeover__isnull=True)
                | Q(application__isnull=True, batch__isnull=False, takeover__isnull=True)
                | Q(application__isnull=True, batch__isnull=True, takeover__isnull=False),
                name="decision_on_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reasons="") & ~Q(articles=""), name="decision_with_reasons"),
        )

    def __str__(self) -> str:
        return self.number


class DocumentCount(models.Model):
    """How many written decisions a county has given a number in a year (文书编号)."""

    county = models.CharField("区县代码", max_length=6)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("最后编号", default=0)

    class Meta:
        verbose_name = "文书编号"
        constraints = (models.UniqueConstraint(fields=["county", "year"], name="document_count_once"),)

    def __str__(self) -> str:
        return f"{self.county} {self.year} {self.last}"
