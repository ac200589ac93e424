"""
Lists as tables (列表): what stands in a column is said once, for the page and for the workbook.

The rows of a page are written here and not in templates: fifty of them took longer than all else together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from gonghu.foundation.pages.markup import EMPTY, filled, written
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn, workbook_response

Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)
_AT_ONCE: Final = 2_000
_ANY_KEY: Final = UUID(int=0)
_TICKED: Final = SafeString(" checked")
_ABOVE_TOO: Final = frozenset({"no-print", "number"})
"""Looks of a column that its heading shares."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """
    One column of a list (列): what of a row is shown on the page, and what a workbook takes along.

    A column that says only one of the two is there only. Whatever is shown is escaped unless it was made by
    ``filled`` or ``format_html``.
    """

    title: str
    shown: Callable[[Row], str] | None = None
    taken: Callable[[Row], WorkbookCell] | None = None
    width: float = 14
    look: str = ""


def table_of(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> SafeString:
    """Write the table of a page, whose rows become cards on a telephone."""
    told = [(column, column.shown) for column in columns if column.shown]
    heads = "".join(
        filled('<th scope="col"%s>%s</th>', _class(column.look if column.look in _ABOVE_TOO else ""), column.title)
        for column, _ in told
    )
    begins = [filled('<td data-label="%s"%s>', column.title, _class(column.look)) for column, _ in told]
    cells = "</td>".join(f"{begin.replace('%', '%%')}%s" for begin in begins)
    line = f"<tr>{cells}</td></tr>"
    lines = "\n".join(line % tuple(written(shown(row)) for _, shown in told) for row in rows)
    return SafeString(
        f'<table class="table table-cards"><thead><tr>{heads}</tr></thead>\n<tbody>{lines}</tbody></table>'
    )


def taken_along(
    request: DeskRequest,
    *,
    name: str,
    kind: str,
    columns: Sequence[Column[Row]],
    found: QuerySet[Kept],
    rows: Callable[[Sequence[Kept]], Iterable[Row]],
) -> HttpResponse:
    """
    Answer with a list as a workbook; ``found`` must be cut to ``officer.scope.holding(Permission.EXPORT)``.

    :raises PermissionDenied: the officer may export nothing
    """

    def lines() -> Iterator[Row]:
        remaining = found.iterator(chunk_size=_AT_ONCE)
        while part := list(islice(remaining, _AT_ONCE)):
            yield from rows(part)

    return workbook_of(request, name=name, kind=kind, columns=columns, rows=lines())


def workbook_of(
    request: DeskRequest,
    *,
    name: str,
    kind: str,
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    note: str = "",
) -> HttpResponse:
    """
    Answer with rows as a workbook; they must be cut to ``officer.scope.holding(Permission.EXPORT)``.

    ``note`` stands under the title in place of who exported it.

    :raises PermissionDenied: the officer may export nothing
    """
    told = [(column, column.taken) for column in columns if column.taken]
    lines: Iterator[Sequence[WorkbookCell]] = ([taken(row) for _, taken in told] for row in rows)
    titles = [WorkbookColumn(column.title, column.width) for column, _ in told]
    return workbook_response(request, name=name, columns=titles, rows=lines, kind=kind, note=note)


def address_of(route: str) -> Callable[[UUID], str]:
    """Give a function that writes the address of whatever bears a key; the route is looked up once."""
    before, after = reverse(route, args=[_ANY_KEY]).split(str(_ANY_KEY))
    return lambda key: f"{before}{key}{after}"


def link(address: str, words: str) -> SafeString:
    """Write a link."""
    return filled('<a href="%s">%s</a>', address, words)


def tick(key: UUID, words: str, *, is_ticked: bool = False) -> SafeString:
    """Write the box that chooses a row; one that was ticked before a form was refused stays so."""
    return filled(
        '<label class="tick"><input class="form-check-input" type="checkbox" name="keys" value="%s" aria-label="%s"%s>'
        "</label>",
        key,
        words,
        _TICKED if is_ticked else EMPTY,
    )


def mark(look: str, words: str) -> SafeString:
    """Write a state as a coloured word (``good``, ``wait``, ``bad``, ``plain``, ``off``)."""
    return _mark(look, written(words))


@lru_cache(maxsize=1_000)
def _mark(look: str, words: str) -> SafeString:
    """Write it around what is markup already, in whichever language; there are few, so they are kept."""
    return SafeString(f'<span class="state state-{look}">{words}</span>')


def _class(look: str) -> SafeString:
    return filled(' class="%s"', look) if look else EMPTY
