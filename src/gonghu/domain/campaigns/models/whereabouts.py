"""Where children are in holidays (假期去向)."""

from __future__ import annotations

from django.db import models

from gonghu.domain.campaigns.terms import LookedAfter, ParentsHome, Stay
from gonghu.domain.visits.models.visit import AboutChild
from gonghu.foundation.encryption import EncryptedText, Sealed


class Whereabouts(AboutChild, Sealed):
    """
    Where a child spends a holiday, with whom and until when (假期去向), as it was told on a day; the last one counts.

    One that came with a visit counts while the visit does.
    """

    holiday = models.CharField("假期", max_length=40)
    stay = models.CharField("在哪过", max_length=12, choices=Stay.choices)
    looked_after = models.CharField("谁看着", max_length=12, choices=LookedAfter.choices, blank=True)
    parents = models.CharField("父母回不回来", max_length=12, choices=ParentsHome.choices, blank=True)
    place = EncryptedText("去的地方", blank=True)
    from_on = models.DateField("从哪天", null=True)
    back_on = models.DateField("哪天回来", null=True)
    told_on = models.DateField("问明日期")
    told_at = models.DateTimeField("登记时间")
    told_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="登记人"
    )
    visit = models.OneToOneField("visits.Visit", models.PROTECT, related_name="+", null=True, verbose_name="走访")

    class Meta:
        verbose_name = "假期去向"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="whereabouts_division"),
            models.Index(fields=["child", "holiday", "told_on"], name="whereabouts_child"),
        )

    def __str__(self) -> str:
        return f"{self.holiday} {self.get_stay_display()}"
