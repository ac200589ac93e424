"""Keys by which other programs fetch and send forms (采集密钥)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.standards.division_code import LENGTH


class FormKey(models.Model):
    """
    A key with which one program of one account fetches forms and sends filled ones, and does nothing else (采集密钥).

    The database holds its digest. ``division_code`` is that of the account.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="账号")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    label = models.CharField("用在哪里", max_length=60)
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="制作人")
    made_at = models.DateTimeField("制作时间")
    until_on = models.DateField("有效期至（含当日）")
    ended_at = models.DateTimeField("停用时间", null=True)
    used_on = models.DateField("最近使用", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.MAKE_CARDS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "采集密钥"
        indexes = (models.Index(fields=["division_code", "uuid"], name="form_key_place"),)

    def __str__(self) -> str:
        return self.label
