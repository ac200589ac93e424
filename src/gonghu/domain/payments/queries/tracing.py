"""One payment and what it is made of (支付追溯)."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.payments.models import Payment, PayrollLine
from gonghu.domain.payments.terms import PaymentState


def payment_by_key(*, key: UUID, scope: Scope) -> Payment | None:
    """Give one payment that somebody sees, with its payroll, account and files."""
    related = ("payroll", "account", "bank_file", "return_file", "instead_of")
    return Payment.objects.visible_to(scope).select_related(*related).filter(pk=key).first()


def lines_of_payment(*, payment: Payment, scope: Scope) -> list[PayrollLine]:
    """List the lines of a payment, each with its grant and the decision on it; of one that was sent anew too."""
    seen, last = Payment.objects.visible_to(scope), payment
    while again := seen.filter(instead_of=last).first():
        last = again
    rows = PayrollLine.objects.visible_to(scope).filter(payment=last)
    related = ("payroll", "grant__decision", "grant__application")
    return list(rows.select_related(*related).order_by("month", "uuid"))


def payments_by_month(*, grant: UUID, scope: Scope) -> dict[str, UUID]:
    """Give the payment of each month of a grant that somebody sees, by month as 2026-03."""
    rows = PayrollLine.objects.visible_to(scope).filter(grant=grant, payment__isnull=False).order_by("uuid")
    return {f"{month:%Y-%m}": payment for month, payment in rows.values_list("month", "payment") if payment}


def arrived_by_month(*, grants: Iterable[UUID], since: date, until: date, scope: Scope) -> dict[date, int]:
    """
    Give what a bank said arrived for some grants that somebody sees, by month, in fen, the last month last.

    ``since`` is the first of the first month; what arrived after the day ``until`` is left out.
    """
    paid = {"payment__state": PaymentState.PAID, "payment__settled_on__lte": until, "month__gte": since}
    rows = PayrollLine.objects.visible_to(scope).filter(grant__in=list(grants), is_stopped=False, **paid)
    told = rows.order_by().values_list("month").annotate(fen=Sum("amount_fen")).order_by("month")
    return {month: int(fen) for month, fen in told}


def payments_of_children(*, children: Collection[UUID], scope: Scope) -> QuerySet[Payment]:
    """Give the payments that arrived for some files that somebody sees, the last first."""
    paid = Payment.objects.visible_to(scope).filter(child__in=list(children), state=PaymentState.PAID)
    return paid.order_by("-settled_on", "uuid")
