"""The tables of the takeovers (在发接收): the roll as it came, and each of its rows."""

from __future__ import annotations

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.takeovers.terms import OPEN, Difference, RowState, TakeoverState
from gonghu.foundation.encryption import EncryptedText, Sealed
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class Takeover(models.Model):
    """
    The roll of those in a county whom somebody else paid through a month (接收批次); another officer confirms it.

    ``columns`` says which column of the sheet was taken for what, by their titles; ``line`` and ``care_form`` stand for
    rows that name none. ``counts`` is what the dry run came to.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区县代码", max_length=LENGTH)
    name = models.CharField("文件名", max_length=200)
    sheet = models.CharField("工作表", max_length=100, blank=True)
    sha256 = models.CharField("内容摘要", max_length=64)
    through_month = models.DateField("原渠道发至月份")
    line = models.CharField("未注明项目的按", max_length=64, blank=True)
    care_form = models.CharField("未注明养育方式的按", max_length=12, choices=CareForm.choices)
    titles = models.JSONField("表头", default=list)
    columns = models.JSONField("列的对应", default=dict)
    state = models.CharField("状态", max_length=10, choices=TakeoverState.choices, default=TakeoverState.READ)
    rows = models.PositiveIntegerField("行数", default=0)
    rejected = models.PositiveIntegerField("退回行数", default=0)
    told_fen = models.BigIntegerField("原月发合计（分）", default=0)
    own_fen = models.BigIntegerField("次月应发合计（分）", default=0)
    counts = models.JSONField("核对结果", default=dict)
    first_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="上传人")
    first_label = models.CharField("上传人姓名和岗位", max_length=100)
    first_at = models.DateTimeField("上传时间")
    second_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="确认人")
    second_at = models.DateTimeField("确认时间", null=True)
    opinion = models.TextField("确认意见", blank=True)
    decision = models.ForeignKey(
        "benefits.Decision", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="决定"
    )
    undone_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="撤销人")
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_because = models.TextField("撤销理由", blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "接收批次"
        indexes = (models.Index(fields=["division_code", "uuid"], name="takeover_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=["division_code", "sha256", "through_month"],
                condition=Q(state__in=sorted(OPEN)),
                name="takeover_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=TakeoverState.CONFIRMED) | Q(second_by__isnull=False, decision__isnull=False),
                name="takeover_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=TakeoverState.CONFIRMED) | ~Q(second_by=F("first_by")), name="takeover_two_persons"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def ready(self) -> int:
        """Give how many rows can be taken over."""
        return self.rows - self.rejected


class TakeoverRow(Sealed):
    """
    One row of the roll (名册行): as it stood in the sheet, what was read of it, and what became of it.

    ``said`` holds all that names the child, its account and the cells themselves; ``problem`` is why it goes back.
    ``child``, ``grant`` and ``account`` are what the confirmation wrote; ``account`` only where it entered one.
    """

    takeover = models.ForeignKey(Takeover, models.PROTECT, related_name="+", verbose_name="接收批次")
    row_no = models.PositiveIntegerField("行号")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    said = EncryptedText("内容")
    line = models.CharField("项目", max_length=64, blank=True)
    category = models.CharField("类别", max_length=16, blank=True)
    care_form = models.CharField("养育方式", max_length=12, choices=CareForm.choices, default=CareForm.SCATTERED)
    since_month = models.DateField("原起始月份", null=True)
    told_fen = models.BigIntegerField("原月发金额（分）", null=True)
    own_fen = models.BigIntegerField("次月应发（分）", null=True)
    others = models.JSONField("已领其他救助", default=dict)
    difference = models.CharField("金额差异", max_length=16, choices=Difference.choices, blank=True)
    why = models.CharField("差异说明", max_length=200, blank=True)
    doubts = models.JSONField("提示", default=list)
    state = models.CharField("处理", max_length=10, choices=RowState.choices)
    problem = models.CharField("退回原因", max_length=300, blank=True)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", null=True, verbose_name="儿童")
    grant = models.ForeignKey(
        "benefits.Grant", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="待遇"
    )
    account = models.ForeignKey(
        "payments.PayAccount", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="收款账户"
    )

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="a roll tells whose file a row came to when it was taken over")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "名册行"
        indexes = (models.Index(fields=["division_code", "uuid"], name="takeover_row_place"),)
        constraints = (models.UniqueConstraint(fields=["takeover", "row_no"], name="takeover_row_once"),)

    def __str__(self) -> str:
        return f"{self.takeover_id} {self.row_no}"

    @property
    def told(self) -> dict[str, Any]:
        """Give what the row says, opened."""
        found: dict[str, Any] = json.loads(self.said)
        return found
