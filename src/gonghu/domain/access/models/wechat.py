"""Entering by WeChat (微信进入): invitations to bind a WeChat to an account, and what is bound."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.models.account import Account
from gonghu.foundation.encryption.blind_index import DIGEST_BYTES


class WechatInvitation(models.Model):
    """Leave to bind one WeChat to an account (微信绑定邀请), used once; only its keyed digest is kept."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="账号")
    digest = models.BinaryField("散列", max_length=DIGEST_BYTES, unique=True)
    made_by = models.CharField("制作人", max_length=64)
    made_at = models.DateTimeField("制作时间")
    ends_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        verbose_name = "微信绑定邀请"

    def __str__(self) -> str:
        return str(self.account_id)


class WechatBinding(models.Model):
    """
    One WeChat that enters as one account (微信绑定).

    What WeChat calls its owner is kept as a keyed digest only. The ticket is what opens the field app once, within a
    minute; only its digest is kept, and a new one takes the place of the old.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="账号")
    openid_digest = models.BinaryField("微信用户散列", max_length=DIGEST_BYTES)
    bound_at = models.DateTimeField("绑定时间")
    ended_at = models.DateTimeField("解除时间", null=True)
    ticket_digest = models.CharField("凭票散列", max_length=64, null=True, unique=True)
    ticket_ends_at = models.DateTimeField("凭票有效期至", null=True)

    class Meta:
        verbose_name = "微信绑定"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(ended_at__isnull=True), name="one_wechat_of_an_account"
            ),
            models.UniqueConstraint(
                fields=["openid_digest"], condition=Q(ended_at__isnull=True), name="one_account_of_a_wechat"
            ),
        ]

    def __str__(self) -> str:
        return str(self.account_id)
