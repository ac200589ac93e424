"""
Long lists in pages without counting (按键分页): each page begins right after the last row of the one before.

However far somebody turns, the database walks along an index for one page and no further.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest

from gonghu.interfaces.desk.paging import PAGE

Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)
Place = tuple[Any, Any]
_BETWEEN: Final = "~"


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[Row]):
    """One page of a long list (键页), with the marks that the pages before and after it start from."""

    rows: Sequence[Row]
    before: str = ""
    after: str = ""


def keyset_page(
    request: HttpRequest, found: QuerySet[Kept], *, by: str = "division_code", most: int = PAGE
) -> KeysetPage[Kept]:
    """
    Cut the page that is asked for out of a query, in order of a column that is never null, then of the key.

    A mark that cannot be read asks for the first page; so does the way back when less than a page is left.
    """
    after = _place(found, by, request.GET.get("after", ""))
    before = None if after else _place(found, by, request.GET.get("before", ""))
    if before:
        rows = list(found.filter(_beyond(by, before, "lt")).order_by(f"-{by}", "-pk")[: most + 1])
        if len(rows) > most:
            rows = rows[most - 1 :: -1]
            return KeysetPage(rows, before=_mark(rows[0], by), after=_mark(rows[-1], by))
    onward = found.filter(_beyond(by, after, "gt")) if after else found
    rows = list(onward.order_by(by, "pk")[: most + 1])
    has_more, rows = len(rows) > most, rows[:most]
    return KeysetPage(
        rows,
        before=_mark(rows[0], by) if after and rows else "",
        after=_mark(rows[-1], by) if has_more else "",
    )


def _beyond(by: str, place: Place, way: str) -> Q:
    """Give the condition that a row lies beyond a place; its first part alone lets the index be entered there."""
    value, key = place
    return Q(**{f"{by}__{way}e": value}) & (Q(**{f"{by}__{way}": value}) | Q(**{by: value, f"pk__{way}": key}))


def _mark(row: Model, by: str) -> str:
    return f"{getattr(row, by)}{_BETWEEN}{row.pk}"


def _place(found: QuerySet[Kept], by: str, mark: str) -> Place | None:
    value, between, key = mark.rpartition(_BETWEEN)
    column, own_key = found.model._meta.get_field(by), found.model._meta.pk
    if not between or not isinstance(column, Field):
        return None
    try:
        return column.to_python(value), own_key.to_python(key)
    except ValidationError:
        return None
