"""Agreements by which a department hands over rosters (数据共享协议)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.foundation.intervals import Dated
from gonghu.standards.division_code import LENGTH


class SharingAgreement(Dated):
    """
    What a department has agreed to hand over, what for, on which ground, and how often (数据共享协议).

    Rosters come on the strength of a duty of law and for its purpose only (个人信息保护法第十三条、第三十四条).
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="提供部门"
    )
    division_code = models.CharField("适用区划", max_length=LENGTH)
    kinds = models.JSONField("名册种类", default=list)
    purpose = models.CharField("使用目的", max_length=200)
    legal_basis = models.CharField("法律依据", max_length=200)
    every_days = models.PositiveSmallIntegerField("每隔几天提供一次")
    document = models.CharField("签署文号", max_length=100)
    signed_on = models.DateField("签署日期")
    entered_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.IMPORT_ROSTERS)
    objects = ScopedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "数据共享协议"
        indexes = (models.Index(fields=["division_code", "uuid"], name="agreement_place"),)
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(every_days__gte=1), name="agreement_every_days"),
            models.UniqueConstraint(fields=["organisation", "document"], name="agreement_document_once"),
        )

    def __str__(self) -> str:
        return self.document
