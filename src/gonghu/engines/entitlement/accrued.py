"""
What was had already (已计应发), written short: months of one amount that follow each other make one run.

``24276-24287:136000,24288:150000`` is twelve months of 1,360.00 yuan and one of 1,500.00. Equal histories are written
alike, so that a million grants are compared with what they are owed as texts.
"""

from collections.abc import Iterable, Mapping, Sequence

from gonghu.engines.entitlement.schedule import differences, owed
from gonghu.engines.entitlement.standards import Standards
from gonghu.engines.entitlement.terms import GrantTerms, OtherSpan

Due = tuple[tuple[int, int], ...]


def runs_of(months: Mapping[int, int]) -> str:
    """Write months with their fen as runs; months worth nothing are left out."""
    told: list[str] = []
    first = last = fen = 0
    for month in sorted(months):
        amount = months[month]
        if amount and fen == amount and month == last + 1:
            last = month
            continue
        if fen:
            told.append(_run(first, last, fen))
        first, last, fen = month, month, amount
    if fen:
        told.append(_run(first, last, fen))
    return ",".join(told)


def months_in(runs: str) -> dict[int, int]:
    """Read runs as months with their fen."""
    found: dict[int, int] = {}
    for run in runs.split(",") if runs else ():
        span, _, fen = run.partition(":")
        first, _, last = span.partition("-")
        found.update(dict.fromkeys(range(int(first), int(last or first) + 1), int(fen)))
    return found


def added_to(runs: str, months: Iterable[tuple[int, int]]) -> str:
    """Add fen to months of runs."""
    found = months_in(runs)
    for month, fen in months:
        found[month] = found.get(month, 0) + fen
    return runs_of(found)


def total_of(runs: str) -> int:
    """Add up runs."""
    return sum(months_in(runs).values())


def due(terms: GrantTerms, standards: Standards, others: Sequence[OtherSpan], had: str, through: int) -> Due:
    """
    Return month and fen still to be paid, or, where negative, to be taken back; ``had`` are the runs of what was had.

    Grants of one state and one history share the answer.

    :raises StandardMissing: a county has not set the standard for one of the months
    """
    standards.make_room()
    months = owed(terms, standards, others, through)
    if id(months) not in standards.shared:
        return tuple(differences(months, months_in(had)))
    # The answer keeps its months, so that no other tuple can come to have their identity.
    key = (id(months), had)
    found = standards.dues.get(key)
    if found is None:
        found = standards.dues[key] = (months, tuple(differences(months, months_in(had))))
    return found[1]


def _run(first: int, last: int, fen: int) -> str:
    return f"{first}:{fen}" if first == last else f"{first}-{last}:{fen}"
