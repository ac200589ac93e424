"""The tables of the payments (发放)."""

from gonghu.domain.payments.models.account import PayAccount
from gonghu.domain.payments.models.files import BankFile, ReturnFile
from gonghu.domain.payments.models.line import MonthHeld, PayrollLine, Stop
from gonghu.domain.payments.models.payment import Payment
from gonghu.domain.payments.models.payroll import Payroll, PayrollStep

__all__ = [
    "BankFile",
    "MonthHeld",
    "PayAccount",
    "Payment",
    "Payroll",
    "PayrollLine",
    "PayrollStep",
    "ReturnFile",
    "Stop",
]
