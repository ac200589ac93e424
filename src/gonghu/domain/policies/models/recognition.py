"""Recognitions (认定): proposed by one officer, decided by another."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.people.terms import Category, EndKind
from gonghu.domain.policies.models.finding import Finding
from gonghu.domain.policies.terms import RECOGNITION_PENDING, RecognitionAct, RecognitionKind, RecognitionState
from gonghu.foundation.merged_rows import WhenMerged
from gonghu.standards.division_code import LENGTH

_OF_ENDS: Final = {RecognitionState.APPROVED: "已终止", RecognitionState.REFUSED: "不予终止"}


class Recognition(models.Model):
    """
    That a child belongs to a category, or does no more, proposed and decided by two persons (认定、终止认定).

    It holds from ``from_on``: the month after the decision (民发〔2019〕62号：自确认之日的次月起); an end from the
    month after that in which its reason fell away.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+", null=True, verbose_name="问题")
    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别", max_length=16)
    evidence = models.TextField("证据材料", blank=True)
    document = models.CharField("政策依据", max_length=500)
    kind = models.CharField("事项", max_length=8, choices=RecognitionKind.choices, default=RecognitionKind.ASSIGN)
    assignment = models.ForeignKey(
        "people.CategoryAssignment", models.SET_NULL, related_name="+", null=True, verbose_name="终止的认定"
    )
    end_kind = models.CharField("终止原因", max_length=16, choices=EndKind.choices, blank=True)
    happened_on = models.DateField("情形消失日期", null=True)
    state = models.CharField("状态", max_length=16, choices=RecognitionState.choices)
    first_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="初审人")
    first_at = models.DateTimeField("初审时间")
    first_opinion = models.TextField("初审意见")
    second_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", null=True, verbose_name="复核人")
    second_at = models.DateTimeField("复核时间", null=True)
    second_opinion = models.TextField("复核意见", blank=True)
    from_on = models.DateField("起始日期", null=True)

    when_merged: ClassVar[WhenMerged] = WhenMerged(
        refused="两份档案都有同一类别的认定在办理，请先办结或撤回其中一件，再合并",
        lies_with_file=Q(state__in=sorted(RECOGNITION_PENDING)),
    )
    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "认定"
        indexes = (models.Index(fields=["division_code", "uuid"], name="recognition_place"),)
        constraints = (
            models.CheckConstraint(condition=~Q(second_by=F("first_by")), name="recognition_two_persons"),
            models.CheckConstraint(
                condition=~Q(state=RecognitionState.APPROVED)
                | Q(second_by__isnull=False, second_at__isnull=False, from_on__isnull=False),
                name="recognition_approved_whole",
            ),
            models.UniqueConstraint(
                fields=["child", "category"],
                condition=Q(state__in=sorted(RECOGNITION_PENDING)),
                name="recognition_one_pending",
            ),
        )

    def __str__(self) -> str:
        return f"{self.category} {self.state}"

    @property
    def is_pending(self) -> bool:
        """Tell whether it is not decided yet."""
        return self.state in RECOGNITION_PENDING

    @property
    def category_label(self) -> str:
        """Give the category in words."""
        return str(Category(self.category).label)

    @property
    def is_end(self) -> bool:
        """Tell whether a recognition is to end."""
        return self.kind == RecognitionKind.END

    @property
    def state_label(self) -> str:
        """Give how far it has come in words."""
        said = _OF_ENDS.get(RecognitionState(self.state)) if self.is_end else None
        return said or str(RecognitionState(self.state).label)


class RecognitionStep(models.Model):
    """One step of a recognition with who took it and why (认定步骤); never changed."""

    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="+", verbose_name="认定")
    act = models.CharField("步骤", max_length=16, choices=RecognitionAct.choices)
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="办理人")
    label = models.CharField("办理人姓名和岗位", max_length=100)
    at = models.DateTimeField("时间")
    opinion = models.TextField("意见", blank=True)

    class Meta:
        verbose_name = "认定步骤"

    def __str__(self) -> str:
        return f"{self.act} {self.at}"
