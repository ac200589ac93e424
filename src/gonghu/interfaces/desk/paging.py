"""Lists in pages (分页), without counting everything each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

PAGE = 50
_FURTHEST = 1_000
Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list (页): which it is, and whether there is one before and after."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    @property
    def first_row(self) -> int:
        """The number of the first row, from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last_row(self) -> int:
        """The number of the last row."""
        return (self.number - 1) * PAGE + len(self.rows)

    @property
    def before(self) -> int:
        """The page before; 0 on the first."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after."""
        return self.number + 1


def page_number(request: HttpRequest) -> int:
    """Read which page is asked for; anything that is no page is the first."""
    said = request.GET.get("page", "1")
    return min(max(int(said), 1), _FURTHEST) if said.isascii() and said.isdigit() else 1


def page_of_rows(request: HttpRequest, found: QuerySet[Kept]) -> Page[Kept]:
    """Cut the page that is asked for out of a query in order."""
    number = page_number(request)
    start = (number - 1) * PAGE
    rows = list(found[start : start + PAGE + 1])
    return Page(rows[:PAGE], number, len(rows) > PAGE)
