"""Payrolls, how they differ from last month's, and whether their money came to an end (批次、差异、对账的查询)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.payments.models import Payment, Payroll, PayrollLine, PayrollStep
from gonghu.domain.payments.terms import LineCause, LineKind, PaymentState, PayrollState

_ONE_DAY: Final = timedelta(days=1)
_KEYS_AT_ONCE: Final = 900


@dataclass(frozen=True, slots=True)
class Difference:
    """One cause why a payroll is not last month's (与上月差异)."""

    cause: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What became of the money of a payroll (对账)."""

    total_fen: int
    counts: dict[str, int]
    fens: dict[str, int]

    @property
    def open_fen(self) -> int:
        """What is neither paid nor given up; nothing when the payroll may be closed."""
        settled = self.fens.get(PaymentState.PAID, 0) + self.fens.get(PaymentState.GIVEN_UP, 0)
        return self.total_fen - settled


def payrolls_in(*, scope: Scope, month: date | None = None, state: str = "", line: str = "") -> QuerySet[Payroll]:
    """Give the payrolls that somebody sees, the last first."""
    rows = Payroll.objects.visible_to(scope)
    if month:
        rows = rows.filter(month=month)
    if state:
        rows = rows.filter(state=state)
    if line:
        rows = rows.filter(line=line)
    return rows.select_related("prepared_by").order_by("-month", "-opened_at", "uuid")


def payrolls_with(*, grants: Iterable[UUID], scope: Scope) -> list[Payroll]:
    """Give the payrolls somebody sees that pay, or would pay, some grants; those given up are left out."""
    keys = list(grants)
    lines = PayrollLine.objects.visible_to(scope)
    found: set[UUID] = set()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        part = keys[start : start + _KEYS_AT_ONCE]
        found |= set(lines.filter(grant__in=part).order_by().values_list("payroll", flat=True).distinct())
    rows = payrolls_in(scope=scope).filter(pk__in=found)
    return list(rows.exclude(state=PayrollState.CANCELLED))


def payroll_by_key(*, key: UUID, scope: Scope) -> Payroll | None:
    """Give one payroll that somebody sees."""
    officers = ("prepared_by", "checked_by", "approved_by", "approved_again_by", "overspending_by", "released_by")
    return Payroll.objects.visible_to(scope).select_related(*officers).filter(pk=key).first()


def steps_of_payroll(*, payroll: UUID, scope: Scope) -> QuerySet[PayrollStep]:
    """Give the steps of a payroll that somebody sees, in order."""
    seen = Payroll.objects.visible_to(scope).filter(pk=payroll)
    return PayrollStep.objects.filter(payroll__in=seen).order_by("at", "pk")


def payments_of(*, payroll: UUID, scope: Scope, state: str = "") -> QuerySet[Payment]:
    """Give the payments of a payroll that somebody sees, by place."""
    rows = Payment.objects.visible_to(scope).filter(payroll=payroll)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("child", "account", "bank_file").order_by("division_code", "uuid")


def differences_of(*, payroll: Payroll, scope: Scope) -> list[Difference]:
    """Tell how a payroll differs from the last of its line, cause by cause; LEFT are those who are in it no more."""
    lines = PayrollLine.objects.visible_to(scope).filter(payroll=payroll, is_stopped=False).order_by()
    told = lines.values_list("cause").annotate(count=Count("child", distinct=True), fen=Sum("amount_fen"))
    found = {cause: Difference(cause, count, fen) for cause, count, fen in told}
    before = _before(payroll, scope)
    here = PayrollLine.objects.visible_to(scope).filter(payroll=payroll, kind=LineKind.REGULAR, is_stopped=False)
    left = (
        PayrollLine.objects.visible_to(scope)
        .filter(payroll__in=before, kind=LineKind.REGULAR, is_stopped=False)
        .exclude(grant__in=here.values("grant"))
        .aggregate(count=Count("child", distinct=True), fen=Sum("amount_fen"))
    )
    rows = [found[cause] for cause in LineCause if cause in found]
    return [*rows, Difference("LEFT", left["count"], -(left["fen"] or 0))] if left["count"] else rows


def reconciled(*, payroll: Payroll, scope: Scope) -> Reconciled:
    """Add up what became of a payroll's payments."""
    rows = Payment.objects.visible_to(scope).filter(payroll=payroll).order_by()
    sums = list(rows.values_list("state").annotate(count=Count("pk"), fen=Sum("amount_fen")))
    return Reconciled(
        payroll.total_fen,
        {state: count for state, count, _ in sums},
        {state: fen for state, _, fen in sums},
    )


def _before(payroll: Payroll, scope: Scope) -> QuerySet[Payroll]:
    """Give the payrolls of the same line that paid the month before."""
    earlier = (payroll.month - _ONE_DAY).replace(day=1)
    return Payroll.objects.visible_to(scope).filter(
        division_code=payroll.division_code,
        line=payroll.line,
        month=earlier,
        state__in=[PayrollState.RELEASED, PayrollState.CLOSED],
    )
