"""Problems found at visits (问题) and how they are put right (整改)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from gonghu.domain.visits.models.visit import AboutChild, Visit
from gonghu.domain.visits.terms import ProblemAct, ProblemKind, ProblemState


class Problem(AboutChild):
    """
    Something that is wrong where a child lives (问题), with who puts it right until when.

    A body answers with what shows it; somebody else looks again, and only that closes it (销号).
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", null=True, verbose_name="走访")
    code = models.CharField("题目", max_length=64, blank=True)
    kind = models.CharField("问题种类", max_length=16, choices=ProblemKind.choices)
    words = models.TextField("问题")
    found_on = models.DateField("发现日期")
    due_on = models.DateField("整改期限")
    responsible = models.CharField("责任单位", max_length=100)
    state = models.CharField("状态", max_length=10, choices=ProblemState.choices, default=ProblemState.OPEN)
    task = models.ForeignKey("tasks.Task", models.PROTECT, related_name="+", null=True, verbose_name="任务")
    answer = models.TextField("答复", blank=True)
    evidence = models.TextField("依据", blank=True)
    answered_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True)
    rechecked_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="复查人"
    )
    closed_at = models.DateTimeField("销号时间", null=True)

    class Meta:
        verbose_name = "问题"
        constraints = (
            models.UniqueConstraint(fields=["visit", "code"], condition=~Q(code=""), name="problem_once_per_visit"),
            models.CheckConstraint(
                condition=~Q(state=ProblemState.CLOSED)
                | (Q(closed_at__isnull=False) & ~Q(answer="") & ~Q(rechecked_by=models.F("answered_by"))),
                name="problem_closed_by_another",
            ),
        )
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="problem_division"),
            models.Index(
                fields=["division_code", "due_on"], condition=~Q(state=ProblemState.CLOSED), name="problem_unsolved"
            ),
        )

    def __str__(self) -> str:
        return self.words[:40]


class ProblemStep(models.Model):
    """
    One thing that happened to a problem (问题过程); rows are added and never changed.

    ``submission`` is the filled form, with its photos, in which it was told.
    """

    id = models.BigAutoField(primary_key=True)
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", verbose_name="问题")
    act = models.CharField("动作", max_length=12, choices=ProblemAct.choices)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=120)
    account = models.UUIDField("操作账号", null=True)
    note = models.TextField("说明", blank=True)
    evidence = models.TextField("依据", blank=True)
    submission = models.UUIDField("填报", null=True)

    class Meta:
        verbose_name = "问题过程"

    def __str__(self) -> str:
        return f"{self.problem_id} {self.act}"
