"""Accounts that children's money goes to (收款账户)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.terms import AccountKind
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed
from gonghu.foundation.intervals import Dated
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH

PURPOSE = "bank account"


class PayAccount(Sealed, Dated):
    """
    Where the money of a child goes from one day to another (收款账户); one at a time.

    ``relation`` is what the holder is to the child (GB/T 4761), empty for the child's own account.
    """

    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    kind = models.CharField("账户种类", max_length=16, choices=AccountKind.choices)
    bank = models.CharField("开户银行", max_length=100)
    holder = EncryptedText("户名")
    relation = models.CharField("户主与儿童关系", max_length=2, blank=True, default="", db_default="")
    number = EncryptedText("账号")
    number_index = BlindIndex("账号索引", of="number", purpose=PURPOSE)
    entered_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")
    verified_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, verbose_name="核对人"
    )
    verified_at = models.DateTimeField("核对时间", null=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(lies_with_file=Q())
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", permission=Permission.SEE_MONEY)
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "收款账户"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="pay_account_place"),
            models.Index(fields=["number_index"], name="pay_account_number"),
        )
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(verified_by=F("entered_by")), name="pay_account_two_persons"),
        )

    def __str__(self) -> str:
        return f"{self.bank} {self.get_kind_display()}"
