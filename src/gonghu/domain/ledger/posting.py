"""
What happens to money, as entries (分录写法); every one of these comes in pairs that add up to nothing.

::

    post_journal(kind=JournalKind.PAYROLL, entries=chain.from_iterable(paid_out(…) for line in lines), …)
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from gonghu.domain.ledger.terms import Ledger


class EntryOf(NamedTuple):
    """One entry to be written (待记分录); ``month`` is the first day of the month that it is for."""

    account: Ledger
    amount_fen: int
    grant: UUID | None = None
    month: date | None = None
    line: str = ""
    fund: str | None = None


Pair = tuple[EntryOf, EntryOf]


def paid_out(*, grant: UUID, month: date, line: str, fen: int, fund: str | None = None) -> Pair:
    """Give the entries of a month that is owed and leaves for the bank (发放); negative fen are kept back (扣回)."""
    return _pair(Ledger.ENTITLED, Ledger.BANK, fen, grant, month, line, fund)


def accrued(*, grant: UUID, month: date, line: str, fen: int) -> Pair:
    """Give the entries of a month that is owed and not paid yet (计提)."""
    return _pair(Ledger.ENTITLED, Ledger.PAYABLE, fen, grant, month, line, None)


def accrued_sent(*, grant: UUID, month: date, line: str, fen: int, fund: str | None = None) -> Pair:
    """Give the entries of a month that was accrued before and now leaves for the bank (支付已计提)."""
    return _pair(Ledger.PAYABLE, Ledger.BANK, fen, grant, month, line, fund)


def came_back(*, grant: UUID, month: date, line: str, fen: int, fund: str | None = None) -> Pair:
    """Give the entries of a payment that the bank returned (退回): still owed, waiting to be sent again."""
    return _pair(Ledger.BANK, Ledger.RETURNED, fen, grant, month, line, fund)


def sent_again(*, grant: UUID, month: date, line: str, fen: int, fund: str | None = None) -> Pair:
    """Give the entries of a returned payment that leaves once more (重发)."""
    return _pair(Ledger.RETURNED, Ledger.BANK, fen, grant, month, line, fund)


def given_up(*, grant: UUID, month: date, line: str, fen: int) -> Pair:
    """Give the entries of a returned payment that is not owed after all (退回不再发)."""
    return _pair(Ledger.RETURNED, Ledger.ENTITLED, fen, grant, month, line, None)


def to_recover(*, grant: UUID, month: date, line: str, fen: int) -> Pair:
    """Give the entries of a month that was paid and not owed, and has to come back (应收追回)."""
    return _pair(Ledger.RECEIVABLE, Ledger.ENTITLED, fen, grant, month, line, None)


def repaid(*, grant: UUID, month: date, line: str, fen: int, fund: str | None = None) -> Pair:
    """Give the entries of money that a family paid back (收回)."""
    return _pair(Ledger.BANK, Ledger.RECEIVABLE, fen, grant, month, line, fund)


def _pair(plus: Ledger, minus: Ledger, fen: int, grant: UUID, month: date, line: str, fund: str | None) -> Pair:
    """Give two entries; the fund stands where money moves, in the bank's account."""
    return (
        EntryOf(plus, fen, grant, month, line, fund if plus is Ledger.BANK else None),
        EntryOf(minus, -fen, grant, month, line, fund if minus is Ledger.BANK else None),
    )
