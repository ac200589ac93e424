"""The children an agency's post works for (指派儿童)."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.access.models.post import Post
from gonghu.foundation.intervals import Dated


class ChildAssignment(Dated):
    """
    One child that a post of the listed roles works for, for a time (指派儿童).

    Under a contract for services it ends with the contract, also when that ends early.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    child_key = models.UUIDField("儿童编号", db_index=True)
    contract = models.ForeignKey(
        "organisations.ServiceContract", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="合同"
    )

    class Meta(Dated.Meta):
        verbose_name = "指派儿童"

    def __str__(self) -> str:
        return str(self.child_key)
