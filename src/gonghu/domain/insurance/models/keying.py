"""What the national system must be told (待录入清单)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.terms import KeyingKind
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class KeyingItem(models.Model):
    """
    One thing that an officer must key into the national system (待录入事项), and who has keyed it in when.

    ``source_kind`` and ``source_key`` name what it arose from, each once; ``facts`` holds what the form there asks for
    and the child's file does not know, no names and no numbers.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    grant = models.ForeignKey("benefits.Grant", models.PROTECT, related_name="+", null=True, verbose_name="待遇")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别", max_length=16, blank=True)
    kind = models.CharField("种类", max_length=16, choices=KeyingKind.choices)
    source_kind = models.CharField("来源种类", max_length=24)
    source_key = models.UUIDField("来源编号")
    facts = models.JSONField("录入内容", default=dict)
    arose_on = models.DateField("产生日期")
    keyed_on = models.DateField("录入日期", null=True)
    keyed_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="录入人")
    keyed_label = models.CharField("录入人姓名和岗位", max_length=100, blank=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q(keyed_on__isnull=True))
    scoped_by: ClassVar[ScopedBy] = ScopedBy(
        child="child_id", category="category", permission=Permission.MANAGE_INSURANCE
    )
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "待录入事项"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="keying_item_place"),
            models.Index(fields=["keyed_on", "division_code", "uuid"], name="keying_item_waiting"),
        )
        constraints = (
            models.UniqueConstraint(fields=["source_kind", "source_key", "kind"], name="keying_item_once"),
            models.CheckConstraint(
                condition=Q(keyed_on__isnull=True, keyed_by__isnull=True)
                | Q(keyed_on__isnull=False, keyed_by__isnull=False),
                name="keying_item_keyed_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.arose_on}"
