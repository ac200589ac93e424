"""What every step of a payroll has in common (批次步骤): the row held, the state it needs, the trace it leaves."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.payments.models import Payroll, PayrollStep
from gonghu.domain.payments.terms import PayrollState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_WHY: Final = "a payroll that a step is taken on"


class PayrollUnknown(LookupError):
    """There is no such payroll."""


class AlreadyPast(ValueError):
    """The payroll is not where this step could be taken."""


class OpinionMissing(ValueError):
    """Nobody refuses, sends back or decides without saying why."""


def held_payroll(key: UUID, *states: PayrollState) -> Payroll:
    """
    Give a payroll, held until the transaction ends.

    :raises PayrollUnknown: there is none
    :raises AlreadyPast: it is in none of the states
    """
    found = Payroll.objects.everywhere(_WHY).select_for_update().filter(pk=key).first()
    if found is None:
        raise PayrollUnknown("没有这个发放批次")
    if found.state not in states:
        raise AlreadyPast(f"这个批次{found.get_state_display()}，不能再办这一步；请刷新页面")
    return found


def person_of(by: Actor) -> UUID:
    """
    Give the account of somebody; the system signs nothing.

    :raises NotPermitted: nobody signs
    """
    if by.account is None:
        raise NotPermitted("发放的每一步须由人办理")
    return by.account


def said(opinion: str, shortest: int = 1) -> str:
    """
    Give an opinion that says something.

    :raises OpinionMissing: it says nothing
    """
    if len(opinion.strip()) < shortest:
        raise OpinionMissing("请写明意见和理由")
    return opinion.strip()


def step(payroll: Payroll, act: str, opinion: str, by: Actor, at: datetime, **detail: Any) -> None:
    """Save a payroll, write the step down with who took it, and record it; the last statement of every step."""
    payroll.save()
    PayrollStep.objects.create(payroll=payroll, act=act, by_id=by.account, label=by.label[:100], at=at, opinion=opinion)
    record(
        by=by,
        at=at,
        verb=f"payments.payroll_{act.lower()}",
        subject_kind="payroll",
        subject_key=str(payroll.pk),
        detail={"line": payroll.line, "month": f"{payroll.month:%Y-%m}", "fen": payroll.total_fen, **detail},
        district=payroll.division_code[:6],
    )
