"""What grants were given already (已计应发), ready by grant, and whether it is still what the entries say."""

from collections.abc import Iterable
from itertools import groupby, islice
from operator import itemgetter
from typing import Final
from uuid import UUID

from django.db.models import Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models import Grant
from gonghu.domain.ledger.models import Accrual, Entry
from gonghu.domain.ledger.terms import Ledger
from gonghu.engines.entitlement import month_of, runs_of

_KEYS_AT_ONCE: Final = 900
_ROWS_AT_ONCE: Final = 10_000


def runs_of_grants(*, grants: Iterable[UUID], scope: Scope) -> dict[UUID, str]:
    """Give what grants that somebody sees were given, as runs of months; those given nothing are left out."""
    found: dict[UUID, str] = {}
    seen, remaining = Grant.objects.visible_to(scope).order_by(), iter(grants)
    while keys := list(islice(remaining, _KEYS_AT_ONCE)):
        rows = Accrual.objects.filter(grant__in=seen.filter(pk__in=keys).values("pk"))
        found.update(rows.values_list("grant_id", "runs"))
    return found


def accruals_astray(*, scope: Scope) -> list[UUID]:
    """List the grants whose sums by month are not what their entries add up to; there should be none (核对已计应发)."""
    rows = Entry.objects.visible_to(scope, Permission.SEE_MONEY).filter(account=Ledger.ENTITLED).order_by("grant_id")
    summed = rows.values_list("grant_id", "month").annotate(fen=Sum("amount_fen"))
    astray = []
    for grant, months in groupby(summed.iterator(), key=itemgetter(0)):
        added = runs_of({month_of(month): fen for _, month, fen in months if month})
        kept = Accrual.objects.filter(pk=grant).values_list("runs", flat=True).first() or ""
        if added != kept:
            astray.append(grant)
    return astray
