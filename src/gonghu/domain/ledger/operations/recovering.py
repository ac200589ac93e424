"""Taking back what was paid and not owed (追回), where no later payment can make up for it."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum

from gonghu.domain.ledger.models import Entry, Journal
from gonghu.domain.ledger.operations.posting import post_journal
from gonghu.domain.ledger.posting import repaid, to_recover
from gonghu.domain.ledger.terms import JournalKind, Ledger
from gonghu.engines.entitlement import first_day
from gonghu.foundation.acting import Actor

_WHY = "the months of the grant that money is taken back for"


class NothingToRecover(ValueError):
    """More would be taken back than was paid, or more counted as repaid than is owed."""


@transaction.atomic
def note_recovery(
    *, grant: UUID, line: str, division_code: str, months: Mapping[int, int], reason: str, by: Actor, at: datetime
) -> Journal:
    """
    Write down that fen of months of a grant were paid and not owed, and have to come back (登记应收追回).

    :raises NothingToRecover: more than was given for one of the months
    :raises NotPermitted: the actor pays nothing there
    """
    given = _by_month(grant, Ledger.ENTITLED)
    if not months or any(fen <= 0 or fen > given.get(month, 0) for month, fen in months.items()):
        raise NothingToRecover("追回金额须大于零，且不超过当月已发金额")
    pairs = (
        to_recover(grant=grant, month=first_day(month), line=line, fen=fen) for month, fen in sorted(months.items())
    )
    return post_journal(
        kind=JournalKind.RECOVERY, division_code=division_code, entries=chain.from_iterable(pairs),
        source_kind="benefits.grant", source_key=f"{grant.hex}-{uuid4().hex[:8]}", words=reason, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def note_repayment(
    *, grant: UUID, line: str, division_code: str, fen: int, fund: str | None, receipt: str, by: Actor, at: datetime
) -> Journal:
    """
    Write down money that a family paid back (登记收回款项); the oldest month first.

    :raises NothingToRecover: more than is to be taken back
    :raises NotPermitted: the actor pays nothing there
    """
    open_months = {month: left for month, left in sorted(_by_month(grant, Ledger.RECEIVABLE).items()) if left > 0}
    if not 0 < fen <= sum(open_months.values()):
        raise NothingToRecover("收回金额须大于零，且不超过应收追回的金额")
    pairs = []
    for month, left in open_months.items():
        part = min(left, fen)
        fen -= part
        if part:
            pairs.append(repaid(grant=grant, month=first_day(month), line=line, fen=part, fund=fund))
    return post_journal(
        kind=JournalKind.REPAID, division_code=division_code, entries=chain.from_iterable(pairs),
        source_kind="benefits.grant", source_key=f"{grant.hex}-{uuid4().hex[:8]}", words=receipt, by=by, at=at,
    )  # fmt: skip


def _by_month(grant: UUID, account: Ledger) -> dict[int, int]:
    rows = Entry.objects.everywhere(_WHY).filter(grant=grant, account=account).order_by()
    return {
        month.year * 12 + month.month - 1: fen
        for month, fen in rows.values_list("month").annotate(fen=Sum("amount_fen"))
        if month is not None
    }
