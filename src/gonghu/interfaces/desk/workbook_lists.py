"""What the exports of lists have in common (名单导出): who is offered one, and rows with the names of their places."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn

_AT_ONCE: Final = 1_000


class StandsSomewhere(Protocol):
    """A row that says where it stands (有区划的记录)."""

    division_code: str


Kept = TypeVar("Kept", bound=StandsSomewhere)


def offered_export(request: DeskRequest, route: str, *keys: UUID) -> dict[str, Any]:
    """Give what the button of an export needs to know."""
    return {"may_export": request.officer.scope.has(Permission.EXPORT), "export_address": reverse(route, args=keys)}


def columns_of(*titled: tuple[Promise | str, float]) -> list[WorkbookColumn]:
    """Give the columns with their titles in the language of the page."""
    return [WorkbookColumn(str(title), width) for title, width in titled]


def rows_with_places(
    found: QuerySet[Any], cells: Callable[[Kept, str], Sequence[WorkbookCell]]
) -> Iterator[Sequence[WorkbookCell]]:
    """Give the cells of every row, written from the row and the name of its place; a thousand rows at a time."""
    remaining = found.iterator(chunk_size=_AT_ONCE)
    while part := list[Kept](islice(remaining, _AT_ONCE)):
        names = names_of([each.division_code for each in part])
        yield from (cells(each, names[each.division_code]) for each in part)
