"""What all tables of benefits have (待遇记录)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.standards.division_code import LENGTH


class OfMoney(models.Model):
    """
    Something about the money of a child (待遇记录), for those who may see money where the child lives.

    ``division_code`` is the village that answers for the child and follows it; ``category`` what it is given for.
    """

    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")
    division_code = models.CharField("区划代码", max_length=LENGTH)
    category = models.CharField("类别", max_length=16, blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", category="category", permission=Permission.SEE_MONEY)
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def district(self) -> str:
        """Give the six digits of the district the child lives in."""
        return self.division_code[:6]
