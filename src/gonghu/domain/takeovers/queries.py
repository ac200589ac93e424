"""Reading of takeovers (接收的查询)."""

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.takeovers.models import Takeover, TakeoverRow
from gonghu.domain.takeovers.terms import RowState

_LAST: Final = 20


def takeovers_in(*, scope: Scope) -> QuerySet[Takeover]:
    """Give the takeovers that somebody sees, the last first."""
    officers = ("first_by", "second_by", "undone_by", "decision")
    return Takeover.objects.visible_to(scope).select_related(*officers).order_by("-first_at", "pk")


def takeover_by_key(*, key: UUID, scope: Scope) -> Takeover | None:
    """Give one takeover, if it is seen."""
    return takeovers_in(scope=scope).filter(pk=key).first()


def rows_of_takeover(
    *, takeover: UUID, scope: Scope, state: str = "", difference: str = "", doubt: str = ""
) -> QuerySet[TakeoverRow]:
    """Give the rows of a takeover that somebody sees, those that go back first, then as they stood in the sheet."""
    found = TakeoverRow.objects.visible_to(scope).select_related("child").filter(takeover=takeover)
    if state:
        found = found.filter(state=state)
    if difference:
        found = found.filter(difference=difference, state=RowState.READY)
    if doubt:
        # Of a list of words a database without JSON operators is asked as of a text.
        found = found.filter(doubts__icontains=f'"{doubt}"', state=RowState.READY)
    return found.order_by("-state", "row_no")


def rejected_rows(*, takeover: UUID, scope: Scope) -> QuerySet[TakeoverRow]:
    """Give the rows that go back, whole, to those who may take them along unmasked."""
    seen = TakeoverRow.objects.visible_to(scope.holding(Permission.EXPORT), Permission.UNMASK)
    return seen.filter(takeover=takeover, state=RowState.REJECTED).order_by("row_no")


def headers_told(*, division_code: str, scope: Scope) -> dict[str, str]:
    """Give what was said of headers in the last rolls of a county, the last word counting."""
    rows = Takeover.objects.visible_to(scope).filter(division_code=division_code).order_by("-first_at")
    found: dict[str, str] = {}
    for said in rows.values_list("columns", flat=True)[:_LAST]:
        found = {**said, **found}
    return found
