"""What children wish for and families need (心愿与需要), and how that came true."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from gonghu.domain.visits.models.visit import AboutChild, Visit
from gonghu.domain.visits.terms import UNSETTLED, WishAct, WishKind, WishState


class Wish(AboutChild):
    """
    A small wish of a child, or something its family needs (微心愿、实际需求).

    Somebody outside takes it up until a day, hands it over, or gives it back. ``told`` are the words that a person let
    go out to donors, who learn neither name nor place; without them nobody outside sees it.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="走访")
    kind = models.CharField("种类", max_length=16, choices=WishKind.choices, default=WishKind.WISH)
    words = models.CharField("心愿", max_length=500)
    made_on = models.DateField("说出日期")
    state = models.CharField("状态", max_length=10, choices=WishState.choices, default=WishState.OPEN)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", null=True, verbose_name="认领机构"
    )
    taker = models.CharField("认领方", max_length=100, blank=True)
    taken_on = models.DateField("认领日期", null=True)
    due_on = models.DateField("约定日期", null=True)
    told = models.CharField("给捐助人看的内容", max_length=200, blank=True)
    settled_on = models.DateField("实现日期", null=True)
    note = models.CharField("说明", max_length=500, blank=True)
    help_given = models.ForeignKey(
        "ledger.HelpReceived", models.PROTECT, related_name="+", null=True, verbose_name="社会帮扶"
    )

    class Meta:
        verbose_name = "微心愿"
        constraints = (
            models.UniqueConstraint(fields=["visit", "kind"], name="wish_once_per_visit"),
            models.CheckConstraint(
                condition=~Q(state=WishState.TAKEN) | (~Q(taker="") & Q(due_on__isnull=False)), name="wish_taken_whole"
            ),
        )
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="wish_division"),
            models.Index(
                fields=["division_code", "made_on"], condition=Q(state__in=sorted(UNSETTLED)), name="wish_unsettled"
            ),
        )

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def serial(self) -> str:
        """The number by which a donor names it (清单编号); it says nothing of the child."""
        return f"XY-{self.uuid.hex[:8].upper()}"


class WishStep(models.Model):
    """One thing that happened to a wish (心愿过程); rows are added and never changed."""

    id = models.BigAutoField(primary_key=True)
    wish = models.ForeignKey(Wish, models.PROTECT, related_name="+", verbose_name="微心愿")
    act = models.CharField("动作", max_length=12, choices=WishAct.choices)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=120)
    account = models.UUIDField("操作账号", null=True)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "心愿过程"

    def __str__(self) -> str:
        return f"{self.wish_id} {self.act}"
