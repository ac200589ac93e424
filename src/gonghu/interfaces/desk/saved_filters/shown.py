"""What a list shows of its kept filters (常用筛选的显示)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from gonghu.foundation.saved_filters.keeping import filters_of
from gonghu.interfaces.desk.admission import DeskRequest

PAGES: Final = {
    "children": "desk:children",
    "tasks": "desk:tasks",
    "findings": "desk:findings",
    "recognitions": "desk:recognitions",
    "reviews": "desk:reviews",
    "applications": "desk:applications",
    "benefits": "desk:benefits",
    "visits": "desk:visits",
    "problems": "desk:problems",
    "wishes": "desk:wishes",
    "calls": "desk:help-calls",
    "ledger": "desk:ledger",
    "gaps": "desk:gaps",
    "payrolls": "desk:payrolls",
    "stops": "desk:stops",
    "bills": "desk:medical-bills",
    "organisations": "desk:organisations",
    "accounts": "desk:accounts",
    "register": "desk:register",
}
"""The lists whose filters may be kept, by the name they are kept under."""

_NOT_KEPT: Final = ("text", "q", "page", "after", "before")


@dataclass(frozen=True, slots=True)
class FilterShown:
    """One kept filter above a list (常用筛选显示项)."""

    key: UUID
    name: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class KeptFilters:
    """The kept filters of one list for one person (常用筛选栏), and whether the present one can be kept."""

    page: str
    address: str
    shown: Sequence[FilterShown]
    query: str

    @property
    def may_keep(self) -> bool:
        """Tell whether there is something to keep that is not kept yet."""
        return bool(self.query) and not any(each.is_current for each in self.shown)


def kept_filters(request: DeskRequest, page: str, *keys: UUID) -> KeptFilters:
    """Give what stands above a list, of whatever the keys name; ``parts/kept_filters.html`` shows it."""
    query = query_to_keep(request.GET.urlencode())
    address = reverse(PAGES[page], args=keys)
    shown = [
        FilterShown(kept.uuid, kept.name, f"{address}?{kept.query}", kept.query == query)
        for kept in filters_of(owner=request.officer, page=page)
    ]
    return KeptFilters(page, address, shown, query)


def query_to_keep(query: str) -> str:
    """Leave out of an address what is empty, where in the list one is, and words: they may be a child's name."""
    kept = QueryDict(mutable=True)
    for name, values in sorted(QueryDict(query).lists()):
        said = [value for value in values if value]
        if said and name not in _NOT_KEPT:
            kept.setlist(name, said)
    return kept.urlencode()


def without(request: HttpRequest, *names: str) -> str:
    """Write the address of the page with some conditions taken away, on its first page."""
    rest = request.GET.copy()
    for name in (*names, "page", "after", "before"):
        rest.pop(name, None)
    return f"{request.path}?{rest.urlencode()}" if rest else request.path
