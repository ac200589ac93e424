"""
What grants are owed for a month, as lines of a payroll (应发明细).

Grants of one state and one history share their lines: whoever asks, asks once for all of them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from gonghu.domain.ledger.owing import standards_of
from gonghu.domain.payments.terms import LineCause, LineKind
from gonghu.engines.entitlement import (
    GrantTerms,
    MonthOwed,
    OtherSpan,
    Standards,
    due,
    first_day,
    month_of,
    months_in,
    owed,
)

_WHOLE: Final = 100


class Owed(NamedTuple):
    """One line as it will be written (应发明细), of whichever grant."""

    month: str
    kind: str
    amount_fen: int
    standard_fen: int
    deducted_fen: int
    cause: str
    why: str


class Given(NamedTuple):
    """What of a grant decides its lines (待遇条件)."""

    line: str
    division: str
    care: str
    from_month: date | str
    to_month: date | str | None
    amount_fen: int | None
    parts: int
    had: str
    is_taken_over: bool = False


class Reckoner:
    """Works out lines (应发核算), for one grant or for all of one state and history."""

    def __init__(self, month: date, keep_back_percent: int, *, only_earlier: bool = False) -> None:
        self.through, self.only_earlier = month_of(month), only_earlier
        self.keep_back_percent = keep_back_percent
        self._standards: dict[str, Standards] = {}

    def lines(self, given: Given, others: Sequence[OtherSpan]) -> tuple[Owed, ...]:
        """
        Give the lines that a grant is owed, the oldest month first; none if it is settled.

        :raises StandardMissing: the county has not set the standard of the line
        :raises LineUnknown: no policy of the county pays such a line
        """
        standards = self._standards.get(given.line)
        if standards is None:
            standards = self._standards[given.line] = standards_of(line=given.line)
        terms = GrantTerms(
            line=given.line,
            division=given.division,
            from_month=month_of(_day(given.from_month)),
            to_month=month_of(_day(given.to_month)) if given.to_month else None,
            care=given.care,
            amount_fen=given.amount_fen,
            parts=given.parts,
        )
        gaps = due(terms, standards, others, given.had, self.through)
        if self.only_earlier:
            gaps = tuple(gap for gap in gaps if gap[0] < self.through)
        if not gaps:
            return ()
        months = {each.month: each for each in owed(terms, standards, others, self.through)}
        return tuple(self._line(month, fen, months, given) for month, fen in self._kept_within(gaps) if fen)

    def _kept_within(self, gaps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Keep back no more than a share of what is paid now; the rest waits, or is taken back otherwise."""
        left = sum(fen for _, fen in gaps if fen > 0) * self.keep_back_percent // _WHOLE
        found = []
        for month, fen in gaps:
            kept = max(fen, -left) if fen < 0 else fen
            left += min(kept, 0)
            found.append((month, kept))
        return found

    def _line(self, month: int, fen: int, months: Mapping[int, MonthOwed], given: Given) -> Owed:
        now = months.get(month)
        return Owed(
            month=first_day(month).isoformat(),
            kind=str(_kind(month, fen, self.through)),
            amount_fen=fen,
            standard_fen=now.standard_fen if now else 0,
            deducted_fen=now.deducted_fen if now else 0,
            cause=str(_cause(month, self.through, months, given)),
            why=f"{','.join(now.why)} {now.standard_key}".strip() if now else "",
        )


def _kind(month: int, fen: int, through: int) -> LineKind:
    if fen < 0:
        return LineKind.CLAW_BACK
    return LineKind.REGULAR if month == through else LineKind.BACK_PAY


def _cause(month: int, through: int, months: Mapping[int, MonthOwed], given: Given) -> LineCause:
    """Tell why a line is not what it was last month."""
    if month != through or month not in months:
        return LineCause.CORRECTION if months_in(given.had).get(month) else LineCause.BACK
    now, before = months[month], months.get(month - 1)
    if before is None:
        return LineCause.TAKEN_OVER if given.is_taken_over else LineCause.NEW
    if now.care != before.care:
        return LineCause.CARE_FORM
    if now.standard_fen != before.standard_fen:
        return LineCause.STANDARD
    return LineCause.SAME if now.deducted_fen == before.deducted_fen else LineCause.DEDUCTION


def _day(written: date | str) -> date:
    """Read a day as either database gives it."""
    return date.fromisoformat(written) if isinstance(written, str) else written
