"""Entries of the audit chains (审计记录) and their heads (链头)."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models

from gonghu.foundation.audit.hashing import HASH_DIGITS

CHAIN_DIGITS: Final = 6


class AuditEntry(models.Model):
    """
    One thing done or seen (审计记录).

    ``detail`` is small and holds no personal data: codes, counts, names of fields.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.CharField("链（区县代码）", max_length=CHAIN_DIGITS)
    sequence = models.BigIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=64)
    post = models.UUIDField("岗位", null=True)
    verb = models.CharField("动作", max_length=64)
    subject_kind = models.CharField("对象类别", max_length=64)
    subject_key = models.CharField("对象", max_length=64)
    purpose = models.CharField("目的", max_length=200, blank=True)
    detail = models.JSONField("详情", default=dict)
    request = models.CharField("请求", max_length=64, blank=True)
    previous_hash = models.CharField("前一条的散列", max_length=HASH_DIGITS, blank=True)
    hash = models.CharField("散列", max_length=HASH_DIGITS)

    class Meta:
        verbose_name = "审计记录"
        constraints = (models.UniqueConstraint(fields=["chain", "sequence"], name="audit_entry_place"),)
        indexes = (
            # The key first: whoever looks for all that was done with one thing does not say of what kind it is.
            models.Index(fields=["subject_key", "subject_kind", "at"], name="audit_entry_subject"),
            models.Index(fields=["actor", "at"], name="audit_entry_actor"),
        )

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.verb}"


class AuditHead(models.Model):
    """The last entry of a chain (链头); whoever writes holds its row until the transaction ends."""

    chain = models.CharField("链（区县代码）", max_length=CHAIN_DIGITS, primary_key=True)
    sequence = models.BigIntegerField("序号", default=0)
    hash = models.CharField("散列", max_length=HASH_DIGITS, blank=True)

    class Meta:
        verbose_name = "链头"

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence}"
