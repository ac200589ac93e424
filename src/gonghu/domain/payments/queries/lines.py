"""Lines of payrolls and what stops them (发放明细和拦截的查询)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.models import Entry
from gonghu.domain.ledger.terms import Ledger
from gonghu.domain.payments.models import PayrollLine, Stop

_AT_ONCE: Final = 20_000
_KEYS_AT_ONCE: Final = 900


class DueLine(NamedTuple):
    """A line as the ledger books it (待记账明细)."""

    grant: UUID
    month: date
    line: str
    fen: int
    fund: str | None


def lines_of_payroll(*, payroll: UUID, scope: Scope) -> QuerySet[PayrollLine]:
    """Give the lines of a payroll that somebody sees, by place."""
    rows = PayrollLine.objects.visible_to(scope).filter(payroll=payroll)
    return rows.select_related("child", "account", "payment").order_by("division_code", "uuid")


def lines_due(*, payroll: UUID, scope: Scope) -> Iterator[DueLine]:
    """Yield what a payroll pays, in order of its keys, to those who release it."""
    rows = PayrollLine.objects.visible_to(scope, Permission.RELEASE_PAYMENT).filter(payroll=payroll, is_stopped=False)
    for grant, month, line, fen in (
        rows.order_by("uuid").values_list("grant_id", "month", "line", "amount_fen").iterator(chunk_size=_AT_ONCE)
    ):
        yield DueLine(grant, month, line, fen, None)


def lines_of_payments(*, payments: Iterable[UUID], scope: Scope) -> list[DueLine]:
    """Give the lines of some payments that somebody sees, each with the fund it was paid from."""
    keys, found = list(payments), list[DueLine]()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        rows = PayrollLine.objects.visible_to(scope).filter(payment__in=keys[start : start + _KEYS_AT_ONCE])
        lines = list(rows.order_by("uuid").values_list("grant_id", "month", "line", "amount_fen"))
        funds = _funds({grant for grant, *_ in lines})
        found += [DueLine(grant, month, line, fen, funds.get((grant, month))) for grant, month, line, fen in lines]
    return found


def stops_in(*, scope: Scope, payroll: UUID | None = None, state: str = "", kind: str = "") -> QuerySet[Stop]:
    """Give the stops that somebody sees, by place."""
    rows = Stop.objects.visible_to(scope).select_related("child", "payroll", "line", "decided_by")
    if payroll:
        rows = rows.filter(payroll=payroll)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("division_code", "uuid")


def stop_by_key(*, key: UUID, scope: Scope) -> Stop | None:
    """Give one stop that somebody sees."""
    return Stop.objects.visible_to(scope).select_related("child", "payroll", "line").filter(pk=key).first()


def _funds(grants: set[UUID]) -> dict[tuple[UUID, date], str]:
    rows = Entry.objects.everywhere("from which fund lines were paid").filter(
        grant__in=grants, account=Ledger.BANK, fund__isnull=False
    )
    told = rows.order_by("id").values_list("grant_id", "month", "fund_id")
    return {(grant, month): fund for grant, month, fund in told if grant and month and fund}
