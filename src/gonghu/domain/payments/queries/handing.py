"""How far the money of a batch has come at the bank (名单批次的银行发放): what is signed for by the bank's answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.benefits.terms import Handover
from gonghu.domain.payments.models import PayrollLine
from gonghu.domain.payments.terms import BEFORE_RELEASE, PaymentState, PayrollState

_LIVE: Final = ~Q(payroll__state=PayrollState.CANCELLED) & (
    Q(is_stopped=False) | Q(payroll__state__in=sorted({*BEFORE_RELEASE, PayrollState.DRAFTING}))
)
"""Lines that are paid or may still be: one that is stopped may be let go until its payroll is released."""
_CONDITIONS: Final = {
    Handover.BY_BANK: Q(payment__state=PaymentState.PAID),
    Handover.CAME_BACK: Q(payment__state=PaymentState.RETURNED),
    Handover.AT_BANK: Q(payment__isnull=True) | Q(payment__state__in=[PaymentState.WAITING, PaymentState.SENT]),
}


@dataclass(frozen=True, slots=True)
class AtBank:
    """How far one child's money has come at the bank (银行发放进度), and since which day."""

    state: Handover
    payment: UUID | None
    on: date | None


def children_at_bank(*, batch: UUID, scope: Scope, states: Collection[Handover] = ()) -> QuerySet[PayrollLine, Any]:
    """Give the keys of the children of a batch, whom somebody sees, whose money goes, went or came back by the bank."""
    wanted = Q()
    for state in states or _CONDITIONS:
        wanted |= _CONDITIONS[state]
    return _lines(batch, scope).filter(wanted).order_by().values("child")


def at_bank(*, batch: UUID, children: Collection[UUID], scope: Scope) -> dict[UUID, AtBank]:
    """Tell how far the money of some children of a batch has come at the bank, by child."""
    found: dict[UUID, AtBank] = {}
    rows = _lines(batch, scope).filter(child__in=list(children)).select_related("payment").order_by("uuid")
    for line in rows:
        payment = line.payment
        if payment is None or payment.state in (PaymentState.WAITING, PaymentState.SENT):
            found[line.child_id] = AtBank(Handover.AT_BANK, payment.pk if payment else None, None)
        elif payment.state in (PaymentState.PAID, PaymentState.RETURNED):
            state = Handover.BY_BANK if payment.state == PaymentState.PAID else Handover.CAME_BACK
            found[line.child_id] = AtBank(state, payment.pk, payment.settled_on)
    return found


def _lines(batch: UUID, scope: Scope) -> QuerySet[PayrollLine]:
    return PayrollLine.objects.visible_to(scope).filter(_LIVE, grant__application__batch=batch, amount_fen__gt=0)
