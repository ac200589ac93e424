"""A child's money by month (儿童资金月表): what is owed, what was paid, what came back, and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.queries import grants_of, other_benefits_of
from gonghu.domain.ledger.models import Entry, Opening
from gonghu.domain.ledger.owing import span_of, standards_of, terms_of
from gonghu.domain.ledger.terms import Ledger
from gonghu.engines.entitlement import LineUnknown, MonthOwed, StandardMissing, first_day, month_of, owed

_WHY: Final = "entries of the grants of a child that is seen"


@dataclass(frozen=True, slots=True)
class MonthMoney:
    """One month of a grant (某月待遇): owed by the terms of today, given, and where the money is."""

    month: date
    owed: MonthOwed | None
    given_fen: int
    paid_fen: int
    returned_fen: int
    receivable_fen: int

    @property
    def owed_fen(self) -> int:
        """What the month is worth."""
        return self.owed.amount_fen if self.owed else 0

    @property
    def open_fen(self) -> int:
        """What is still to be paid of the month, or where negative to be taken back."""
        return self.owed_fen - self.given_fen


@dataclass(frozen=True, slots=True)
class GrantMoney:
    """One grant with its months, the last first (某项待遇的资金), and who paid it before."""

    grant: Grant
    months: tuple[MonthMoney, ...]
    missing: str
    opening: Opening | None = None

    @property
    def owed_fen(self) -> int:
        """What all its months are worth."""
        return sum(month.owed_fen for month in self.months)

    @property
    def paid_fen(self) -> int:
        """What arrived, as far as is known."""
        return sum(month.paid_fen for month in self.months)

    @property
    def open_fen(self) -> int:
        """What has not arrived yet, or where negative what arrived and was not owed."""
        return self.owed_fen - self.paid_fen


def money_of_child(*, child: UUID, through: date, scope: Scope) -> list[GrantMoney]:
    """Give the grants of a child that somebody sees, each with its months up to one."""
    grants = list(grants_of(child=child, scope=scope).reverse())
    others = [span_of(other) for other in other_benefits_of(child=child, scope=scope)]
    booked = _booked([grant.pk for grant in grants])
    openings = Opening.objects.in_bulk([grant.pk for grant in grants])
    found = []
    for grant in grants:
        missing = ""
        months: tuple[MonthOwed, ...] = ()
        try:
            months = owed(terms_of(grant), standards_of(line=grant.line), others, month_of(through))
        except StandardMissing as absent:
            missing = f"{absent.parameter}（{first_day(absent.month):%Y-%m}）"
        except LineUnknown:
            missing = grant.line
        found.append(GrantMoney(grant, _months(months, booked[grant.pk]), missing, openings.get(grant.pk)))
    return found


def _booked(grants: list[UUID]) -> dict[UUID, dict[date, dict[str, int]]]:
    rows = Entry.objects.everywhere(_WHY).filter(grant__in=grants, month__isnull=False).order_by()
    found: dict[UUID, dict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for grant, month, account, fen in rows.values_list("grant", "month", "account").annotate(fen=Sum("amount_fen")):
        found[grant][month][account] = fen
    return found


def _months(months: tuple[MonthOwed, ...], booked: dict[date, dict[str, int]]) -> tuple[MonthMoney, ...]:
    due = {first_day(month.month): month for month in months}
    return tuple(
        MonthMoney(
            month=month,
            owed=due.get(month),
            given_fen=booked.get(month, {}).get(Ledger.ENTITLED, 0),
            paid_fen=-booked.get(month, {}).get(Ledger.BANK, 0),
            returned_fen=-booked.get(month, {}).get(Ledger.RETURNED, 0),
            receivable_fen=booked.get(month, {}).get(Ledger.RECEIVABLE, 0),
        )
        for month in sorted(due.keys() | booked.keys(), reverse=True)
    )
