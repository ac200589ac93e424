"""Consent to what goes beyond the law's own tasks (同意)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.models.account import Account
from gonghu.domain.access.privacy_terms import ConsentGiver, ConsentScope
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.foundation.encryption import EncryptedText, Sealed
from gonghu.standards.division_code import LENGTH


class Consent(Sealed):
    """
    That somebody agreed to one use of a child's facts, after reading one version of the notice (同意书).

    Below fourteen a parent or other guardian agrees (个人信息保护法第三十一条); whoever agreed may take it back at any
    time (第十五条). Tasks that the law gives to a bureau need none and are not entered here.
    """

    child_key = models.UUIDField("儿童编号", db_index=True)
    division_code = models.CharField("儿童所在区划", max_length=LENGTH)
    scope = models.CharField("同意的事项", max_length=24, choices=ConsentScope.choices)
    giver = models.CharField("同意人", max_length=12, choices=ConsentGiver.choices)
    giver_name = EncryptedText("同意人姓名")
    notice_version = models.CharField("告知书版本", max_length=40)
    document = models.CharField("书面材料", max_length=200, blank=True)
    given_on = models.DateField("同意日期")
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    withdrawn_on = models.DateField("撤回日期", null=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, verbose_name="登记撤回的人")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_key")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "同意书"
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after",
            ),
            models.UniqueConstraint(
                fields=["child_key", "scope"], condition=Q(withdrawn_on__isnull=True), name="consent_open_once"
            ),
        )
        indexes = (models.Index(fields=["division_code", "child_key"], name="consent_place"),)

    def __str__(self) -> str:
        return f"{self.child_key} {self.get_scope_display()}"
