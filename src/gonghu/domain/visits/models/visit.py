"""Visits (走访)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.visits.terms import VisitKind, VisitOutcome
from gonghu.standards.division_code import LENGTH


class AboutChild(models.Model):
    """
    Something a visit brought about a child (走访所得).

    Place and category are the child's when it was written down; what is of a sealed file is sealed too.
    """

    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别（儿童）", max_length=20, blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category")
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def district(self) -> str:
        """Give the six digits of the district the child lived in."""
        return self.division_code[:6]


class Visit(AboutChild):
    """
    One visit to one child (走访探视); its key is that of the submission it came with.

    ``household`` is the child's on that day, its own key where none is on file: households, persons and person-times
    are counted apart. One that was sent back and corrected stays, and counts no more: ``replaced_by`` does.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("走访种类", max_length=12, choices=VisitKind.choices)
    outcome = models.CharField("走访结果", max_length=12, choices=VisitOutcome.choices)
    visited_on = models.DateField("走访日期")
    household = models.UUIDField("家庭户")
    account = models.ForeignKey(
        "access.Account", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="走访人"
    )
    post = models.ForeignKey(
        "access.Post", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="走访岗位"
    )
    accepted_at = models.DateTimeField("入档时间")
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, db_index=False, verbose_name="取代它的走访"
    )

    class Meta:
        verbose_name = "走访"
        indexes = (
            models.Index(fields=["division_code", "uuid"], name="visit_division"),
            models.Index(fields=["division_code", "visited_on"], name="visit_division_day"),
            models.Index(
                fields=["child", "visited_on"],
                condition=Q(outcome=VisitOutcome.MET, replaced_by=None),
                name="visit_met",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.visited_on}"
