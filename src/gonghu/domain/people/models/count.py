"""How many children a village had at the end of a month (逐月人数), as it was called then."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.standards.division_code import LENGTH


class PlaceCount(models.Model):
    """
    How many files were open in a village, and how many children recognised (逐月人数), on the last night of a month.

    ``month_on`` is the first day of the month, ``counted_on`` the day of the last count. The code is that of the day it
    was counted, and stays: a figure of a past day is told by the divisions of that day.
    """

    division_code = models.CharField("区划代码", max_length=LENGTH)
    month_on = models.DateField("月份")
    counted_on = models.DateField("截至日期")
    files = models.PositiveIntegerField("在档")
    recognised = models.PositiveIntegerField("已认定")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_FIGURES)
    follows_place: ClassVar[bool] = False
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "逐月人数"
        constraints = (models.UniqueConstraint(fields=["month_on", "division_code"], name="place_count_once"),)
        indexes = (models.Index(fields=["division_code", "month_on"], name="place_count_place"),)

    def __str__(self) -> str:
        return f"{self.division_code} {self.month_on} {self.files}"
