"""Standing grants (授权): to see some children elsewhere, for a purpose, until a day."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.models.account import Account
from gonghu.domain.access.models.post import Post
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.standards.division_code import LENGTH


class AccessGrant(models.Model):
    """
    Leave for a post to see the children of an area, of some categories or all, until a day (授权).

    Asked by one, signed by another (个人信息保护法第五十一条：合理确定个人信息处理的操作权限).
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    division_code = models.CharField("区划范围", max_length=LENGTH, db_index=True)
    categories = models.JSONField("儿童类别（空为全部）", default=list, blank=True)
    purpose = models.CharField("目的", max_length=200)
    until_on = models.DateField("有效期至（含当日）")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    signed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, verbose_name="批准人")
    signed_at = models.DateTimeField("批准时间", null=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, verbose_name="撤销（拒绝）人")
    ended_at = models.DateTimeField("撤销（拒绝）时间", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.APPROVE_ACCESS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "授权"
        constraints = (
            models.CheckConstraint(condition=~Q(signed_by=F("asked_by")), name="grant_signed_by_another"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="grant_signed_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.purpose}"
