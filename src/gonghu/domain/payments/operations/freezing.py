"""
Freezing a payroll (冻结): its months are held, its payments made, and its content sealed by a digest.

From here on nothing of it changes; whoever checks, approves and releases signs the same digest.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum

from gonghu.domain.access.officer import authorise, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.models import Entry, Journal
from gonghu.domain.ledger.terms import Ledger
from gonghu.domain.payments.lines_paid import paid_lines
from gonghu.domain.payments.models import MonthHeld, Payment, Payroll, PayrollLine, PayrollStep
from gonghu.domain.payments.operations.steps import held_payroll, said, step
from gonghu.domain.payments.stopping import mark_stops, stop_lines
from gonghu.domain.payments.stopping.overlaps import held_already
from gonghu.domain.payments.sums import snapshot_of, sum_up
from gonghu.domain.payments.terms import BEFORE_RELEASE, PayrollState
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import allow_large_joins, key_writer

_WHY: Final = "lines of a payroll that is frozen or thawed"
_NEW_KEY: Final = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
# Whoever comes second finds the month taken; the line is then stopped, and nothing else is held up.
_HOLD: Final = """
    INSERT INTO payments_monthheld (person, "group", month, grant_id, line_id, payroll_id)
    SELECT person, "group", month, grant_id, uuid, payroll_id FROM payments_payrollline
    WHERE payroll_id = %s AND NOT is_stopped AND amount_fen > 0 ORDER BY uuid
    ON CONFLICT (person, "group", month) DO NOTHING"""
_PAY: Final = """
    INSERT INTO payments_payment (uuid, payroll_id, child_id, division_code, account_id, amount_fen)
    SELECT {key}, payroll_id, child_id, division_code, account_id, SUM(amount_fen) FROM payments_payrollline
    WHERE payroll_id = %s AND NOT is_stopped GROUP BY payroll_id, child_id, division_code, account_id"""
_JOIN: Final = """
    UPDATE payments_payrollline SET payment_id = payment.uuid FROM payments_payment AS payment
    WHERE payments_payrollline.payroll_id = %s AND payment.payroll_id = payments_payrollline.payroll_id
      AND payment.child_id = payments_payrollline.child_id AND NOT payments_payrollline.is_stopped"""


class DraftStale(ValueError):
    """Since the draft was worked out its grants were given something, or had something taken back."""


class NothingToPay(ValueError):
    """No line of the payroll is to be paid."""


@transaction.atomic
def freeze_payroll(*, payroll: UUID, by: Actor, at: datetime) -> Payroll:
    """
    Freeze a draft (冻结名单): look for stops once more, hold the months, make the payments.

    :raises NotPermitted: the actor prepares no payments there
    :raises AlreadyPast: it is no draft
    :raises DraftStale: its grants were given something since it was worked out
    :raises NothingToPay: every line is stopped, or there is none
    """
    held = held_payroll(payroll, PayrollState.DRAFT)
    authorise(by, Permission.PREPARE_PAYMENT, held.division_code)
    _refuse_stale(held)
    allow_large_joins()
    mark_stops(held, paid_lines(held))
    key = key_writer()(held.pk)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [key])
    stop_lines(held, held_already(held))
    _leave_out_what_pays_nothing(held)
    with connection.cursor() as cursor:
        cursor.execute(_PAY.format(key=_NEW_KEY[connection.vendor]), [key])
        cursor.execute(_JOIN, [key])
    sum_up(held)
    if not held.count:
        raise NothingToPay("这一批没有可以发放的明细，请先处理拦截，或作废")
    held.state, held.frozen_at, held.snapshot = PayrollState.FROZEN, at, snapshot_of(held)
    step(held, "FREEZE", "", by, at, count=held.count, snapshot=held.snapshot)
    return held


@transaction.atomic
def send_payroll_back(*, payroll: UUID, opinion: str, by: Actor, at: datetime) -> Payroll:
    """
    Send a payroll back to its draft (退回修改): its months are free again, and all signatures are gone.

    :raises NotPermitted: the actor neither prepares, checks nor approves payments there
    :raises AlreadyPast: it is not frozen, or was released
    :raises OpinionMissing: nothing is said
    """
    held = held_payroll(payroll, PayrollState.FROZEN, PayrollState.CHECKED, PayrollState.APPROVED)
    _authorise_any(by, held.division_code)
    words = said(opinion)
    _thaw(held)
    held.state, held.snapshot, held.frozen_at = PayrollState.DRAFT, "", None
    step(held, "SEND_BACK", words, by, at)
    return held


@transaction.atomic
def cancel_payroll(*, payroll: UUID, opinion: str, by: Actor, at: datetime) -> Payroll:
    """
    Give a payroll up before anything of it was released (作废); its months are free again.

    :raises NotPermitted: the actor prepares no payments there
    :raises AlreadyPast: it was released
    :raises OpinionMissing: nothing is said
    """
    held = held_payroll(payroll, *BEFORE_RELEASE, PayrollState.DRAFTING)
    authorise(by, Permission.PREPARE_PAYMENT, held.division_code)
    words = said(opinion)
    _thaw(held)
    held.state = PayrollState.CANCELLED
    step(held, "CANCEL", words, by, at)
    return held


def _refuse_stale(payroll: Payroll) -> None:
    drafted = PayrollStep.objects.filter(payroll=payroll, act="DRAFT").latest("at").at
    since = Journal.objects.everywhere(_WHY).filter(at__gt=drafted)
    grants = PayrollLine.objects.everywhere(_WHY).filter(payroll=payroll).values("grant")
    given = Entry.objects.everywhere(_WHY).filter(journal__in=since, account=Ledger.ENTITLED, grant__in=grants)
    if given.exists():
        raise DraftStale("编制以后，这一批里有人已另行发放或更正，金额可能重复。请重新编制后再冻结。")


def _leave_out_what_pays_nothing(payroll: Payroll) -> None:
    """Leave out children of whom only what is kept back is left."""
    due = PayrollLine.objects.everywhere(_WHY).filter(payroll=payroll, is_stopped=False)
    nothing = due.order_by().values("child").annotate(fen=Sum("amount_fen")).filter(fen__lte=0).values("child")
    due.filter(child__in=list(nothing.values_list("child", flat=True))).update(is_stopped=True)


def _thaw(payroll: Payroll) -> None:
    PayrollLine.objects.everywhere(_WHY).filter(payroll=payroll, payment__isnull=False).update(payment=None)
    Payment.objects.everywhere(_WHY).filter(payroll=payroll).delete()
    MonthHeld.objects.filter(payroll=payroll).delete()
    for signature in ("checked", "approved", "approved_again", "overspending"):
        setattr(payroll, f"{signature}_by_id", None)
        setattr(payroll, f"{signature}_at", None)
    payroll.overspending_reason = ""


def _authorise_any(by: Actor, division_code: str) -> None:
    steps = (Permission.PREPARE_PAYMENT, Permission.CHECK_PAYMENT, Permission.APPROVE_PAYMENT)
    scope = reached_by(by)
    if not any(scope.allows(each, division_code) for each in steps):
        authorise(by, Permission.CHECK_PAYMENT, division_code)
