"""Telephones that keep their owner's work while there is no network (设备)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from gonghu.domain.access.models.account import Account
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.foundation.encryption import EncryptedText, Sealed
from gonghu.standards.division_code import LENGTH


class Device(Sealed):
    """
    One telephone of one account (设备); its key was made there.

    What it keeps opens with its owner's PIN and ``share`` together. The share is held here and given out only while
    the account is active: a telephone that is lost, or whose owner left, is sealed from here, and nothing on it is
    destroyed. ``public_key`` is that of the pair with which it signs in by itself, a point of P-256 in Base64; of the
    challenges it was given, only those made after ``challenged_at`` are good.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")
    division_code = models.CharField("所属区划", max_length=LENGTH, db_index=True)
    label = models.CharField("名称", max_length=40)
    public_key = models.CharField("公钥", max_length=200, blank=True)
    share = EncryptedText("密钥分片")
    registered_at = models.DateTimeField("登记时间")
    seen_at = models.DateTimeField("最近联系时间")
    sealed_at = models.DateTimeField("封存时间", null=True)
    challenged_at = models.DateTimeField("最近用过的口令的时间", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.MAKE_CARDS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "设备"
        indexes = (models.Index(fields=["account", "sealed_at"], name="device_account"),)

    def __str__(self) -> str:
        return self.label

    def is_sealed(self, at: datetime) -> bool:
        """Tell whether it may be opened no more: it was sealed itself, or its account disabled."""
        disabled = self.account.disabled_at
        return self.sealed_at is not None or (disabled is not None and disabled <= at)
