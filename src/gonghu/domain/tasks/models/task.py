"""Tasks (任务), and what happened to them (任务过程)."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.terms import EscalationLevel, Outcome, StepAct, TaskKind, TaskState
from gonghu.standards.division_code import LENGTH

_OPEN: Final = Q(state=TaskState.OPEN)


class Task(models.Model):
    """
    One thing to do about a place or a child, by a post, until a day (任务).

    Place and category are the child's when the task was opened, so that lists of ten million need no join.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=20, choices=TaskKind.choices)
    title = models.CharField("事项", max_length=200)
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", null=True, verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别（儿童）", max_length=20, blank=True)
    owner = models.ForeignKey(
        "access.Post", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="责任岗位"
    )
    due_on = models.DateField("期限")
    opened_at = models.DateTimeField("产生时间")
    assigned_at = models.DateTimeField("分派时间", null=True)
    state = models.CharField("状态", max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    outcome_note = models.TextField("结果说明", blank=True)
    evidence = models.TextField("依据", blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="办结人"
    )
    level = models.PositiveSmallIntegerField("提级", choices=EscalationLevel.choices, default=EscalationLevel.NONE)
    source_kind = models.CharField("来源类别", max_length=20, blank=True)
    source_key = models.UUIDField("来源编号", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category", permission=Permission.SEE_TASKS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "任务"
        constraints = (
            models.UniqueConstraint(
                fields=["source_key", "kind"],
                condition=_OPEN & Q(source_key__isnull=False),
                name="task_open_once_per_source",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="task_done_has_outcome",
            ),
        )
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="task_division"),
            models.Index(fields=["division_code", "uuid"], condition=_OPEN, name="task_open_division"),
            # With all that the latest of a place are chosen by: no task is read that is left out.
            models.Index(
                fields=["division_code", "uuid", "due_on", "level"],
                condition=_OPEN & Q(level__gte=EscalationLevel.SUPERVISOR),
                name="task_open_raised",
            ),
            models.Index(
                fields=["due_on", "uuid", "level"],
                condition=_OPEN & Q(level__gte=EscalationLevel.SUPERVISOR),
                name="task_open_raised_due",
            ),
            models.Index(
                fields=["division_code", "uuid"], condition=Q(state=TaskState.CANCELLED), name="task_cancelled"
            ),
            models.Index(fields=["kind", "division_code", "uuid"], condition=_OPEN, name="task_open_kind"),
            models.Index(
                fields=["division_code", "uuid"], condition=_OPEN & Q(owner__isnull=True), name="task_open_unowned"
            ),
            # Where work waits for owners, a planner that counts it in would take every owner for the owner of it all.
            models.Index(fields=["owner", "due_on"], condition=_OPEN & Q(owner__isnull=False), name="task_open_owner"),
            models.Index(fields=["due_on"], condition=_OPEN, name="task_open_due"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> str:
        """Give the six digits of the district the task lies in."""
        return self.division_code[:6]


class TaskStep(models.Model):
    """One thing that happened to a task (任务过程); rows are added and never changed."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", verbose_name="任务")
    act = models.CharField("动作", max_length=12, choices=StepAct.choices)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=120)
    account = models.UUIDField("操作账号", null=True)
    note = models.TextField("说明", blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    level = models.PositiveSmallIntegerField("提级", choices=EscalationLevel.choices, default=EscalationLevel.NONE)
    owner_before = models.UUIDField("原责任岗位", null=True)
    owner = models.UUIDField("责任岗位", null=True)
    due_before = models.DateField("原期限", null=True)
    due_on = models.DateField("期限", null=True)
    batch = models.UUIDField("批次", null=True)

    class Meta:
        verbose_name = "任务过程"
        indexes = (models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="task_step_batch"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.act}"
