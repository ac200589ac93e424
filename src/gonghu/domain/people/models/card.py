"""What a card or a file says that no other table holds (卡片备注、采集项目), who wrote it, what met another (冲突)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from gonghu.domain.people.scoping import OfChild
from gonghu.domain.people.terms import ConflictChoice
from gonghu.foundation.encryption import EncryptedText, Sealed
from gonghu.foundation.intervals import Dated


class CardNote(OfChild, Dated):
    """One field of a child's card in words, from one day to another (卡片备注): who holds the subsidy card …"""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    field = models.CharField("卡片项目", max_length=40)
    words = models.CharField("内容", max_length=500, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "卡片备注"
        indexes = (models.Index(fields=["child", "field"], name="card_note_child"),)

    def __str__(self) -> str:
        return self.field


class RecordedItem(OfChild, Sealed, Dated):
    """
    One item of the national dictionary in a child's file, from one day to another (采集项目).

    Rows are added and never changed but for their last day; an empty value says that nothing is known any more.
    ``turn`` counts up in the file that it was ``told_in``, which another may have taken in since. ``source`` is the
    visit that brought it; at the desk there is none, but a reason.
    """

    item = models.CharField("采集项目", max_length=40)
    value = EncryptedText("内容", blank=True)
    turn = models.PositiveIntegerField("第几次写入")
    told_in = models.UUIDField("写入时的档案")
    source = models.UUIDField("来源记录", null=True)
    evidence = models.CharField("依据", max_length=200, blank=True)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    written_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="写入人"
    )
    written_at = models.DateTimeField("写入时间")

    class Meta(Dated.Meta):
        verbose_name = "采集项目"
        indexes = (models.Index(fields=["child", "item"], name="recorded_item_child"),)

    def __str__(self) -> str:
        return self.item


class CardConflict(OfChild, Sealed):
    """
    Two values of one field of a card, written by people who did not know of each other (卡片冲突).

    What stood there stays until somebody chooses; ``brought`` is what a record brought, ``stood`` what it met.
    """

    field = models.CharField("卡片项目", max_length=40)
    base = models.CharField("所依据的版本", max_length=40, blank=True)
    brought = EncryptedText("带来的内容")
    stood = EncryptedText("档案中的内容")
    source = models.UUIDField("来源记录")
    brought_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="填写人"
    )
    brought_at = models.DateTimeField("送达时间")
    choice = models.CharField("选定", max_length=8, choices=ConflictChoice.choices, blank=True)
    chosen_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="选定人"
    )
    chosen_at = models.DateTimeField("选定时间", null=True)

    class Meta:
        verbose_name = "卡片冲突"
        constraints = (
            models.UniqueConstraint(fields=["source", "child", "field"], name="card_conflict_once_per_record"),
            models.CheckConstraint(
                condition=Q(choice="", chosen_at__isnull=True) | (~Q(choice="") & Q(chosen_at__isnull=False)),
                name="card_conflict_chosen_whole",
            ),
        )
        indexes = (models.Index(fields=["child"], condition=Q(choice=""), name="card_conflict_open"),)

    def __str__(self) -> str:
        return self.field

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has chosen yet."""
        return not self.choice


class CardWriting(OfChild):
    """
    One writing of one field of a card (卡片写入记录): which version took the place of which, by what record.

    Rows are added and never changed. What is written elsewhere leaves none: a version that no row knows is another's.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    field = models.CharField("卡片项目", max_length=40)
    turn = models.PositiveIntegerField("第几次写入")
    before = models.CharField("原版本", max_length=40)
    version = models.CharField("新版本", max_length=40)
    source = models.UUIDField("来源记录", null=True)
    written_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="写入人"
    )
    written_at = models.DateTimeField("写入时间")

    class Meta:
        verbose_name = "卡片写入记录"
        indexes = (models.Index(fields=["child", "field", "turn"], name="card_writing_turn"),)

    def __str__(self) -> str:
        return f"{self.field} {self.turn}"
