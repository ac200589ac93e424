"""Keys of children (儿童编号): where they are at home, and which other keys were merged into them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.people.models import CategoryAssignment, Child, Person, PersonMerge
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.foundation.intervals import holding_since


def child_places(*, children: Iterable[UUID], scope: Scope) -> dict[UUID, str]:
    """Give the villages that answer for those of some children whom somebody sees, by key."""
    found = Child.objects.visible_to(scope).filter(pk__in=list(children))
    return dict(found.values_list("person_id", "division_code"))


def keys_of_child(*, child: UUID, scope: Scope) -> frozenset[UUID]:
    """
    Give the key of a child that somebody sees with those merged into it, however many steps away; none if unseen.

    Tasks and findings stay where they were opened, so whoever shows a child's asks for all of these.
    """
    if not Child.objects.visible_to(scope).filter(pk=child).exists():
        return frozenset()
    rows = Person.objects.everywhere("what was merged into a child that is seen")
    found, last = {child}, {child}
    while last:
        last = set(rows.filter(merged_into__in=last).values_list("pk", flat=True)) - found
        found |= last
    return frozenset(found)


def file_in_use(*, child: UUID, scope: Scope) -> Child | None:
    """Give the file of a child that somebody sees, or the one it was merged into, however many steps away."""
    return files_in_use(children=[child], scope=scope).get(child)


def files_in_use(*, children: Iterable[UUID], scope: Scope) -> dict[UUID, Child]:
    """Give the files of those of some children whom somebody sees, or those they were merged into, by key."""
    rows = Person.objects.everywhere("into whom a child was merged")
    into = {child: child for child in children}
    last = set(into)
    while last:
        found = rows.filter(pk__in=last).values_list("pk", "merged_into")
        merged = {key: kept for key, kept in found if kept is not None}
        into = {child: merged.get(key, key) for child, key in into.items()}
        last = set(merged.values())
    seen = Child.objects.visible_to(scope).select_related("person").in_bulk(set(into.values()))
    return {child: seen[key] for child, key in into.items() if key in seen}


def categories_held(*, child: UUID, scope: Scope, on: date) -> frozenset[str]:
    """Give what a child is recognised as on a day or from a later one, by code."""
    rows = CategoryAssignment.objects.visible_to(scope).filter(holding_since(on), child_id=child)
    return frozenset(rows.values_list("category", flat=True))


def merges_of(*, people: Iterable[UUID], scope: Scope) -> FileQuerySet[PersonMerge]:
    """Give the merges into people whom somebody sees, the last first; those undone are among them."""
    return PersonMerge.objects.visible_to(scope).filter(kept__in=list(people)).order_by("-merged_at")
