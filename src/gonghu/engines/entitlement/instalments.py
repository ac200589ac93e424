"""A sum in parts (分期发放): the parts add up to it, to the fen."""

from typing import Final

from gonghu.engines.entitlement.standards import Standards
from gonghu.engines.entitlement.terms import GrantTerms, MonthOwed, Why

_MONTHS: Final = 12


def instalment(terms: GrantTerms, standards: Standards, month: int, division: str, care: str) -> MonthOwed:
    """
    Return the part of a year's standard that falls due in a month.

    The figure in force in the first month of the (school) year holds for all of it. A grant that begins within the
    year draws at once what fell due before.
    """
    due = _due(terms, standards, division)
    begins = month - (month % _MONTHS + 1 - due[0]) % _MONTHS
    whole = standards.month(begins, division, care)
    fallen = [begins + (number - due[0]) % _MONTHS for number in due]
    upto = sum(1 for each in fallen if each <= month)
    before = 0 if month == terms.from_month else sum(1 for each in fallen if each < month)
    amount = whole.standard_fen * upto // len(due) - whole.standard_fen * before // len(due)
    return MonthOwed(month, amount, amount, 0, whole.standard_key, division, care, (_why(upto - before),))


def part_of_decided(terms: GrantTerms, month: int, division: str, care: str) -> MonthOwed:
    """Return the part of the sum that a decision names; the first falls due at once, the others spread over a year."""
    number, rest = divmod(month - terms.from_month, max(1, _MONTHS // terms.parts))
    if terms.amount_fen is None or rest or number >= terms.parts:
        return MonthOwed(month, 0, 0, 0, "", division, care, (Why.NOT_DUE,))
    amount = terms.amount_fen * (number + 1) // terms.parts - terms.amount_fen * number // terms.parts
    why = Why.DECIDED if terms.parts == 1 else Why.INSTALMENT
    return MonthOwed(month, amount, amount, 0, "", division, care, (why,))


def _due(terms: GrantTerms, standards: Standards, division: str) -> tuple[int, ...]:
    """Give the months of the year in which parts fall due; untold, from the grant's own month on, evenly."""
    told = standards.reckoning(division).instalments.get(terms.line, {}).get(terms.parts)
    first = terms.from_month % _MONTHS
    return told or tuple((first + number * _MONTHS // terms.parts) % _MONTHS + 1 for number in range(terms.parts))


def _why(parts: int) -> Why:
    if parts == 1:
        return Why.INSTALMENT
    return Why.CAUGHT_UP if parts else Why.NOT_DUE
