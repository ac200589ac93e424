"""Reading of receipts (签收的查询), and of the grants that a batch gave."""

from collections.abc import Collection
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.benefits.models import Grant, Receipt
from gonghu.domain.people.scoping import FileQuerySet


def receipts_of_batch(*, batch: UUID, scope: Scope, children: Collection[UUID] | None = None) -> FileQuerySet[Receipt]:
    """Give the receipts of a batch that hold and somebody sees, by place; of some children only on demand."""
    found = Receipt.objects.visible_to(scope).filter(batch=batch, withdrawn_at__isnull=True)
    if children is not None:
        found = found.filter(child__in=list(children))
    return found.order_by("division_code", "uuid")


def receipts_of_child(*, batch: UUID, child: UUID, scope: Scope) -> FileQuerySet[Receipt]:
    """Give the receipts of a child on a list that somebody sees, the last first; those withdrawn are among them."""
    found = Receipt.objects.visible_to(scope).filter(batch=batch, child=child)
    return found.select_related("entered_by", "withdrawn_by").order_by("-entered_at", "uuid")


def grants_of_batch(*, batch: UUID, children: Collection[UUID], scope: Scope) -> FileQuerySet[Grant]:
    """Give what a batch gave to some children whom somebody sees, by key."""
    found = Grant.objects.visible_to(scope).filter(application__batch=batch, child__in=list(children))
    return found.order_by("pk")
