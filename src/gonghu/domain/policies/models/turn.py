"""What runs changed: of findings known before (变动), and of children (变化)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission, SealedKind
from gonghu.domain.policies.models.finding import Finding, ToldReason
from gonghu.domain.policies.models.run import Run
from gonghu.domain.policies.terms import FindingState, Turn, Verdict
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class FindingTurn(models.Model):
    """What a later run did to a finding known before, and how it stood until then, so that it can be undone (变动)."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="+", verbose_name="比对")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="+", verbose_name="问题")
    turn = models.CharField("变动", max_length=16, choices=Turn.choices)
    state_before = models.CharField("此前状态", max_length=16, choices=FindingState.choices)
    state_after = models.CharField("此后状态", max_length=16, choices=FindingState.choices)
    told_before = models.ForeignKey(
        ToldReason, models.PROTECT, related_name="+", db_index=False, verbose_name="此前理由"
    )
    verdict_before = models.CharField("此前核实结论", max_length=16, choices=Verdict.choices, blank=True)
    verified_before = models.DateTimeField("此前核实时间", null=True)
    last_run_before = models.ForeignKey(
        Run, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="此前最近发现"
    )
    evidence_run_before = models.ForeignKey(
        Run, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="此前证据"
    )
    evidence_hash_before = models.CharField("此前证据摘要", max_length=32)

    class Meta:
        verbose_name = "问题变动"

    def __str__(self) -> str:
        return f"{self.finding_id} {self.turn}"


class Change(models.Model):
    """What is different about a child since the earlier run (变化): a parent died, a birthday, a category entered."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="+", db_index=False, verbose_name="比对")
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    event = models.CharField("事件", max_length=64)
    name = models.CharField("名称", max_length=100)
    role = models.CharField("关于", max_length=8)
    before = models.CharField("此前", max_length=100, blank=True)
    after = models.CharField("此后", max_length=100, blank=True)
    due_on = models.DateField("日期", null=True)
    sealed = models.CharField("密级", max_length=32, choices=SealedKind.choices, blank=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="it tells what a run saw")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", permission=Permission.SEE_CHILDREN)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "变化"
        indexes = (models.Index(fields=["run", "division_code"], name="change_run_place"),)

    def __str__(self) -> str:
        return f"{self.name} {self.child_id}"
