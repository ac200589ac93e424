"""Medical bills of insured children (医疗费用)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.models.line import EnrolmentLine
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class MedicalBill(models.Model):
    """
    What the treatment of a child cost in an insurance year, and who paid how much of it (医疗费用结算).

    Basic insurance, serious-illness insurance, medical aid, others; the family paid the rest. There is one for a line
    of the round at a time: figures that were wrong are withdrawn with why, and entered anew.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(EnrolmentLine, models.PROTECT, related_name="+", verbose_name="参保人员")
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别", max_length=16)
    charged_fen = models.BigIntegerField("医疗总费用（分）")
    basic_fen = models.BigIntegerField("基本医保支付（分）")
    illness_fen = models.BigIntegerField("大病保险支付（分）")
    aid_fen = models.BigIntegerField("医疗救助支付（分）")
    other_fen = models.BigIntegerField("其他支付（分）", default=0)
    source = models.CharField("来源", max_length=300)
    task_key = models.UUIDField("任务编号", null=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="撤回人"
    )
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q(), within_county=True)
    scoped_by: ClassVar[ScopedBy] = ScopedBy(
        child="child_id", category="category", permission=Permission.MANAGE_INSURANCE
    )
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "医疗费用结算"
        indexes = (models.Index(fields=["division_code", "uuid"], name="medical_bill_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=["line"], condition=Q(withdrawn_at__isnull=True), name="medical_bill_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(charged_fen__gt=0, basic_fen__gte=0, illness_fen__gte=0, aid_fen__gte=0, other_fen__gte=0),
                name="medical_bill_of_money",
            ),
            models.CheckConstraint(
                condition=Q(charged_fen__gte=F("basic_fen") + F("illness_fen") + F("aid_fen") + F("other_fen")),
                name="medical_bill_not_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="medical_bill_withdrawn_for_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.charged_fen} {self.family_fen}"

    @property
    def before_aid_fen(self) -> int:
        """Give what was left after the insurances and others, before medical aid."""
        return self.charged_fen - self.basic_fen - self.illness_fen - self.other_fen

    @property
    def family_fen(self) -> int:
        """Give what the family paid itself."""
        return self.before_aid_fen - self.aid_fen
