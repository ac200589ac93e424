"""What this system would pay for the month after a roll, and why the roll paid something else (金额核对)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from gonghu.domain.benefits.terms import CareForm
from gonghu.domain.ledger.owing import standards_of
from gonghu.domain.takeovers.terms import Difference
from gonghu.engines.entitlement import (
    GrantTerms,
    LineUnknown,
    MonthOwed,
    OtherSpan,
    StandardMissing,
    first_day,
    last_day,
    month_of,
    owed,
    written,
)
from gonghu.standards.money import format_yuan

_LOOKS_BACK: Final = 36
_OTHER_CARE: Final = {CareForm.SCATTERED: CareForm.INSTITUTION, CareForm.INSTITUTION: CareForm.SCATTERED}
Others = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What is owed for the first month of ours, and how what the roll told differs (金额差异)."""

    own_fen: int | None
    difference: Difference = Difference.SAME
    why: str = ""
    problem: str = ""


class Figures:
    """The sums of one county for the month after a roll (次月应发); what many rows ask is worked out once."""

    def __init__(self, division_code: str, through_month: date) -> None:
        self.division, self.last_told = division_code, month_of(through_month)
        self._compared: dict[tuple[str, str, Others, int | None], Compared] = {}

    def compared(self, line: str, care: str, others: Mapping[str, int], told_fen: int | None) -> Compared:
        """Say what is owed, and why the roll paid something else."""
        key = (line, care, tuple(sorted(others.items())), told_fen)
        if key not in self._compared:
            self._compared[key] = self._compare(*key)
        return self._compared[key]

    def _compare(self, line: str, care: str, others: Others, told: int | None) -> Compared:
        terms = GrantTerms(line, self.division, self.last_told, care=care)
        try:
            was, now = self._owed(terms, others)
        except StandardMissing as missing:
            month = written(missing.month)
            return Compared(None, problem=f"本级没有设定 {month} 的标准（{missing.parameter}），请先设定标准再接收")
        except LineUnknown:
            return Compared(None, problem="本级没有这个项目的标准和算法，请先设定再接收")
        difference, why = self._why(terms, others, told, was, now)
        return Compared(now.amount_fen, difference, why)

    def _why(
        self, terms: GrantTerms, others: Others, told: int | None, was: MonthOwed, now: MonthOwed
    ) -> tuple[Difference, str]:
        if told is None:
            return Difference.NOT_TOLD, ""
        if told == now.amount_fen:
            return Difference.SAME, ""
        if told == was.amount_fen:
            turns = f"{_yuan(was.amount_fen)} 元变为 {_yuan(now.amount_fen)} 元"
            return Difference.STANDARD, f"{written(now.month)} 起由 {turns}"
        return self._strange(terms, others, told, now)

    def _strange(self, terms: GrantTerms, others: Others, told: int, now: MonthOwed) -> tuple[Difference, str]:
        """Say what a sum may be that is owed in neither month."""
        if now.deducted_fen and told == now.standard_fen:
            return Difference.NOT_SET_OFF, f"原来发全额，没有扣减其他救助 {_yuan(now.deducted_fen)} 元"
        if other := self._in_other_care(terms, others, told):
            return Difference.CARE_FORM, f"与“{other.label}”的标准相同，请核对养育方式"
        if month := self._before(terms, others, told):
            return Difference.OLD_STANDARD, f"与 {written(month)} 的标准相同，原来可能没有随标准调整"
        if told < now.amount_fen:
            less = _yuan(now.amount_fen - told)
            return Difference.LESS, f"原来少发 {less} 元：可能扣减了低保等其他救助，请补登后再确认，否则按全额发"
        more = _yuan(told - now.amount_fen)
        return Difference.MORE, f"原来多发 {more} 元：可能另含物价补贴或其他项目，请核对"

    def _owed(self, terms: GrantTerms, others: Others) -> list[MonthOwed]:
        # Drawn for long: whichever day of a month counts, it counts for both months.
        spans = [OtherSpan(kind, fen, first_day(terms.from_month - 1)) for kind, fen in others]
        return list(owed(terms, standards_of(line=terms.line), spans, self.last_told + 1))

    def _in_other_care(self, terms: GrantTerms, others: Others, told: int) -> CareForm | None:
        other = _OTHER_CARE[CareForm(terms.care)]
        try:
            months = self._owed(replace(terms, care=other), others)
        except StandardMissing:
            return None
        return other if told in {each.amount_fen for each in months} else None

    def _before(self, terms: GrantTerms, others: Others, told: int) -> int | None:
        """Give the last earlier month in which the standard was what the roll paid."""
        for month in range(self.last_told - 1, self.last_told - _LOOKS_BACK, -1):
            try:
                if self._owed(replace(terms, from_month=month), others)[0].amount_fen == told:
                    return month
            except StandardMissing:
                return None
        return None


def drawn_in(spans: Iterable[OtherSpan], month: date) -> dict[str, int]:
    """Add up by kind what is drawn at the end of a month."""
    day = last_day(month_of(month))
    found: dict[str, int] = {}
    for span in spans:
        if span.from_on <= day and (span.to_on is None or day <= span.to_on):
            found[span.kind] = found.get(span.kind, 0) + span.monthly_fen
    return found


def _yuan(fen: int) -> str:
    return format_yuan(fen).removesuffix(".00")
