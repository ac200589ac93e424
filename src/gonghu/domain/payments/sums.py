"""What a payroll adds up to (批次合计), and the digest of all that it pays (快照)."""

import hashlib
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, Sum

from gonghu.domain.payments.models import Payroll, PayrollLine

_WHY: Final = "the sums of a payroll"
_AT_ONCE: Final = 20_000


def sum_up(payroll: Payroll) -> None:
    """Write the sums of its lines into a payroll; whoever calls saves it."""
    due, stopped = Q(is_stopped=False), Q(is_stopped=True)
    rows = PayrollLine.objects.everywhere(_WHY).filter(payroll=payroll).order_by()
    # By child first: children are counted without sorting a million lines.
    children = rows.values("child").annotate(
        due=Count("pk", filter=due),
        due_fen=Sum("amount_fen", filter=due),
        off=Count("pk", filter=stopped),
        off_fen=Sum("amount_fen", filter=stopped),
    )
    found = children.aggregate(
        count=Count("child", filter=Q(due__gt=0)),
        fen=Sum("due_fen"),
        stopped=Count("child", filter=Q(off__gt=0)),
        stopped_fen=Sum("off_fen"),
    )
    payroll.count, payroll.total_fen = found["count"], found["fen"] or 0
    payroll.stopped, payroll.stopped_fen = found["stopped"], found["stopped_fen"] or 0


class OfChild(NamedTuple):
    """What one child adds to a payroll (一人合计): lines that are paid, and lines that are stopped."""

    due: int
    due_fen: int
    off: int
    off_fen: int


def sums_of_child(payroll: Payroll, child: UUID) -> OfChild:
    """Add up the lines of one child in a payroll."""
    due, stopped = Q(is_stopped=False), Q(is_stopped=True)
    found = (
        PayrollLine.objects.everywhere(_WHY)
        .filter(payroll=payroll, child=child)
        .aggregate(
            due=Count("pk", filter=due),
            due_fen=Sum("amount_fen", filter=due),
            off=Count("pk", filter=stopped),
            off_fen=Sum("amount_fen", filter=stopped),
        )
    )
    return OfChild(found["due"], found["due_fen"] or 0, found["off"], found["off_fen"] or 0)


def carry_over(payroll: Payroll, before: OfChild, after: OfChild) -> None:
    """
    Change the sums of a payroll by what one child's lines changed; whoever calls saves it.

    A payroll is held while somebody decides, so that nobody else changes its sums meanwhile.
    """
    payroll.count += (after.due > 0) - (before.due > 0)
    payroll.stopped += (after.off > 0) - (before.off > 0)
    payroll.total_fen += after.due_fen - before.due_fen
    payroll.stopped_fen += after.off_fen - before.off_fen


def snapshot_of(payroll: Payroll) -> str:
    """Give the SHA-256 of every line that a payroll pays: whom, on what grant, for which month, how much, and where."""
    rows = PayrollLine.objects.everywhere(_WHY).filter(payroll=payroll, is_stopped=False).order_by("uuid")
    digest = hashlib.sha256(f"{payroll.pk}\n{payroll.line}\n{payroll.month.isoformat()}\n".encode())
    columns = ("uuid", "grant_id", "child_id", "month", "kind", "amount_fen", "account_id")
    for values in rows.values_list(*columns).iterator(chunk_size=_AT_ONCE):
        digest.update("\t".join(map(str, values)).encode() + b"\n")
    return digest.hexdigest()
