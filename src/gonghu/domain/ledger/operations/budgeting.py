"""Funds and their budgets (资金和预算)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from gonghu.domain.access.officer import NotPermitted, authorise, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.funds import require_funds
from gonghu.domain.ledger.models import BudgetChange, Fund
from gonghu.domain.ledger.terms import FundLevel
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record


class BudgetOverdrawn(ValueError):
    """More would be taken from a budget than it has."""


@transaction.atomic
def open_fund(*, code: str, name: str, level: FundLevel, by: Actor, at: datetime) -> Fund:
    """
    Open a fund, or give the one of that code its name and level anew (维护资金来源).

    :raises NotPermitted: the actor manages no budgets
    """
    if not reached_by(by).has(Permission.MANAGE_BUDGETS):
        raise NotPermitted(f"{by.label} 没有“{Permission.MANAGE_BUDGETS.label}”权限")
    fund, opened = Fund.objects.update_or_create(code=code, defaults={"name": name, "level": level})
    record(
        by=by,
        at=at,
        verb="ledger.open_fund" if opened else "ledger.rename_fund",
        subject_kind="fund",
        subject_key=code,
        detail={"level": level},
    )
    return fund


@transaction.atomic
def change_budget(
    *,
    fund: str,
    division_code: str,
    year: int,
    amount_fen: int,
    document: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> BudgetChange:
    """
    Add to the budget of a fund for a year in a county, or take from it (预算下达、调整).

    :raises NotPermitted: the actor manages no budgets there
    :raises FundMissing: there is no such fund
    :raises BudgetOverdrawn: the budget would be less than nothing
    """
    authorise(by, Permission.MANAGE_BUDGETS, division_code)
    require_funds([fund])
    held = Fund.objects.select_for_update().get(code=fund)
    rows = BudgetChange.objects.everywhere("the budget that is changed")
    before = rows.filter(fund=held, division_code=division_code, year=year).aggregate(fen=Sum("amount_fen"))["fen"]
    if (before or 0) + amount_fen < 0:
        raise BudgetOverdrawn("调减后预算会小于零，请核对金额")
    change = BudgetChange.objects.create(
        fund=held, division_code=division_code, year=year, amount_fen=amount_fen, document=document.strip(),
        reason=reason.strip(), by_id=by.account, label=by.label[:100], at=at,
    )  # fmt: skip
    record(
        by=by,
        at=at,
        verb="ledger.change_budget",
        subject_kind="budget",
        subject_key=str(change.pk),
        detail={"fund": fund, "year": year, "fen": amount_fen},
        district=division_code[:6],
    )
    return change
