"""Which lines of benefits a payroll pays (发放项目)."""

from gonghu.domain.benefits.lines import Line, lines_of
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.terms import LIVING


def paid_lines(payroll: Payroll) -> dict[str, Line]:
    """Give the lines that a payroll pays, by code."""
    found = lines_of(division_code=payroll.division_code, on=payroll.month)
    if payroll.line == LIVING:
        return {code: line for code, line in found.items() if line.living}
    return {payroll.line: found[payroll.line]} if payroll.line in found else {}
