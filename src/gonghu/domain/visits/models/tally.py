"""How far the counties had come with a list in the night (走访覆盖汇总)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.visits.models.plan import CoverageList
from gonghu.standards.division_code import LENGTH


class CoverageTally(models.Model):
    """
    How far a county had come with a list in the night (走访覆盖汇总), so that a province is added up at once.

    Counted anew every night and never added to: whoever looks is told when. Figures of a county are counted live.
    """

    id = models.BigAutoField(primary_key=True)
    coverage_list = models.ForeignKey(
        CoverageList, models.CASCADE, related_name="+", db_index=False, verbose_name="走访名单"
    )
    division_code = models.CharField("区县代码", max_length=LENGTH)
    listed = models.BigIntegerField("名单人数")
    met = models.BigIntegerField("已见到")
    excepted = models.BigIntegerField("有例外原因")
    tried = models.BigIntegerField("上门未见")
    households = models.BigIntegerField("名单户数")
    households_met = models.BigIntegerField("走访户数")
    late = models.BigIntegerField("名单外见到")
    visits = models.BigIntegerField("走访人次")
    counted_at = models.DateTimeField("汇总时间")

    scoped_by: ClassVar[ScopedBy] = ScopedBy()
    # Where counties become one, their sums wait for the next night.
    follows_place: ClassVar[bool] = False
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "走访覆盖汇总"
        constraints = (models.UniqueConstraint(fields=["coverage_list", "division_code"], name="coverage_tally_once"),)

    def __str__(self) -> str:
        return f"{self.coverage_list_id} {self.division_code} {self.met}"
