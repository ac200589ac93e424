"""What is to be keyed into the national system (待录入清单的查询)."""

from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import KeyingItem
from gonghu.domain.insurance.terms import KeyingKind
from gonghu.domain.people.scoping import FileQuerySet


def keying_items_in(
    *,
    scope: Scope,
    keyed: bool | None = False,
    kind: KeyingKind | None = None,
    area: Area | None = None,
    key: UUID | None = None,
) -> FileQuerySet[KeyingItem]:
    """Give what is on the list for somebody, what waits longest first; ``keyed`` None gives all."""
    found = KeyingItem.objects.visible_to(scope)
    if keyed is not None:
        found = found.filter(keyed_on__isnull=not keyed)
    if kind:
        found = found.filter(kind=kind)
    if area and area.prefix:
        found = found.filter(area.filter())
    if key:
        found = found.filter(pk=key)
    return found.order_by("arose_on", "uuid")
