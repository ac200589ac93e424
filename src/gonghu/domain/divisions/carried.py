"""
Where what stood in a place stands later (随迁去向): every code of a day goes to exactly one code of a later day.

It is the way that rows go when a change takes effect: to the heir, of several to the first. So figures of all places of
a day stay the same in sum, whatever was renamed, split, merged or moved since.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from gonghu.domain.divisions.models import Division, DivisionSuccession
from gonghu.domain.divisions.terms import Area, in_force

_AT_ONCE = 500


def carried_to(*, codes: Iterable[str], since: date, on: date) -> dict[str, str]:
    """
    Give for twelve-digit codes of the day ``since`` the codes that stand for them on a later day.

    A code that was over on that day already, because the change was entered afterwards, is followed from its end on.
    """
    wanted = set(codes)
    over = _over_before(wanted, since)
    found = _followed({code: code for code in wanted - over.keys()}, since, on)
    for ended, group in groupby(sorted(over, key=lambda code: over[code]), key=lambda code: over[code]):
        found |= _followed({code: code for code in group}, ended, on)
    return found


def codes_that_may_come(*, area: Area, since: date, on: date) -> list[str]:
    """List the codes outside an area from which something came to anywhere between two days: few, of all there are."""
    links = DivisionSuccession.objects.filter(effective_on__gt=since, effective_on__lte=on).exclude(from_code="")
    return sorted({code for code in links.values_list("from_code", flat=True) if not area.holds(code)})


def _followed(now: dict[str, str], since: date, on: date) -> dict[str, str]:
    here: dict[str, list[str]] = {}
    for code, place in now.items():
        here.setdefault(place, []).append(code)
    for step in _steps(since, on):
        # All go at once: what comes to a code does not leave it by the same change.
        going = {old: here.pop(old) for old in step if old in here}
        for old, those in going.items():
            here.setdefault(step[old], []).extend(those)
    return {code: place for place, those in here.items() for code in those}


def _steps(since: date, on: date) -> Iterator[dict[str, str]]:
    """Give the changes between two days in their order: where each code goes, the first heir of several."""
    links = DivisionSuccession.objects.filter(effective_on__gt=since, effective_on__lte=on)
    in_order = links.exclude(from_code="").exclude(to_code="").order_by("effective_on", "change_id", "pk")
    for _change, group in groupby(in_order, key=attrgetter("change_id")):
        pairs = [(link.from_code, link.to_code) for link in group]
        staying = {old for old, new in pairs if old == new}
        yield {old: new for old, new in reversed(pairs) if old not in staying}


def _over_before(codes: set[str], day: date) -> dict[str, date]:
    """Give the codes that nothing bore on a day any more, with the last day that something did."""
    over: dict[str, date] = {}
    listed = sorted(codes)
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        rows = Division.objects.filter(code__in=part)
        standing = set(rows.filter(in_force(day)).values_list("code", flat=True))
        ended = rows.filter(valid_to__lt=day).order_by("valid_to").values_list("code", "valid_to")
        over |= {code: last for code, last in ended if last is not None and code not in standing}
    return over
