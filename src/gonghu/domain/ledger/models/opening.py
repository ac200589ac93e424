"""What grants were given before this system paid them (期初): no money of ours, and no entry."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Opening(models.Model):
    """
    That somebody else paid a grant through a month (期初), so that the month after is the first one of ours.

    ``since_month`` is from when the child was given it, empty where nobody knows; ``told_fen`` what the last month was
    by the roll. ``source`` names the roll and its row.
    """

    grant = models.OneToOneField(
        "benefits.Grant", models.PROTECT, primary_key=True, related_name="+", verbose_name="待遇"
    )
    since_month = models.DateField("原起始月份", null=True)
    through_month = models.DateField("原渠道发至月份")
    told_fen = models.BigIntegerField("原月发金额（分）", null=True)
    source_key = models.UUIDField("来源编号", db_index=True)
    source = models.CharField("来源", max_length=300)

    class Meta:
        verbose_name = "期初"
        constraints = (
            models.CheckConstraint(
                condition=Q(since_month__isnull=True) | Q(since_month__lte=F("through_month")), name="opening_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.grant_id} {self.through_month:%Y-%m}"
