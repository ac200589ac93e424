"""How many open tasks a town had in the night (任务时效汇总), so that a province is added up at once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.terms import TaskKind
from gonghu.standards.division_code import LENGTH


class TaskTally(models.Model):
    """
    How many open tasks of a kind and class of age a town had on a day (任务时效汇总).

    Counted anew every night and never added to: whoever looks is told when. Figures of a county are counted live.
    """

    division_code = models.CharField("乡镇（街道）代码", max_length=LENGTH)
    kind = models.CharField("类别", max_length=20, choices=TaskKind.choices)
    age = models.PositiveSmallIntegerField("时效")
    tasks = models.BigIntegerField("任务数")
    counted_at = models.DateTimeField("汇总时间")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_TASKS)
    # Where towns become one, their sums wait for the next night.
    follows_place: ClassVar[bool] = False
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "任务时效汇总"
        constraints = (models.UniqueConstraint(fields=["division_code", "kind", "age"], name="task_tally_once"),)

    def __str__(self) -> str:
        return f"{self.division_code} {self.kind} {self.tasks}"
