"""Deliveries of departments' files (名册批次)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.models.agreement import SharingAgreement
from gonghu.domain.rosters.terms import DeliveryState
from gonghu.standards.division_code import LENGTH

LONGEST_NAME = 255


class Delivery(models.Model):
    """
    Files that came together (名册批次), of one department or of several.

    ``job`` is the background job that recognises or tries it.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="提供部门"
    )
    agreement = models.ForeignKey(
        SharingAgreement, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="依据的协议"
    )
    purpose = models.CharField("使用目的", max_length=200, blank=True)
    state = models.CharField("状态", max_length=16, choices=DeliveryState.choices, default=DeliveryState.UPLOADED)
    job = models.UUIDField("后台作业", null=True)
    uploaded_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    checked_at = models.DateTimeField("试读时间", null=True)
    confirmed_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)
    screened_at = models.DateTimeField("比对时间", null=True)
    undone_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="撤销人")
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_because = models.CharField("撤销原因", max_length=200, blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.IMPORT_ROSTERS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "名册批次"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="delivery_place"),
            models.Index(fields=["-uploaded_at"], name="delivery_newest"),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.uploaded_at:%Y-%m-%d}"


class DeliveryFile(models.Model):
    """
    One file of a delivery (批次文件); its content lies sealed on disk under its key.

    ``same_as`` is the file of an earlier delivery with the same content; ``removed_at`` when the content was destroyed.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="files", verbose_name="批次")
    turn = models.PositiveSmallIntegerField("序号")
    name = models.CharField("文件名", max_length=LONGEST_NAME)
    sha256 = models.CharField("摘要", max_length=64, db_index=True)
    size = models.BigIntegerField("字节数")
    same_as = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, verbose_name="内容相同的文件")
    removed_at = models.DateTimeField("内容销毁时间", null=True)

    class Meta:
        verbose_name = "批次文件"
        constraints = (
            models.UniqueConstraint(fields=["delivery", "turn"], name="delivery_file_turn"),
            models.UniqueConstraint(fields=["delivery", "sha256"], name="delivery_file_once"),
        )

    def __str__(self) -> str:
        return self.name
