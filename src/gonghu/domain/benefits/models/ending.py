"""Endings (停发): that a grant ends, with the fields of the national leave form."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.benefits.models.decision import Decision
from gonghu.domain.benefits.models.grant import Grant
from gonghu.domain.benefits.models.of_child import OfMoney
from gonghu.domain.benefits.terms import LEAVE_FIELDS, EndingState, EndReason
from gonghu.foundation.merged_rows import WhenMerged


class Ending(OfMoney):
    """
    That a grant ends (停发), proposed by one officer and decided by another.

    ``happened_on`` is the day of the event (出狱、戒毒成功、找到、死亡…), ``last_month`` the last paid month: that of
    the event, since it ends from the next. ``facts`` holds what the leave form asks for beyond these (死因、善后处理、
    迁入地), ``papers`` names what was attached. What was paid for later months is taken back in the ledger.
    ``assignment`` is the recognition with whose end it was proposed.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="+", verbose_name="待遇")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+", null=True, verbose_name="决定")
    assignment = models.ForeignKey(
        "people.CategoryAssignment", models.SET_NULL, related_name="+", null=True, verbose_name="随之停发的认定"
    )
    reason = models.CharField("退出原因", max_length=16, choices=EndReason.choices)
    happened_on = models.DateField("情形发生日期")
    left_on = models.DateField("退出日期")
    last_month = models.DateField("末领年月")
    facts = models.JSONField("退出登记内容", default=dict, blank=True)
    papers = models.JSONField("附件", default=list, blank=True)
    notice = models.TextField("书面告知")
    state = models.CharField("状态", max_length=10, choices=EndingState.choices, default=EndingState.PROPOSED)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", db_index=False, verbose_name="提出人"
    )
    proposed_label = models.CharField("提出人姓名和岗位", max_length=100)
    opinion = models.TextField("确认意见", blank=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q(state=EndingState.PROPOSED))

    class Meta:
        verbose_name = "停发"
        indexes = (models.Index(fields=["division_code", "uuid"], name="ending_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=["grant"], condition=~Q(state=EndingState.DROPPED), name="ending_once_a_grant"
            ),
            models.CheckConstraint(
                condition=~Q(state=EndingState.DECIDED) | Q(decision__isnull=False), name="ending_decided_whole"
            ),
            models.CheckConstraint(condition=Q(left_on__gte=F("happened_on")), name="ending_after_the_event"),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.happened_on}"

    @property
    def fields_lacking(self) -> list[str]:
        """List what the leave form still asks for; what the end of a recognition proposed says only what that knew."""
        return [name for name in LEAVE_FIELDS.get(EndReason(self.reason), ()) if not self.facts.get(name)]
