"""Findings (问题), the reasons they are told with, and the rows that bear them out."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.policies.models.run import Run
from gonghu.domain.policies.terms import FindingState, Verdict
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH


class ToldReason(models.Model):
    """
    What is told of one policy, once for all children of whom the same is told (理由).

    ``words_open`` and ``verify_open`` say “情况已核实” wherever the other two give away what is ``sealed``.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="+", verbose_name="首次写出的比对")
    policy = models.CharField("政策代码", max_length=64)
    name = models.CharField("问题名称", max_length=100)
    words = models.TextField("理由")
    words_open = models.TextField("理由（不含密级内容）")
    verify = models.TextField("需核实事项", blank=True)
    verify_open = models.TextField("需核实事项（不含密级内容）", blank=True)
    basis = models.TextField("政策依据", blank=True)
    cited = models.TextField("政策依据（文号）", blank=True)
    sealed = models.JSONField("所涉密级", default=list, blank=True)
    fingerprint = models.CharField("内容摘要", max_length=64, unique=True)

    class Meta:
        verbose_name = "理由"

    def __str__(self) -> str:
        return self.name

    @property
    def sealed_kinds(self) -> tuple[SealedKind, ...]:
        """What the words give away."""
        return tuple(map(SealedKind, self.sealed))


class Finding(models.Model):
    """
    That one policy and one child's facts do not go together (问题): not on a roll, paid twice, still to be verified.

    A child has one of a policy for ever; later runs go on with it. ``stake_fen`` is a child's monthly sum and stands
    with the first of its findings only, so that sums are of children. ``evidence_run`` wrote the rows that bear it out.
    Runs and reasons are never deleted, and a run writes only its own key and reasons it has just read or made: the
    database need not look them up every row.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", db_index=False, verbose_name="儿童")
    policy = models.CharField("政策代码", max_length=64)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("儿童类别", max_length=16, blank=True)
    told = models.ForeignKey(
        ToldReason, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="理由"
    )
    stake_fen = models.BigIntegerField("每月涉及金额（分）", null=True)
    state = models.CharField("状态", max_length=16, choices=FindingState.choices, default=FindingState.OPEN)
    verdict = models.CharField("核实结论", max_length=16, choices=Verdict.choices, default=Verdict.NOT_YET, blank=True)
    verified_at = models.DateTimeField("核实时间", null=True)
    first_run = models.ForeignKey(
        Run, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="首次发现"
    )
    last_run = models.ForeignKey(Run, models.PROTECT, related_name="+", db_constraint=False, verbose_name="最近发现")
    evidence_run = models.ForeignKey(
        Run, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="证据所属比对"
    )
    evidence_hash = models.CharField("证据摘要", max_length=32)
    task = models.ForeignKey(
        "tasks.Task", models.SET_NULL, related_name="+", null=True, db_index=False, verbose_name="任务"
    )

    # The next run finds the same of the file that is kept; until then both keys are asked for.
    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="the run that found it names that file")
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "问题"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="finding_place"),
            models.Index(fields=["state", "division_code", "uuid"], name="finding_state"),
            # Most findings are laid down without a task.
            models.Index(fields=["task"], name="finding_task", condition=Q(task__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(fields=["child", "policy"], name="finding_once_a_policy"),
            models.CheckConstraint(
                condition=Q(verdict="", verified_at__isnull=True) | Q(verified_at__isnull=False) & ~Q(verdict=""),
                name="finding_verdict_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.state}"


class FindingEvidence(models.Model):
    """
    The rows of files that bear out the findings of a child (证据), as a run saw them; written again only when changed.

    ``rows`` is a list of ``[role, file, sheet, row, facts, shows, secret]``; the secret, empty for most, is the kind
    that the row tells.
    """

    run = models.ForeignKey(
        Run, models.PROTECT, related_name="+", db_index=False, db_constraint=False, verbose_name="比对"
    )
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", db_index=False, verbose_name="儿童")
    rows = models.JSONField("证据行", default=list)

    when_merged: ClassVar[WhenMerged] = WhenMerged(stays="it belongs to the run and the finding")

    class Meta:
        verbose_name = "证据"
        constraints = (models.UniqueConstraint(fields=["child", "run"], name="finding_evidence_once"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.child_id}"
