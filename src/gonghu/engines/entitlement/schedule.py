"""
What is owed month by month (应发计算), and how it differs from what was had (补发、扣回).

A month is worth what the state that counts for it gives; nothing is prorated by days. Between one change and the next
a grant shares its months with every other in the same state.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from gonghu.engines.entitlement.instalments import instalment, part_of_decided
from gonghu.engines.entitlement.months import counted_day, first_month_counting
from gonghu.engines.entitlement.reckoning import Reckoning
from gonghu.engines.entitlement.standards import SetOff, Standards
from gonghu.engines.entitlement.terms import GrantTerms, MonthOwed, OtherSpan, Step, Why

_A_DAY: Final = timedelta(days=1)
_ONCE: Final = "once"
_YEAR: Final = "year"


def owed(terms: GrantTerms, standards: Standards, others: Sequence[OtherSpan], through: int) -> tuple[MonthOwed, ...]:
    """
    Return what every month of a grant is worth, from its first to ``through`` or its last.

    :raises StandardMissing: a county has not set the standard for one of the months
    """
    last = through if terms.to_month is None else min(through, terms.to_month)
    if not (others or terms.moves or terms.care_changes):
        return _run(terms, standards, _State(terms.division, terms.care, ()), terms.from_month, last)
    begins = _turns(terms, standards, others, last)
    if len(begins) == 1:
        return _run(terms, standards, _state_in(begins[0], terms, standards, others), begins[0], last)
    months: list[MonthOwed] = []
    for month, following in pairwise([*begins, last + 1]):
        months += _run(terms, standards, _state_in(month, terms, standards, others), month, following - 1)
    return tuple(months)


def differences(owed_months: Iterable[MonthOwed], had: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return month and fen wherever owed and had differ: more is back-pay (补发), less claw-back (扣回)."""
    due = {month.month: month.amount_fen for month in owed_months}
    gaps = ((month, due.get(month, 0) - had.get(month, 0)) for month in sorted(due.keys() | had.keys()))
    return [(month, fen) for month, fen in gaps if fen]


class _State(NamedTuple):
    """What holds in a month, and in those after it until something happens."""

    division: str
    care: str
    set_off: SetOff


def _turns(terms: GrantTerms, standards: Standards, others: Sequence[OtherSpan], last: int) -> list[int]:
    """Give the first month, and those from which something may be different by the rules of any county concerned."""
    turns = {terms.from_month}
    for county in {terms.division, *(move.value for move in terms.moves)}:
        rules = standards.reckoning(county)
        turns.update(first_month_counting(move.on, rules.move_day) for move in terms.moves)
        turns.update(first_month_counting(change.on, rules.care_day) for change in terms.care_changes)
        for span in others:
            turns.add(first_month_counting(span.from_on, rules.others_day))
            if span.to_on is not None:
                turns.add(first_month_counting(span.to_on + _A_DAY, rules.others_day))
    return sorted(turn for turn in turns if terms.from_month <= turn <= last)


def _state_in(month: int, terms: GrantTerms, standards: Standards, others: Sequence[OtherSpan]) -> _State:
    move_day = standards.reckoning(terms.division).move_day
    division = _after(terms.division, terms.moves, counted_day(month, move_day))
    rules = standards.reckoning(division)
    care = _after(terms.care, terms.care_changes, counted_day(month, rules.care_day))
    return _State(division, care, _set_off(others, counted_day(month, rules.others_day), rules))


def _run(terms: GrantTerms, standards: Standards, state: _State, first: int, last: int) -> tuple[MonthOwed, ...]:
    """Give the months of one state; kept, because many grants share them."""
    key = (state, terms.parts, terms.amount_fen, terms.from_month, first, last)
    found = standards.runs.get(key)
    if found is None:
        found = tuple(_month(terms, standards, state, month) for month in range(first, last + 1))
        standards.runs[key] = found
        standards.shared.add(id(found))
    return found


def _month(terms: GrantTerms, standards: Standards, state: _State, month: int) -> MonthOwed:
    division, care, set_off = state
    if terms.amount_fen is not None:
        return part_of_decided(terms, month, division, care)
    period = standards.period(division)
    if period == _YEAR:
        return instalment(terms, standards, month, division, care)
    if period == _ONCE and month != terms.from_month:
        return MonthOwed(month, 0, 0, 0, "", division, care, (Why.NOT_DUE,))
    return standards.month(month, division, care, set_off)


def _after(at_first: str, steps: Sequence[Step], day: date) -> str:
    """Give the state that the last step up to a day left; of two on one day, the later told."""
    return next((step.value for step in reversed(steps) if step.on <= day), at_first)


def _set_off(others: Sequence[OtherSpan], day: date, rules: Reckoning) -> SetOff:
    """Add up what is drawn on the day, by the amount of the policy it counts as."""
    drawn: dict[str, int] = {}
    for span in others:
        name = rules.set_off.get(span.kind)
        if name is not None and span.from_on <= day and (span.to_on is None or day <= span.to_on):
            drawn[name] = drawn.get(name, 0) + span.monthly_fen
    return tuple(sorted(drawn.items()))
