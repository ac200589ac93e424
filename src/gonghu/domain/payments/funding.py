"""Which fund a payroll is paid from (资金来源): of those its line names, the first that has enough left this year."""

from django.db.models import Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.ledger.queries import budget_left, funds
from gonghu.domain.payments.models import Payroll, PayrollLine
from gonghu.domain.payments.operations.drafting import paid_lines


def funds_of_payroll(*, payroll: Payroll, scope: Scope) -> dict[str, str]:
    """
    Give the fund of each line of a payroll, by the order that the line names; none where no fund is kept.

    Where none has enough the first is overdrawn, and the page of the budgets shows it: children do not wait for books.
    """
    known = {fund.code for fund in funds(scope=scope)}
    rows = PayrollLine.objects.everywhere("the sums of a payroll by line").filter(payroll=payroll, is_stopped=False)
    sums = dict(rows.order_by().values_list("line").annotate(fen=Sum("amount_fen")))
    found: dict[str, str] = {}
    for code, line in paid_lines(payroll).items():
        named = [fund for fund in line.funds if fund in known]
        left = {
            fund: budget_left(fund=fund, division_code=payroll.division_code, year=payroll.month.year, scope=scope)
            for fund in named
        }
        enough = [fund for fund in named if (left[fund] or 0) >= sums.get(code, 0)]
        if named:
            found[code] = (enough or named)[0]
    return found
