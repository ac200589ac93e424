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

from gonghu.domain.access.officer import Officer
from gonghu.domain.divisions.terms import Area
from gonghu.interfaces.desk.paging import PAGE
from gonghu.interfaces.desk.places import own_area
from gonghu.standards.division_code import Level

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


def order_of(by: Officer, place: str, *, day: str) -> str:
    """
    Give what a list is in order of (列表次序): its day within one district, the place above it.

    A district's rows can be sorted while somebody waits; of a city the pages are walked along the index of places.
    """
    level = (Area.of(place) if place else own_area(by)).level
    return day if level is not None and level >= Level.COUNTY else "division_code"


def keyset_page(
    request: HttpRequest, found: QuerySet[Kept], *, by: str = "division_code", most: int = PAGE
) -> KeysetPage[Kept]:
    """
    Cut the page that is asked for out of a query, in order of a column that is never null, then of the key.

    With a minus before the column the last comes first. A mark that cannot be read asks for the first page; so does
    the way back when less than a page is left.
    """
    column = by.removeprefix("-")
    onward, back = ("lt", "gt") if column != by else ("gt", "lt")
    after = _place(found, column, request.GET.get("after", ""))
    before = None if after else _place(found, column, request.GET.get("before", ""))
    if before:
        rows = list(_walked(found.filter(_beyond(column, before, back)), column, back)[: most + 1])
        if len(rows) > most:
            rows = rows[most - 1 :: -1]
            return KeysetPage(rows, before=_mark(rows[0], column), after=_mark(rows[-1], column))
    beyond = found.filter(_beyond(column, after, onward)) if after else found
    rows = list(_walked(beyond, column, onward)[: most + 1])
    has_more, rows = len(rows) > most, rows[:most]
    return KeysetPage(
        rows,
        before=_mark(rows[0], column) if after and rows else "",
        after=_mark(rows[-1], column) if has_more else "",
    )


def _walked(found: QuerySet[Kept], column: str, way: str) -> QuerySet[Kept]:
    sign = "-" if way == "lt" else ""
    return found.order_by(f"{sign}{column}", f"{sign}pk")


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
