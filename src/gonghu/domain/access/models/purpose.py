"""What a bureau does with children's facts, and on which article (个人信息处理活动)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.privacy_terms import LegalBasis
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.foundation.intervals import Dated
from gonghu.standards.division_code import LENGTH


class Purpose(Dated):
    """
    One purpose for which a bureau uses children's facts, with the article that lets it (处理目的登记).

    Facts of children below fourteen are sensitive, so each purpose needs an impact assessment beforehand, kept for
    three years (个人信息保护法第五十五条、第五十六条): ``assessed_on`` and the document say that there is one.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    division_code = models.CharField("登记单位所在区划", max_length=LENGTH, db_index=True)
    title = models.CharField("处理目的", max_length=100)
    legal_basis = models.CharField("法律基础", max_length=16, choices=LegalBasis.choices)
    article = models.CharField("依据条款", max_length=200)
    facts = models.CharField("处理的信息种类", max_length=300)
    recipients = models.CharField("提供给谁", max_length=300, blank=True)
    assessed_on = models.DateField("影响评估日期", null=True)
    assessment = models.CharField("影响评估报告", max_length=200, blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.READ_AUDIT)
    objects = ScopedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "处理目的"
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["division_code", "title"], condition=Q(to_on__isnull=True), name="purpose_open_once"
            ),
            models.CheckConstraint(
                condition=Q(assessed_on__isnull=True) | ~Q(assessment=""), name="purpose_assessment_named"
            ),
        )

    def __str__(self) -> str:
        return self.title
