"""Rectification orders (督办单): a numbered paper that a body answers until a day."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.models.task import Task
from gonghu.domain.tasks.terms import OrderState
from gonghu.standards.division_code import LENGTH


class RectificationOrder(models.Model):
    """
    One order to put right what is overdue (督办单).

    The clock drafts it, an officer issues it, the responsible body answers, another look closes it or sends it back.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("文号", max_length=40, blank=True)
    division_code = models.CharField("区划代码", max_length=LENGTH)
    subject = models.CharField("事项", max_length=200)
    responsible = models.CharField("责任单位", max_length=100)
    state = models.CharField("状态", max_length=12, choices=OrderState.choices, default=OrderState.DRAFT)
    drafted_at = models.DateTimeField("起草时间")
    requirement = models.TextField("督办要求", blank=True)
    issued_at = models.DateTimeField("签发时间", null=True)
    issued_by = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="签发人"
    )
    due_on = models.DateField("整改期限", null=True)
    answer = models.TextField("答复", blank=True)
    closed_at = models.DateTimeField("销号时间", null=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.ASSIGN_TASKS)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "督办单"
        constraints = (
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="order_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[OrderState.DRAFT, OrderState.WITHDRAWN])
                | (~Q(number="") & Q(due_on__isnull=False)),
                name="order_issued_has_number",
            ),
        )
        indexes = (models.Index(fields=["division_code", "uuid"], name="order_division"),)

    def __str__(self) -> str:
        return self.number or self.subject

    @property
    def district(self) -> str:
        """Give the six digits of the district the order lies in."""
        return self.division_code[:6]


class OrderedTask(models.Model):
    """One task that an order is about (督办事项)."""

    order = models.ForeignKey(RectificationOrder, models.CASCADE, related_name="+", verbose_name="督办单")
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", verbose_name="任务")

    class Meta:
        verbose_name = "督办事项"
        constraints = (models.UniqueConstraint(fields=["order", "task"], name="ordered_task_once"),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.task_id}"


class OrderStep(models.Model):
    """One thing that happened to an order (督办过程); rows are added and never changed."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(RectificationOrder, models.PROTECT, related_name="+", verbose_name="督办单")
    state = models.CharField("状态", max_length=12, choices=OrderState.choices)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=120)
    note = models.TextField("说明", blank=True)
    due_on = models.DateField("整改期限", null=True)

    class Meta:
        verbose_name = "督办过程"

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"
