"""What columns meant last time, so that nobody is asked twice (记住的列对照)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.standards.division_code import LENGTH


class RememberedMapping(models.Model):
    """
    The kind and the fields that an officer gave to sheets with these headers (记住的列对照).

    It is known by who hands the sheets over, the headers, and what the sheet was first taken for: two lists with the
    same headers may be of two kinds.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", null=True, verbose_name="提供部门"
    )
    header_digest = models.CharField("表头摘要", max_length=64)
    found_kind = models.CharField("认出的种类", max_length=64, blank=True)
    kind = models.CharField("名册种类（空为不读）", max_length=64, blank=True)
    fields = models.JSONField("各列的字段", default=dict)
    constants = models.JSONField("每行相同的内容", default=dict)
    told_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="指定人")
    told_at = models.DateTimeField("指定时间")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.IMPORT_ROSTERS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "记住的列对照"
        indexes = (models.Index(fields=["division_code", "uuid"], name="remembered_mapping_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=["division_code", "organisation", "header_digest", "found_kind"],
                condition=Q(organisation__isnull=False),
                name="remembered_mapping_once",
            ),
            models.UniqueConstraint(
                fields=["division_code", "header_digest", "found_kind"],
                condition=Q(organisation__isnull=True),
                name="remembered_mapping_once_of_nobody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.kind}"
