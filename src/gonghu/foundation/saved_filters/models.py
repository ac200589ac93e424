"""Saved filters (常用筛选)."""

from __future__ import annotations

import uuid

from django.db import models

LONGEST_NAME = 30
LONGEST_QUERY = 1000


class SavedFilter(models.Model):
    """
    The conditions of one list under the name that its owner gave them (常用筛选).

    Only choices are kept, never words that were searched for: they may be a child's name.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    account = models.UUIDField("账号")
    page = models.CharField("页面", max_length=32)
    name = models.CharField("名称", max_length=LONGEST_NAME)
    query = models.CharField("条件", max_length=LONGEST_QUERY)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "常用筛选"
        constraints = (models.UniqueConstraint(fields=["account", "page", "name"], name="saved_filter_name"),)

    def __str__(self) -> str:
        return self.name
