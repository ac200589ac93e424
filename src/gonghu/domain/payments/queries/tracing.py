"""One payment and what it is made of (支付追溯)."""

from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.payments.models import Payment, PayrollLine


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
