"""Applications (申请) and their steps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.benefits.models.of_child import OfMoney
from gonghu.domain.benefits.terms import PENDING, WAITING, ApplicationAct, ApplicationState, CareForm, Procedure
from gonghu.foundation.encryption import EncryptedText, Sealed
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class Application(OfMoney, Sealed):
    """
    That somebody asks for a benefit for a child, or the office begins of itself (申请).

    ``handling_division`` is the town that received it, wherever the child lives; ``due_on`` the last day of the step
    that is next. ``facts`` is what registers say, each with the row that says it and whether the check bears it out;
    ``papers`` what no register says, asked for once. ``amount_fen`` is asked for where the line has no standard.
    ``pays_from`` and ``pays_through`` bound a school year.
    """

    line = models.CharField("项目", max_length=64)
    handling_division = models.CharField("受理乡镇代码", max_length=LENGTH)
    finding = models.ForeignKey("policies.Finding", models.PROTECT, related_name="+", null=True, verbose_name="问题")
    recognition = models.ForeignKey(
        "policies.Recognition", models.PROTECT, related_name="+", null=True, verbose_name="认定"
    )
    batch = models.ForeignKey("benefits.Batch", models.PROTECT, related_name="+", null=True, verbose_name="批次")
    procedure = models.CharField("办理程序", max_length=16, choices=Procedure.choices, default=Procedure.NORMAL)
    state = models.CharField("状态", max_length=16, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    care_form = models.CharField("养育方式", max_length=12, choices=CareForm.choices, default=CareForm.SCATTERED)
    applicant = EncryptedText("申请人", blank=True)
    applicant_relation = models.CharField("申请人与儿童的关系", max_length=40, blank=True)
    facts = models.JSONField("查验事实", default=list, blank=True)
    papers = models.JSONField("材料", default=list, blank=True)
    words = models.TextField("申请理由", blank=True)
    urgent_reason = models.TextField("先行办理的理由", blank=True)
    amount_fen = models.BigIntegerField("申请金额（分）", null=True)
    pays_from = models.DateField("学年起始月", null=True)
    pays_through = models.DateField("学年终止月", null=True)
    drafted_at = models.DateTimeField("填写时间")
    drafted_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="填写人"
    )
    received_at = models.DateTimeField("受理时间", null=True)
    received_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="受理人"
    )
    checked_at = models.DateTimeField("查验时间", null=True)
    checked_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="查验人"
    )
    check_opinion = models.TextField("查验意见", blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    due_on = models.DateField("本步骤期限", null=True)
    papers_due_on = models.DateField("补交材料期限", null=True)
    told_at = models.DateTimeField("告知申请人时间", null=True)

    places_beside: ClassVar[tuple[str, ...]] = ("handling_division",)
    when_merged: ClassVar[WhenMerged] = WhenMerged(
        refused="两份档案都有同一项目的申请在办理，请先办结或撤回其中一件，再合并", lies_with_file=Q()
    )

    class Meta:
        verbose_name = "申请"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="application_place"),
            models.Index(fields=["handling_division", "uuid"], name="application_handled"),
            models.Index(fields=["state", "due_on", "division_code"], name="application_clock"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["child", "line"],
                condition=Q(state__in=sorted(PENDING), batch__isnull=True),
                name="application_one_pending",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(WAITING)) | Q(received_at__isnull=False, due_on__isnull=False),
                name="application_waits_with_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.CHECKED) | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="application_checked_whole",
            ),
            models.CheckConstraint(
                condition=Q(pays_through__isnull=True) | Q(pays_from__isnull=False, pays_through__gte=F("pays_from")),
                name="application_school_year",
            ),
            models.CheckConstraint(
                condition=~Q(procedure__in=[Procedure.SIMPLIFIED, Procedure.GREEN])
                | ~Q(state__in=sorted(WAITING))
                | ~Q(urgent_reason=""),
                name="application_urgent_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.state}"

    @property
    def is_pending(self) -> bool:
        """Tell whether it is not decided yet."""
        return self.state in PENDING

    @property
    def is_handled_elsewhere(self) -> bool:
        """Tell whether another town than the child's own received it (异地受理)."""
        return bool(self.handling_division) and self.handling_division[:9] != self.division_code[:9]


class ApplicationStep(models.Model):
    """One step of an application with who took it, why, and by when it was due (申请步骤); never changed."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+", verbose_name="申请")
    act = models.CharField("步骤", max_length=16, choices=ApplicationAct.choices)
    by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="办理人"
    )
    label = models.CharField("办理人姓名和岗位", max_length=100)
    at = models.DateTimeField("时间")
    opinion = models.TextField("意见", blank=True)
    due_on = models.DateField("本步骤期限", null=True)

    class Meta:
        verbose_name = "申请步骤"

    def __str__(self) -> str:
        return f"{self.act} {self.at}"
