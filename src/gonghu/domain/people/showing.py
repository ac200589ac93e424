"""What a file shows of a child's recognitions (档案所示类别): the first category, and whether there is any."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.terms import FileState, first_category
from gonghu.foundation.intervals import holding_since


def first_of(child: UUID, on: date) -> str:
    """Give the first category of a child that is in force or to come."""
    return first_category(_categories([child], on).get(child, set()))


def show_first(children: Iterable[Child], on: date) -> int:
    """Write into files the first category of those in force or to come, and whether there is any."""
    files = {child.pk: child for child in children}
    held = _categories(files, on)
    for key, child in files.items():
        child.category = first_category(held.get(key, set()))
        if child.category:
            child.state = FileState.RECOGNISED if child.closed_on is None else child.state
        elif child.state == FileState.RECOGNISED:
            child.state = FileState.ON_FILE
        child.save(update_fields=["category", "state"])
    return len(files)


def _categories(children: Iterable[UUID], on: date) -> dict[UUID, set[str]]:
    rows = CategoryAssignment.objects.everywhere("what a file shows of its recognitions")
    held = rows.filter(holding_since(on), child__in=list(children)).values_list("child", "category")
    found: dict[UUID, set[str]] = {}
    for child, category in held:
        found.setdefault(child, set()).add(category)
    return found
