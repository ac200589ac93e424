"""Help from others than the state (社会帮扶)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.terms import HelpKind
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class HelpReceived(models.Model):
    """
    What somebody who is not the state gave a child (社会帮扶): recorded so that none is helped twice and none missed.

    Rows are added and never changed; one that was wrong is taken back by another that names it.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    kind = models.CharField("种类", max_length=10, choices=HelpKind.choices)
    giver = models.CharField("帮扶方", max_length=100)
    words = models.CharField("内容", max_length=200)
    amount_fen = models.BigIntegerField("金额或折价（分）", null=True)
    given_on = models.DateField("帮扶日期")
    takes_back = models.OneToOneField(
        "self", models.PROTECT, related_name="taken_back_by", null=True, verbose_name="更正的记录"
    )
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="登记人")
    label = models.CharField("登记人姓名和岗位", max_length=100)
    at = models.DateTimeField("登记时间")

    # Books stay with the place that kept them.
    follows_place: ClassVar[bool] = False
    when_merged: ClassVar[WhenMerged] = WhenMerged(
        stays="rows are added and never changed; whoever reads asks for both keys"
    )
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", permission=Permission.SEE_CHILDREN)
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = "社会帮扶"
        indexes = (models.Index(fields=["division_code", "given_on"], name="help_received_place"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=True) | Q(amount_fen__gt=0), name="help_received_worth"
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver} {self.words}"
