"""Files to and from banks (银行文件、回盘文件); their bytes lie sealed beside the database."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.models.payroll import Payroll
from gonghu.standards.division_code import LENGTH


class FileOfPayroll(models.Model):
    """What files of both directions have (发放文件)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    payroll = models.ForeignKey(Payroll, models.PROTECT, related_name="+", verbose_name="发放批次")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    layout = models.CharField("格式", max_length=64)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("内容摘要", max_length=64)
    size = models.PositiveBigIntegerField("大小")
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class BankFile(FileOfPayroll):
    """A file that tells a bank whom to pay (银行文件); a payment is in one of them, whatever the bytes are."""

    number = models.PositiveSmallIntegerField("批号")
    count = models.PositiveIntegerField("笔数")
    total_fen = models.BigIntegerField("金额（分）")

    class Meta:
        verbose_name = "银行文件"
        indexes = (models.Index(fields=["division_code", "uuid"], name="bank_file_place"),)
        constraints = (models.UniqueConstraint(fields=["payroll", "number"], name="bank_file_number"),)


class ReturnFile(FileOfPayroll):
    """
    A bank's answer to a file (回盘文件); the same bytes are read once for it.

    ``vouched`` is how somebody knows that it is of this file, where it tells neither a day nor the bank's own number
    and says what an earlier one said.
    """

    answers = models.ForeignKey(BankFile, models.PROTECT, related_name="+", verbose_name="所答银行文件")
    paid = models.PositiveIntegerField("成功笔数")
    paid_fen = models.BigIntegerField("成功金额（分）")
    returned = models.PositiveIntegerField("退回笔数")
    returned_fen = models.BigIntegerField("退回金额（分）")
    vouched = models.CharField("确认是本批回盘的凭据", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "回盘文件"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="return_file_place"),
            models.Index(fields=["sha256"], name="return_file_bytes"),
        )
        constraints = (models.UniqueConstraint(fields=["answers", "sha256"], name="return_file_once"),)
