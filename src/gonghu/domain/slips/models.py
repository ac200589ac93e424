"""Slips with which a family looks at its own case (查询凭条)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH

DIGEST = 64


class Slip(models.Model):
    """
    A printed slip that shows a family how far its application is (查询凭条).

    The code in its square and the number beside it are on paper only: here lie keyed digests of both. The number is
    good once; the telephone that said it is known afterwards by a secret of its own, until the slip ends. A new slip
    of the same application takes the place of the old one.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey("benefits.Application", models.PROTECT, related_name="+", verbose_name="申请")
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别", max_length=16, blank=True)
    code_digest = models.CharField("凭条码摘要", max_length=DIGEST, unique=True)
    number_digest = models.CharField("查询码摘要", max_length=DIGEST)
    phone_digest = models.CharField("手机凭据摘要", max_length=DIGEST, blank=True)
    tries = models.PositiveSmallIntegerField("输错次数", default=0)
    issued_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="发放人")
    issued_at = models.DateTimeField("发放时间")
    ends_at = models.DateTimeField("失效时间")
    opened_at = models.DateTimeField("首次查询时间", null=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q(withdrawn_at__isnull=True))
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category", permission=Permission.SEE_MONEY)
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "查询凭条"
        indexes = (models.Index(fields=["division_code", "uuid"], name="slip_place"),)
        constraints = (
            models.UniqueConstraint(
                fields=["application"], condition=Q(withdrawn_at__isnull=True), name="slip_one_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"{self.issued_at:%Y-%m-%d}"
