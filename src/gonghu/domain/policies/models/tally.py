"""How many findings a place has (问题汇总), kept beside the findings so that a province is added up at once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.policies.terms import FindingState, Verdict
from gonghu.standards.division_code import LENGTH


class Tally(models.Model):
    """
    How many findings of a policy, category, state and verdict a division has, and the monthly sums at stake (汇总).

    Every write to findings adds to it; a nightly count from the findings themselves replaces it.
    """

    division_code = models.CharField("区划代码", max_length=LENGTH)
    policy = models.CharField("政策代码", max_length=64)
    category = models.CharField("儿童类别", max_length=16, blank=True)
    state = models.CharField("状态", max_length=16, choices=FindingState.choices)
    verdict = models.CharField("核实结论", max_length=16, choices=Verdict.choices, blank=True)
    findings = models.BigIntegerField("问题数")
    stake_fen = models.BigIntegerField("每月涉及金额（分）")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.SEE_FIGURES)
    follows_place: ClassVar[bool] = False
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(
                fields=["division_code", "policy", "category", "state", "verdict"], name="%(class)s_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.policy} {self.state} {self.findings}"


class FindingTally(Tally):
    """The findings of a village (村级问题汇总), for the figures of a county and what lies in it."""

    class Meta(Tally.Meta):
        verbose_name = "村级问题汇总"


class CountyTally(Tally):
    """The same of a whole county (县级问题汇总): a province has twenty thousand villages and a hundred counties."""

    class Meta(Tally.Meta):
        verbose_name = "县级问题汇总"
