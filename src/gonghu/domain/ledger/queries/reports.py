"""Balances, and what a month came to (余额与月报)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.models import Entry
from gonghu.domain.ledger.terms import JournalKind, Ledger


@dataclass(frozen=True, slots=True)
class Balance:
    """What went into an account and out of it (科目余额)."""

    account: Ledger
    plus_fen: int
    minus_fen: int

    @property
    def fen(self) -> int:
        """What remains."""
        return self.plus_fen - self.minus_fen


@dataclass(frozen=True, slots=True)
class LineOfMonth:
    """What one line came to in a month of booking (项目月报)."""

    line: str
    grants: int
    regular_fen: int
    back_pay_fen: int
    taken_back_fen: int
    paid_fen: int
    returned_fen: int
    sent_again_fen: int
    repaid_fen: int

    @property
    def entitled_fen(self) -> int:
        """What was owed: this month's, what was missed before, less what was too much."""
        return self.regular_fen + self.back_pay_fen - self.taken_back_fen


@dataclass(frozen=True, slots=True)
class MonthReport:
    """What a month came to in an area (财务月报): by line, by fund, and what is still open."""

    month: date
    lines: tuple[LineOfMonth, ...]
    by_fund: tuple[tuple[str, int], ...]
    open_returned_fen: int
    open_receivable_fen: int

    @property
    def total(self) -> LineOfMonth:
        """All lines together."""
        sums = [sum(getattr(line, name) for line in self.lines) for name in LineOfMonth.__slots__ if name != "line"]
        return LineOfMonth("", *sums)


def trial_balance(*, scope: Scope, area: Area | None = None, until: date | None = None) -> list[Balance]:
    """List all accounts with what went in and out (试算平衡表); together they come to nothing."""
    rows = Entry.objects.visible_to(scope).order_by()
    rows = rows.filter(area.filter()) if area is not None else rows
    rows = rows.filter(on__lte=until) if until is not None else rows
    summed = {
        account: (plus or 0, -(minus or 0))
        for account, plus, minus in rows.values_list("account").annotate(
            plus=Sum("amount_fen", filter=Q(amount_fen__gt=0)), minus=Sum("amount_fen", filter=Q(amount_fen__lt=0))
        )
    }
    return [Balance(account, *summed.get(account, (0, 0))) for account in Ledger]


def month_report(*, month: date, scope: Scope, area: Area | None = None) -> MonthReport:
    """
    Say what a month came to, of what was booked within it; ``month`` is its first day.

    A month of a grant before the one of booking is back-pay, or where negative taken back.
    """
    rows = Entry.objects.visible_to(scope).order_by()
    rows = rows.filter(area.filter()) if area is not None else rows
    until = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    booked = rows.filter(on__gte=month, on__lt=until)
    entitled, bank = Q(account=Ledger.ENTITLED), Q(account=Ledger.BANK)
    negative, before = Q(amount_fen__lt=0), Q(month__lt=month)
    lines = (
        booked.exclude(line="")
        .values_list("line")
        .annotate(
            grants=Count("grant", filter=entitled, distinct=True),
            regular=Sum("amount_fen", filter=entitled & ~negative & ~before),
            back_pay=Sum("amount_fen", filter=entitled & ~negative & before),
            taken_back=-Sum("amount_fen", filter=entitled & negative),
            paid=-Sum("amount_fen", filter=bank & Q(journal__kind__in=(JournalKind.PAYROLL, JournalKind.GIFT))),
            returned=Sum("amount_fen", filter=bank & Q(journal__kind=JournalKind.RETURN)),
            again=-Sum("amount_fen", filter=bank & Q(journal__kind=JournalKind.REQUEUE)),
            repaid=Sum("amount_fen", filter=bank & Q(journal__kind=JournalKind.REPAID)),
        )
    )
    by_fund = booked.filter(bank).values_list("fund").annotate(fen=-Sum(F("amount_fen")))
    return MonthReport(
        month=month,
        lines=tuple(LineOfMonth(line, *(each or 0 for each in sums)) for line, *sums in sorted(lines)),
        by_fund=tuple(sorted((fund or "", fen) for fund, fen in by_fund)),
        open_returned_fen=-_remaining(rows, Ledger.RETURNED, until),
        open_receivable_fen=_remaining(rows, Ledger.RECEIVABLE, until),
    )


def _remaining(rows: ScopedQuerySet[Entry], account: Ledger, until: date) -> int:
    return int(rows.filter(account=account, on__lt=until).aggregate(fen=Sum("amount_fen"))["fen"] or 0)
