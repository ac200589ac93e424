"""
Signing a payroll (复核、审批、放款): each step by somebody else, and all of them of the same content.

Who prepared neither checks nor approves; who checked or approved does not release. The database refuses it too.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, refuse_same_person
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.operations.overspending import refuse_overspending
from gonghu.domain.payments.operations.steps import held_payroll, person_of, step
from gonghu.domain.payments.rules import rules_of
from gonghu.domain.payments.sums import snapshot_of
from gonghu.domain.payments.terms import PayrollState
from gonghu.foundation.acting import Actor


class ContentChanged(ValueError):
    """What would be signed is not what was frozen."""


@transaction.atomic
def check_payroll(*, payroll: UUID, opinion: str, by: Actor, at: datetime) -> Payroll:
    """
    Check a frozen payroll (复核).

    :raises NotPermitted: the actor checks no payments there
    :raises SamePerson: the actor prepared it
    :raises AlreadyPast: it is not frozen
    :raises ContentChanged: it is not as it was frozen
    """
    held = _signed(payroll, PayrollState.FROZEN, Permission.CHECK_PAYMENT, by)
    held.checked_by_id, held.checked_at, held.state = person_of(by), at, PayrollState.CHECKED
    step(held, "CHECK", opinion.strip(), by, at, snapshot=held.snapshot)
    return held


@transaction.atomic
def approve_payroll(*, payroll: UUID, opinion: str, by: Actor, at: datetime) -> Payroll:
    """
    Approve a checked payroll (审批); above the sum that the rules name a second person approves after the first.

    :raises NotPermitted: the actor approves no payments there
    :raises SamePerson: the actor prepared, checked or approved it
    :raises AlreadyPast: it is not checked
    :raises ContentChanged: it is not as it was frozen
    """
    held = _signed(payroll, PayrollState.CHECKED, Permission.APPROVE_PAYMENT, by)
    if held.approved_by_id is None:
        held.approved_by_id, held.approved_at = person_of(by), at
    else:
        held.approved_again_by_id, held.approved_again_at = person_of(by), at
    if held.approved_again_by_id or not needs_second_approval(held):
        held.state = PayrollState.APPROVED
    step(held, "APPROVE", opinion.strip(), by, at, snapshot=held.snapshot)
    return held


@transaction.atomic
def release_payroll(*, payroll: UUID, by: Actor, at: datetime) -> Payroll:
    """
    Release an approved payroll (放款): from here on its payments may be sent. Its journals are the use case's.

    :raises NotPermitted: the actor releases no payments there
    :raises SamePerson: the actor checked or approved it
    :raises AlreadyPast: it is not approved, or was released
    :raises ContentChanged: it is not as it was frozen
    :raises BudgetShort: a registered budget has less left, and nobody has agreed to overspend it
    """
    held = _signed(payroll, PayrollState.APPROVED, Permission.RELEASE_PAYMENT, by)
    refuse_overspending(held, by, at)
    held.released_by_id, held.released_at, held.state = person_of(by), at, PayrollState.RELEASED
    step(held, "RELEASE", "", by, at, count=held.count, snapshot=held.snapshot)
    return held


def needs_second_approval(payroll: Payroll) -> bool:
    """Tell whether two persons must approve a payroll of this sum."""
    return payroll.total_fen > rules_of(division_code=payroll.division_code).second_approval_above_fen


def _signed(key: UUID, state: PayrollState, permission: Permission, by: Actor) -> Payroll:
    held = held_payroll(key, state)
    authorise(by, permission, held.division_code)
    for done, account in (
        (Permission.PREPARE_PAYMENT, held.prepared_by_id),
        (Permission.CHECK_PAYMENT, held.checked_by_id),
        (Permission.APPROVE_PAYMENT, held.approved_by_id),
        (Permission.APPROVE_PAYMENT, held.approved_again_by_id),
        (Permission.APPROVE_PAYMENT, held.overspending_by_id),
    ):
        if account is not None:
            refuse_same_person(by, permission, {done: account})
    if snapshot_of(held) != held.snapshot:
        raise ContentChanged("批次内容与冻结时不一致，已停止办理。请退回重新编制，并联系技术人员查看审计。")
    return held
