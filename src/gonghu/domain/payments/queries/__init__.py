"""What is read of payments (发放的查询)."""

from gonghu.domain.payments.queries.accounts import account_by_key, accounts_of, accounts_to_choose
from gonghu.domain.payments.queries.files import bank_files_of, file_bytes, return_files_of
from gonghu.domain.payments.queries.handing import AtBank, at_bank, children_at_bank
from gonghu.domain.payments.queries.lines import (
    DueLine,
    lines_due,
    lines_of_payments,
    lines_of_payroll,
    stop_by_key,
    stops_in,
)
from gonghu.domain.payments.queries.payrolls import (
    Difference,
    Reconciled,
    differences_of,
    payments_of,
    payroll_by_key,
    payrolls_in,
    payrolls_with,
    reconciled,
    steps_of_payroll,
)
from gonghu.domain.payments.queries.tracing import (
    arrived_by_month,
    lines_of_payment,
    payment_by_key,
    payments_by_month,
    payments_of_children,
)

__all__ = [
    "AtBank",
    "Difference",
    "DueLine",
    "Reconciled",
    "account_by_key",
    "accounts_of",
    "accounts_to_choose",
    "arrived_by_month",
    "at_bank",
    "bank_files_of",
    "children_at_bank",
    "differences_of",
    "file_bytes",
    "lines_due",
    "lines_of_payment",
    "lines_of_payments",
    "lines_of_payroll",
    "payment_by_key",
    "payments_by_month",
    "payments_of",
    "payments_of_children",
    "payroll_by_key",
    "payrolls_in",
    "payrolls_with",
    "reconciled",
    "return_files_of",
    "steps_of_payroll",
    "stop_by_key",
    "stops_in",
]
