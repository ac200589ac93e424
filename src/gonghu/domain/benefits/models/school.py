"""Rounds of scholarships (助学轮次): who may have one in a school year, and what shows that they study."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models.of_child import OfMoney
from gonghu.domain.benefits.terms import ListedFor, ProofSource
from gonghu.domain.people.terms import SchoolStage
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class SchoolRound(models.Model):
    """
    One county's scholarships of a line for one school year (助学轮次), by first and last month.

    ``due_on`` is the day by which proofs of enrolment are asked for.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区县代码", max_length=LENGTH)
    line = models.CharField("项目", max_length=64)
    from_month = models.DateField("学年起始月")
    to_month = models.DateField("学年终止月")
    due_on = models.DateField("在读证明截止日期")
    opened_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", db_index=False, verbose_name="建立人"
    )
    opened_at = models.DateTimeField("建立时间")

    # A school year is finished in the books of the county that began it; its students follow their village.
    follows_place: ClassVar[bool] = False
    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "助学轮次"
        indexes = (models.Index(fields=["division_code", "uuid"], name="school_round_place"),)
        constraints = (
            models.UniqueConstraint(fields=["division_code", "line", "from_month"], name="school_round_once"),
            models.CheckConstraint(condition=Q(to_month__gte=F("from_month")), name="school_round_ends_later"),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.year}"

    @property
    def year(self) -> str:
        """Write the school year as schools do: 2026—2027."""
        return f"{self.from_month.year}—{self.to_month.year}"


class SchoolStudent(OfMoney):
    """
    That somebody may have a scholarship in a school year, and why (助学对象); once a year, wherever they are counted.

    ``task_key`` is the task that asks for the proof. Who has left school, or wants none, has said so in
    ``left_reason``.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(SchoolRound, models.PROTECT, related_name="+", verbose_name="助学轮次")
    line = models.CharField("项目", max_length=64)
    from_month = models.DateField("学年起始月")
    why = models.CharField("列入理由", max_length=12, choices=ListedFor.choices)
    task_key = models.UUIDField("任务编号", null=True)
    left_reason = models.CharField("本学年不享受的原因", max_length=200, blank=True)
    left_at = models.DateTimeField("登记时间", null=True)
    left_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )

    state: str
    """How far the scholarship has come on a day; only queries say it."""
    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q())

    class Meta:
        verbose_name = "助学对象"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="school_student_place"),
            models.Index(fields=["round", "division_code", "uuid"], name="school_student_round"),
        )
        constraints = (
            models.UniqueConstraint(fields=["child", "line", "from_month"], name="school_student_once_a_year"),
            models.CheckConstraint(
                condition=Q(left_reason="", left_at__isnull=True) | ~Q(left_reason="") & Q(left_at__isnull=False),
                name="school_student_left_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.from_month:%Y}"


class SchoolProof(models.Model):
    """
    What shows that somebody studies, from one day to another (在读证明); one that was wrong is withdrawn, with why.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey(SchoolStudent, models.PROTECT, related_name="+", verbose_name="助学对象")
    source = models.CharField("来源", max_length=12, choices=ProofSource.choices)
    school = models.CharField("学校", max_length=100)
    stage = models.CharField("阶段", max_length=16, choices=SchoolStage.choices)
    from_on = models.DateField("证明起始日期")
    to_on = models.DateField("证明截止日期")
    evidence = models.CharField("依据", max_length=300)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )
    label = models.CharField("登记人姓名和岗位", max_length=100)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="撤回人"
    )
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "在读证明"
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="school_proof_ends_later"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="school_proof_withdrawn_for_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.school} {self.from_on:%Y-%m-%d}"
