"""Which fund a payroll is paid from (资金来源): of those its line names, the first that has enough left this year."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.ledger.models import Fund
from gonghu.domain.ledger.queries import budget_left, funds
from gonghu.domain.payments.lines_paid import paid_lines
from gonghu.domain.payments.models import Payroll, PayrollLine
from gonghu.standards.money import format_yuan


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A fund whose registered budget has less left than a payroll takes from it (预算缺口)."""

    fund: Fund
    year: int
    left_fen: int
    needed_fen: int

    @property
    def lacking_fen(self) -> int:
        """What has to be added to the budget before it suffices."""
        return self.needed_fen - self.left_fen

    @property
    def words(self) -> str:
        """Which budget does not suffice, and by how much."""
        left, needed, lacking = map(format_yuan, (self.left_fen, self.needed_fen, self.lacking_fen))
        return f"{self.fund.name} {self.year} 年预算还剩 {left} 元，本批要用 {needed} 元，差 {lacking} 元"


@dataclass(frozen=True, slots=True)
class Funding:
    """The fund of each line of a payroll, and where it takes more than is left (资金安排)."""

    by_line: dict[str, str]
    short: tuple[Shortfall, ...]


def funding_of_payroll(*, payroll: Payroll, year: int, scope: Scope) -> Funding:
    """
    Give the fund of each line of a payroll in the year in which it is released; none where no fund is kept.

    The first that has enough pays. Where none has, it is the first that has a budget, and falls short of it; a fund
    without any budget just pays, and the page of the budgets shows it.
    """
    known = {fund.code: fund for fund in funds(scope=scope)}
    named = {code: [fund for fund in line.funds if fund in known] for code, line in paid_lines(payroll).items()}
    budgets = {
        fund: budget_left(fund=fund, division_code=payroll.division_code, year=year, scope=scope)
        for fund in sorted({fund for codes in named.values() for fund in codes})
    }
    rows = PayrollLine.objects.everywhere("the sums of a payroll by line").filter(payroll=payroll, is_stopped=False)
    sums = dict(rows.order_by().values_list("line").annotate(fen=Sum("amount_fen")))
    taken: dict[str, int] = defaultdict(int)
    by_line: dict[str, str] = {}
    for code, codes in named.items():
        fen = sums.get(code, 0)
        enough = [fund for fund in codes if (budgets[fund] or 0) - taken[fund] >= fen]
        budgeted = [fund for fund in codes if budgets[fund] is not None]
        if codes:
            by_line[code] = (enough or budgeted or codes)[0]
            taken[by_line[code]] += fen
    short = [
        Shortfall(known[fund], year, left, taken[fund])
        for fund, left in budgets.items()
        if left is not None and taken[fund] > max(left, 0)
    ]
    return Funding(by_line, tuple(short))
