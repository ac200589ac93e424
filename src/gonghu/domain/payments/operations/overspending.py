"""
Spending more than a budget has left (超预算放款): held until the budget is added to, or somebody answers for it.

A fund without any registered budget holds nothing up.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of, reached_by, refuse_same_person
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.funds import hold_funds
from gonghu.domain.payments.funding import Shortfall, funding_of_payroll
from gonghu.domain.payments.lines_paid import paid_lines
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.operations.steps import held_payroll, person_of, said, step
from gonghu.domain.payments.terms import PayrollState
from gonghu.foundation.acting import Actor

_SHORTEST: Final = 4


class BudgetShort(ValueError):
    """A registered budget has less left than the payroll takes, and nobody has agreed to it."""


class BudgetsSuffice(ValueError):
    """Nothing is overspent, so there is nothing to agree to."""


@transaction.atomic
def agree_to_overspend(*, payroll: UUID, opinion: str, by: Actor, at: datetime) -> Payroll:
    """
    Agree that an approved payroll spends more than its fund has left, with the reason (同意超预算放款).

    Whoever may sign last may: neither who prepared nor who checked it, nor, where two must approve, the first of them.

    :raises NotPermitted: the actor approves no payments there
    :raises SamePerson: the actor prepared or checked it, or is the first of two who approve
    :raises AlreadyPast: it is not approved, or was released
    :raises BudgetsSuffice: no budget is overspent
    :raises OpinionMissing: nothing is said
    """
    held = held_payroll(payroll, PayrollState.APPROVED)
    authorise(by, Permission.APPROVE_PAYMENT, held.division_code)
    steps = [(Permission.PREPARE_PAYMENT, held.prepared_by_id), (Permission.CHECK_PAYMENT, held.checked_by_id)]
    if held.approved_again_by_id:
        steps.append((Permission.APPROVE_PAYMENT, held.approved_by_id))
    for done, account in steps:
        if account is not None:
            refuse_same_person(by, Permission.APPROVE_PAYMENT, {done: account})
    short = shortfalls_of(payroll=held, by=by, at=at)
    if not short:
        raise BudgetsSuffice("预算足够，不需要同意超支，可以直接放款")
    words = said(opinion, _SHORTEST)
    held.overspending_by_id, held.overspending_at, held.overspending_reason = person_of(by), at, words
    step(held, "OVERSPEND", words, by, at, short={each.fund.code: each.lacking_fen for each in short})
    return held


def shortfalls_of(*, payroll: Payroll, by: Actor, at: datetime) -> tuple[Shortfall, ...]:
    """Give the budgets that a payroll would overspend if it were released now."""
    return funding_of_payroll(payroll=payroll, year=day_of(at).year, scope=reached_by(by)).short


def refuse_overspending(payroll: Payroll, by: Actor, at: datetime) -> None:
    """
    Hold the budgets of a payroll until the transaction ends, and let it be released only if they suffice.

    :raises BudgetShort: one does not, and nobody has agreed to it
    """
    hold_funds({fund for line in paid_lines(payroll).values() for fund in line.funds})
    short = shortfalls_of(payroll=payroll, by=by, at=at)
    if short and payroll.overspending_by_id is None:
        told = "；".join(each.words for each in short)
        raise BudgetShort(f"{told}。没有放款：请先登记追加的预算，或由审批人写明理由、同意超预算放款。")
