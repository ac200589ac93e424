"""
Rows that cannot be read without saying for whom (按范围查询).

::

    class Visit(models.Model):
        scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_id", permission=Permission.SEE_TASKS)
        objects = ScopedQuerySet.as_manager()

    Visit.objects.visible_to(scope).filter(...)

Whoever forgets is told at once: it is the query itself that refuses to be compiled, so ``count``, ``update``,
subqueries, unions and prefetches refuse too. Rows are created freely; a row at hand may be saved, and its foreign keys
followed. What is joined by ``select_related`` and by conditions across relations is as visible as the row it hangs on.
"""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from gonghu.domain.access.scope import Scope, ScopedBy
from gonghu.domain.access.terms import Permission

Row = TypeVar("Row", bound=models.Model)


class ScopeForgotten(RuntimeError):
    """Rows were asked for without saying who looks at them."""


class ReasonMissing(ValueError):
    """Everything was asked for without saying why."""


class ScopedQuery(Query):
    """A query that is not compiled before somebody said for whom (按范围查询语句)."""

    looked_at_for: str = ""

    def demand(self) -> None:
        """
        Refuse unless the scope was said.

        :raises ScopeForgotten: it was not
        """
        if not self.looked_at_for:
            name = self.model.__name__ if self.model else ""
            raise ScopeForgotten(f"查询 {name} 没有说明可见范围：请先 visible_to(scope)，或写明理由 everywhere(reason)")

    def get_compiler(self, using: Any = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        """
        Give what compiles the query.

        :raises ScopeForgotten: see ``demand``
        """
        self.demand()
        compiler: SQLCompiler = super().get_compiler(using, connection, elide_empty)
        return compiler

    def chain(self, klass: Any = None) -> Any:
        """
        Copy the query; an update or deletion no longer asks, so it is asked here.

        :raises ScopeForgotten: see ``demand``
        """
        if klass is not None:
            self.demand()
        return super().chain(klass)

    def combine(self, rhs: Query, connector: str) -> None:
        """
        Join another query by and, or, exclusive or.

        :raises ScopeForgotten: one of the two does not say for whom
        """
        self.demand()
        if not getattr(rhs, "looked_at_for", ""):
            raise ScopeForgotten("两个查询合并时，两边都要说明可见范围")
        super().combine(rhs, connector)


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset that gives nothing away before ``visible_to`` or ``everywhere`` (按范围查询集)."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or ScopedQuery(model), using, hints)

    def visible_to(self, scope: Scope, permission: Permission | None = None) -> Self:
        """Keep the rows that a scope reaches, with the permission of the model unless another is named."""
        by: ScopedBy = getattr(self.model, "scoped_by", ScopedBy())
        return self._looked_at("scope").filter(scope.condition(by, permission))

    def everywhere(self, reason: str) -> Self:
        """
        Keep all rows, for work that is nobody's look at them; never in an interface.

        :raises ReasonMissing: no reason is given
        """
        if not reason.strip():
            raise ReasonMissing(self.model.__name__)
        return self._looked_at(reason)

    def none(self) -> Self:
        """Keep no row; nobody needs a scope for that."""
        return super().none()._looked_at("none")

    def raw(self, *_args: Any, **_kwargs: Any) -> Any:
        """
        Refuse statements that no scope can be put on; ``Scope.ranges`` serves those that must be written by hand.

        :raises ScopeForgotten: always
        """
        raise ScopeForgotten(f"{self.model.__name__}.objects.raw 绕过可见范围，请用 Scope.ranges 写条件")

    # Every deletion either reads what it deletes, or ends here.
    def _raw_delete(self, using: Any) -> Any:
        self._demand()
        return super()._raw_delete(using)

    def _looked_at(self, why: str) -> Self:
        found = self.all()
        found._demanded.looked_at_for = why
        return found

    @property
    def _demanded(self) -> ScopedQuery:
        query = self.query
        if not isinstance(query, ScopedQuery):
            raise ScopeForgotten(f"{self.model.__name__} 的查询语句不是按范围查询语句")
        return query

    def _demand(self) -> None:
        self._demanded.demand()
