"""Funds, and how much of their budgets is left (资金和预算的查询)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.models import BudgetChange, Entry, Fund
from gonghu.domain.ledger.terms import Ledger


@dataclass(frozen=True, slots=True)
class BudgetShown:
    """The budget of a fund for a year in a county (预算执行)."""

    fund: Fund
    division_code: str
    year: int
    budget_fen: int
    spent_fen: int

    @property
    def left_fen(self) -> int:
        """What is left; less than nothing where more was spent than budgeted."""
        return self.budget_fen - self.spent_fen

    @property
    def share(self) -> float | None:
        """The part that is spent, if there is a budget."""
        return self.spent_fen / self.budget_fen if self.budget_fen else None


def funds(*, scope: Scope) -> list[Fund]:
    """List all funds to whoever sees money; they are the deployment's, not a place's."""
    return list(Fund.objects.order_by("code")) if scope.has(Permission.SEE_MONEY) else []


def budgets_of(*, year: int, scope: Scope) -> list[BudgetShown]:
    """List the budgets of a year that somebody sees, and what was spent without one."""
    told = BudgetChange.objects.visible_to(scope).filter(year=year).order_by()
    budgets = {
        (division, fund): fen
        for division, fund, fen in told.values_list("division_code", "fund_id").annotate(fen=Sum("amount_fen"))
    }
    moved = Entry.objects.visible_to(scope).filter(account=Ledger.BANK, **_within(year)).order_by()
    spent = {
        (division, fund): -fen
        for division, fund, fen in moved.values_list("division_code", "fund_id").annotate(fen=Sum("amount_fen"))
        if fund is not None
    }
    named = {fund.code: fund for fund in funds(scope=scope)}
    return [
        BudgetShown(named[fund], division, year, budgets.get((division, fund), 0), spent.get((division, fund), 0))
        for division, fund in sorted(budgets.keys() | spent.keys())
    ]


def budget_left(*, fund: str, division_code: str, year: int, scope: Scope) -> int | None:
    """Give what a county that somebody sees has left of a fund for a year; None where it has no budget at all."""
    told = BudgetChange.objects.visible_to(scope).filter(fund=fund, division_code=division_code, year=year)
    budget = told.aggregate(fen=Sum("amount_fen"))["fen"]
    if budget is None:
        return None
    moved = Entry.objects.visible_to(scope).filter(fund=fund, division_code=division_code, account=Ledger.BANK)
    return int(budget + (moved.filter(**_within(year)).aggregate(fen=Sum("amount_fen"))["fen"] or 0))


def budget_changes(*, year: int, scope: Scope) -> ScopedQuerySet[BudgetChange]:
    """Give what was added to budgets of a year and taken from them, the last first."""
    return BudgetChange.objects.visible_to(scope).filter(year=year).select_related("fund").order_by("-at", "uuid")


def _within(year: int) -> dict[str, date]:
    return {"on__gte": date(year, 1, 1), "on__lte": date(year, 12, 31)}
