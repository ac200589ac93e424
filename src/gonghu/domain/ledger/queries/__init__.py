"""What is read of the ledger (台账的查询)."""

from gonghu.domain.ledger.queries.budgets import BudgetShown, budget_changes, budget_left, budgets_of, funds
from gonghu.domain.ledger.queries.children import GrantMoney, MonthMoney, money_of_child
from gonghu.domain.ledger.queries.gaps import GapShown, GapsWanted, gap_shown, gaps_in
from gonghu.domain.ledger.queries.given import accruals_astray, runs_of_grants
from gonghu.domain.ledger.queries.helps import help_of_child, helps_in
from gonghu.domain.ledger.queries.journals import (
    LedgerWanted,
    entries_of,
    hash_of,
    journal_by_key,
    journals_in,
    journals_of_grant,
    ledger_rows,
)
from gonghu.domain.ledger.queries.reports import (
    Balance,
    LineOfMonth,
    MonthReport,
    month_report,
    trial_balance,
)

__all__ = [
    "Balance",
    "BudgetShown",
    "GapShown",
    "GapsWanted",
    "GrantMoney",
    "LedgerWanted",
    "LineOfMonth",
    "MonthMoney",
    "MonthReport",
    "accruals_astray",
    "budget_changes",
    "budget_left",
    "budgets_of",
    "entries_of",
    "funds",
    "gap_shown",
    "gaps_in",
    "hash_of",
    "help_of_child",
    "helps_in",
    "journal_by_key",
    "journals_in",
    "journals_of_grant",
    "ledger_rows",
    "money_of_child",
    "month_report",
    "runs_of_grants",
    "trial_balance",
]
