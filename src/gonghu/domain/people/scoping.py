"""
Who reaches a person's file (人员的可见范围): the scope, and of sealed old files only those who may know of adoptions.

What hangs on a person is reached through the person, whatever its table is.
"""

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from gonghu.domain.access.scope import NOWHERE, Scope, ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission, SealedKind
from gonghu.standards.division_code import Level

Row = TypeVar("Row", bound=models.Model)


class FileQuerySet(ScopedQuerySet[Row]):
    """Rows of files: those of a sealed one are shown only where adoptions may be told (按范围查询档案)."""

    def visible_to(self, scope: Scope, permission: Permission | None = None) -> Self:
        """Keep the rows that a scope reaches and that are not sealed from it."""
        through: str = getattr(self.model, "file_through", "")
        by: ScopedBy = getattr(self.model, "scoped_by", ScopedBy())
        unsealed = Q(**{f"{through}sealed_on__isnull": True})
        told = told_where(scope, SealedKind.ADOPTION, by.division)
        return super().visible_to(scope, permission).filter(unsealed | told)


def told_where(scope: Scope, kind: SealedKind, column: str = "division_code") -> Q:
    """Give the condition that a row lies where a sealed fact may be told to a scope."""
    found = NOWHERE
    for area in scope.areas(kind.permission):
        if area.level is None or area.level <= Level.COUNTY:
            found |= area.filter(column)
    return found


class OfPerson(models.Model):
    """Something that is known of a person (人员的记录), reached as the person is."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="人员")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(division="person__division_code", child="person_id")
    file_through: ClassVar[str] = "person__"
    objects = FileQuerySet.as_manager()

    class Meta:
        abstract = True


class OfChild(models.Model):
    """Something that is written in a child's file (儿童档案的记录), reached as the child is."""

    child = models.ForeignKey("people.Child", models.PROTECT, related_name="+", verbose_name="儿童")

    scoped_by: ClassVar[ScopedBy] = ScopedBy(
        division="child__division_code", child="child_id", category="child__category"
    )
    file_through: ClassVar[str] = "child__"
    objects = FileQuerySet.as_manager()

    class Meta:
        abstract = True
