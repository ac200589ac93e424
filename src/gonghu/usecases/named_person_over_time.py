"""
Who answered for a child from when to when (责任人沿革): the villages it lived in, and in each who sat on the seat.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from gonghu.domain.people.queries import ChildFile
from gonghu.domain.workforce.queries import answering_over_time
from gonghu.domain.workforce.succession import Answering

_ONE_DAY: Final = timedelta(days=1)


def named_person_over_time(*, file: ChildFile, on: date) -> list[Answering]:
    """
    List who answered for a child since its file was opened, the last first; days on which nobody did are listed too.

    Whoever reads the file is told of the villages before as well: who serves where is no secret inside the house.
    """
    found: list[Answering] = []
    for code, since, until in _spells(file, on):
        found += answering_over_time(code=code, scope=None, since=since, until=until)
    return found[::-1]


def _spells(file: ChildFile, on: date) -> Iterator[tuple[str, date, date]]:
    """Give the villages of a child with the days it lived there, the first first."""
    child = file.child
    last = min(child.closed_on or on, on)
    since = child.opened_on
    for place in sorted(file.former_places, key=lambda each: each.from_on):
        ended = min(place.to_on or last, last)
        if since <= ended:
            yield place.division_code, max(since, place.from_on), ended
        since = ended + _ONE_DAY
    if since <= last:
        yield child.division_code, since, last
