"""Journals (凭证) and their entries (分录): only ever added, in balance, each journal with its hash."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.models.fund import Fund
from gonghu.domain.ledger.terms import JournalKind, Ledger
from gonghu.standards.division_code import LENGTH


class Journal(models.Model):
    """
    One thing that happened to money (凭证), told by entries that add up to nothing.

    ``source_kind`` and ``source_key`` name what caused it (payments.payroll, payments.return_file …); a source has one
    journal of a kind, so that what is done twice is refused. ``hash`` is of the entries in their order; the audit chain
    of the district holds it too.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=12, choices=JournalKind.choices)
    division_code = models.CharField("区县代码", max_length=LENGTH)
    at = models.DateTimeField("时间")
    on = models.DateField("记账日期")
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="记账人")
    label = models.CharField("记账人姓名和岗位", max_length=100)
    source_kind = models.CharField("来源种类", max_length=40)
    source_key = models.CharField("来源编号", max_length=64)
    words = models.CharField("摘要", max_length=200)
    count = models.PositiveIntegerField("分录数")
    volume_fen = models.BigIntegerField("借方合计（分）")
    hash = models.CharField("散列", max_length=64)

    # Books stay with the place that kept them.
    follows_place: ClassVar[bool] = False
    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "凭证"
        indexes = (models.Index(fields=["division_code", "on", "uuid"], name="journal_place"),)
        constraints = (
            models.UniqueConstraint(fields=["source_kind", "source_key", "kind"], name="journal_once_a_source"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.words}"


class Entry(models.Model):
    """
    One line of a journal (分录): fen with their sign, in an account, of a grant and a month where there is one.

    Only ``post_journal`` writes them, in the transaction of their journal and of grants and funds it has read: the
    database need not look up the journal and the fund of every row. ``division_code`` is the county that pays.
    """

    id = models.BigAutoField("序号", primary_key=True)
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="+", db_constraint=False, verbose_name="凭证")
    division_code = models.CharField("区县代码", max_length=LENGTH)
    on = models.DateField("记账日期")
    account = models.CharField("科目", max_length=12, choices=Ledger.choices)
    grant = models.ForeignKey("benefits.Grant", models.PROTECT, related_name="+", null=True, verbose_name="待遇")
    fund = models.ForeignKey(
        Fund, models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False, verbose_name="资金来源"
    )
    line = models.CharField("项目", max_length=64, blank=True)
    month = models.DateField("所属月份", null=True)
    amount_fen = models.BigIntegerField("金额（分）")

    # Books stay with the place that kept them.
    follows_place: ClassVar[bool] = False
    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_MONEY)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "分录"
        indexes = (models.Index(fields=["division_code", "on", "id"], name="entry_place"),)
        constraints = (
            models.CheckConstraint(condition=~Q(amount_fen=0), name="entry_of_something"),
            models.CheckConstraint(
                condition=~Q(account=Ledger.ENTITLED) | Q(grant__isnull=False, month__isnull=False),
                name="entry_entitled_to_somebody",
            ),
            models.CheckConstraint(condition=Q(month__isnull=True) | Q(month__endswith="-01"), name="entry_of_a_month"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.amount_fen}"
