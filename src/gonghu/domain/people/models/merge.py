"""Two persons found to be one (合并), and all that is needed to part them again (拆分)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.people.models.person import Person
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged


class PersonMerge(models.Model):
    """That one person was found to be another and merged into that one (人员合并)."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="保留的人员")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="并入的人员")
    reason = models.CharField("理由", max_length=500)
    merged_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="合并人")
    merged_at = models.DateTimeField("合并时间")
    split_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="拆分人")
    split_at = models.DateTimeField("拆分时间", null=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="it tells who went into whom")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(division="kept__division_code", child="kept_id")
    file_through: ClassVar[str] = "kept__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "人员合并"
        constraints = (
            models.UniqueConstraint(
                fields=["merged"], condition=Q(split_at__isnull=True), name="merged_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merged_into_another"),
        )

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class MergedReference(models.Model):
    """
    One value that a merge changed, before and after (合并前的值).

    It goes back with the split unless somebody has changed it since.
    """

    merge = models.ForeignKey(PersonMerge, models.PROTECT, related_name="references", verbose_name="合并")
    table = models.CharField("表", max_length=60)
    row = models.CharField("行", max_length=36)
    column = models.CharField("字段", max_length=40)
    before = models.CharField("原值", max_length=100, null=True)
    after = models.CharField("新值", max_length=100, null=True)

    class Meta:
        verbose_name = "合并前的值"

    def __str__(self) -> str:
        return f"{self.table}.{self.column} {self.row}"
