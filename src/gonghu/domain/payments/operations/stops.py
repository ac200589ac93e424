"""What somebody decides about a stop (处理拦截)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, refuse_same_person
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.models import PayrollLine, Stop
from gonghu.domain.payments.operations.steps import AlreadyPast, held_payroll, person_of, said
from gonghu.domain.payments.sums import carry_over, sums_of_child
from gonghu.domain.payments.terms import NEVER_LET_GO, PayrollState, StopState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_WHY: Final = "a stop that somebody decides"
_SHORTEST: Final = 4


class StopUnknown(LookupError):
    """There is no such stop."""


class NeverLetGo(ValueError):
    """Nobody's word lifts this stop: the month is held by another payment, or there is nowhere to pay to."""


@transaction.atomic
def decide_stop(*, stop: UUID, lets_go: bool, opinion: str, by: Actor, at: datetime) -> Stop:
    """
    Keep a line stopped, or let it go with a reason (维持拦截或放行); all its stops must be let go before it is paid.

    :raises NotPermitted: the actor checks no payments there
    :raises SamePerson: the actor prepared the payroll
    :raises StopUnknown: there is none
    :raises AlreadyPast: the payroll is no draft any more
    :raises NeverLetGo: this kind is not lifted by anybody
    :raises OpinionMissing: nothing is said
    """
    found = Stop.objects.everywhere(_WHY).select_for_update().filter(pk=stop).first()
    if found is None:
        raise StopUnknown("没有这条拦截")
    payroll = held_payroll(found.payroll_id, PayrollState.DRAFT)
    authorise(by, Permission.CHECK_PAYMENT, payroll.division_code)
    refuse_same_person(by, Permission.CHECK_PAYMENT, {Permission.PREPARE_PAYMENT: payroll.prepared_by_id})
    if lets_go and found.kind in NEVER_LET_GO:
        raise NeverLetGo("这一种不能放行：月份已被另一笔占用，或没有可用的收款账户。请先处理原因，再重新编制。")
    found.state = StopState.LET_GO if lets_go else StopState.KEPT
    found.opinion, found.decided_by_id, found.decided_at = said(opinion, _SHORTEST), person_of(by), at
    found.save()
    others = Stop.objects.everywhere(_WHY).filter(line=found.line_id).exclude(state=StopState.LET_GO)
    line = PayrollLine.objects.everywhere(_WHY).get(pk=found.line_id)
    before = sums_of_child(payroll, line.child_id)
    PayrollLine.objects.everywhere(_WHY).filter(pk=line.pk).update(is_stopped=others.exists())
    carry_over(payroll, before, sums_of_child(payroll, line.child_id))
    payroll.save(update_fields=["count", "total_fen", "stopped", "stopped_fen"])
    record(
        by=by,
        at=at,
        verb="payments.let_go" if lets_go else "payments.keep_stopped",
        subject_kind="stop",
        subject_key=str(found.pk),
        detail={"payroll": str(payroll.pk), "kind": found.kind, "child": str(found.child_id)},
        district=found.division_code[:6],
    )
    return found


__all__ = ["AlreadyPast", "NeverLetGo", "StopUnknown", "decide_stop"]
