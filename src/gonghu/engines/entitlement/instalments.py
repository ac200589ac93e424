"""The standard of a year in parts (按学年核定、分期发放): the parts add up to the standard, to the fen."""

from typing import Final

from gonghu.engines.entitlement.standards import Standards
from gonghu.engines.entitlement.terms import Cycle, GrantTerms, MonthOwed, Why

_MONTHS: Final = 12
_DUE: Final = {
    Cycle.MONTH: tuple(range(1, _MONTHS + 1)),
    Cycle.QUARTER: (1, 4, 7, 10),
    Cycle.YEAR: (1,),
}


def instalment(terms: GrantTerms, standards: Standards, month: int, division: str, care: str) -> MonthOwed:
    """
    Return the part of a year's standard that falls due in a month.

    The figure in force in the first month of the (school) year holds for all of it. A grant that begins within the
    year draws at once what fell due before.
    """
    due = _due(terms, standards, division)
    begins = month - (month % _MONTHS + 1 - due[0]) % _MONTHS
    whole = standards.month(begins, division, care)
    standard = whole.standard_fen if terms.amount_fen is None else terms.amount_fen
    key = whole.standard_key if terms.amount_fen is None else ""
    fallen = [begins + (number - due[0]) % _MONTHS for number in due]
    upto = sum(1 for each in fallen if each <= month)
    before = 0 if month == terms.from_month else sum(1 for each in fallen if each < month)
    amount = standard * upto // len(due) - standard * before // len(due)
    return MonthOwed(month, amount, amount, 0, key, division, care, (_why(upto - before),))


def _due(terms: GrantTerms, standards: Standards, division: str) -> tuple[int, ...]:
    if terms.cycle == Cycle.ONCE:
        return (terms.from_month % _MONTHS + 1,)
    told = standards.reckoning(division).instalments.get(terms.line, {})
    return told.get(terms.cycle) or _DUE[Cycle(terms.cycle)]


def _why(parts: int) -> Why:
    if parts == 1:
        return Why.INSTALMENT
    return Why.CAUGHT_UP if parts else Why.NOT_DUE
