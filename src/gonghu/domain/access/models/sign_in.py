"""What signing in needs to remember (登录): second factors, cards, counts of attempts."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.access.models.account import Account
from gonghu.foundation.encryption import EncryptedText, Sealed


class SecondFactor(Sealed):
    """The secret an account shares with its owner's phone (动态口令), RFC 6238; it counts once it was confirmed."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="+", verbose_name="账号")
    secret = EncryptedText("密钥")
    confirmed_at = models.DateTimeField("启用时间", null=True)
    # Of the last code that was taken: a code is taken once.
    last_step = models.BigIntegerField("上次口令的时段", default=0)

    class Meta:
        verbose_name = "动态口令"

    def __str__(self) -> str:
        return str(self.account_id)


class LoginCard(models.Model):
    """A QR code that signs its owner in once (登录卡); only its digest is kept."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="账号")
    digest = models.CharField("散列", max_length=64, unique=True)
    made_by = models.CharField("制作人", max_length=64)
    made_at = models.DateTimeField("制作时间")
    ends_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        verbose_name = "登录卡"

    def __str__(self) -> str:
        return str(self.account_id)


class AttemptCount(models.Model):
    """How often somebody failed of late under one name or from one address (失败次数); the key is a digest."""

    key = models.CharField("对象散列", max_length=64, primary_key=True)
    failures = models.PositiveIntegerField("失败次数", default=0)
    since_at = models.DateTimeField("起算时间")

    class Meta:
        verbose_name = "失败次数"

    def __str__(self) -> str:
        return str(self.failures)
