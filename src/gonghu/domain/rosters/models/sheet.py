"""Sheets of deliveries, as they were recognised and counted (工作表)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gonghu.domain.rosters.models.delivery import LONGEST_NAME, DeliveryFile
from gonghu.domain.rosters.terms import Assurance, SheetState
from gonghu.foundation.encryption import EncryptedText, Sealed


class SheetRead(Sealed):
    """
    One sheet of a file (工作表): its kind, what each column is, and the rows a dry run counted.

    ``path`` is the file's name, or the way to it inside an archive. ``columns`` is a list of tables of ``name``,
    ``header``, ``field``, ``how``; ``sample`` a few masked rows. The returned rows lie sealed on disk under its key.
    """

    file = models.ForeignKey(DeliveryFile, models.PROTECT, related_name="sheets", verbose_name="文件")
    turn = models.PositiveSmallIntegerField("序号")
    path = models.CharField("所在文件", max_length=4 * LONGEST_NAME)
    sheet = models.CharField("工作表", max_length=LONGEST_NAME, blank=True)
    state = models.CharField("状态", max_length=16, choices=SheetState.choices)
    kind = models.CharField("名册种类", max_length=64, blank=True)
    found_kind = models.CharField("认出的种类", max_length=64, blank=True)
    assurance = models.CharField("把握", max_length=16, choices=Assurance.choices)
    columns = models.JSONField("各列", default=list)
    constants = models.JSONField("每行相同的内容", default=dict)
    header_rows = models.JSONField("表头行", null=True)
    header_digest = models.CharField("表头摘要", max_length=64, blank=True)
    sample = EncryptedText("样本", null=True)
    reason = models.TextField("原因", blank=True)
    rows_total = models.BigIntegerField("行数", null=True)
    rows_accepted = models.BigIntegerField("采用", null=True)
    rows_returned = models.BigIntegerField("退回", null=True)
    rows_blank = models.BigIntegerField("空行与合计", null=True)
    rows_warned = models.BigIntegerField("提醒", null=True)
    has_returned_file = models.BooleanField("有退回表", default=False)

    class Meta:
        verbose_name = "工作表"
        constraints = (
            models.UniqueConstraint(fields=["file", "turn"], name="sheet_turn"),
            models.CheckConstraint(
                condition=Q(rows_total__isnull=True)
                | Q(rows_total=F("rows_accepted") + F("rows_returned") + F("rows_blank")),
                name="sheet_rows_add_up",
            ),
        )

    def __str__(self) -> str:
        return f"{self.path} · {self.sheet}" if self.sheet else self.path
