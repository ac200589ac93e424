"""New codes for what stands below divisions that are put elsewhere (下级区划的新代码), as a proposal."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from django.db.models import Q

from gonghu.domain.divisions.models import Division
from gonghu.domain.divisions.terms import Area, in_force
from gonghu.standards.division_code import LENGTH, Level, pad

_FIRST_OF: Final = {Level.TOWNSHIP: 1, Level.VILLAGE: 201}
"""Villages count from 201, communities from 001; a number of its own is tried before either."""


def proposed_codes(*, codes: Iterable[str], into: str, on: date) -> dict[str, str]:
    """
    Propose a code under a division for everything right below others; each keeps its last digits if they are free.

    :raises NotADivisionCode: a text is no code
    """
    area = Area.of(into)
    if area.level is None or area.level == Level.VILLAGE:
        return {}
    level = list(Level)[list(Level).index(area.level) + 1]
    used = set(Division.objects.filter(_in_use(on), area.filter("code"), level=level).values_list("code", flat=True))
    found = {}
    for code in _right_below(codes, on):
        found[code] = next(each for each in _candidates(area.prefix, level, code) if each not in used)
        used.add(found[code])
    return found


def _in_use(on: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gte=on)


def _right_below(codes: Iterable[str], on: date) -> list[str]:
    rows = Division.objects.filter(in_force(on), parent_code__in=[pad(code) for code in codes], grouping=False)
    return list(rows.order_by("code").values_list("code", flat=True))


def _candidates(prefix: str, level: Level, code: str) -> Iterator[str]:
    width = level - len(prefix)
    own = code[len(prefix) : level]
    numbers = range(_FIRST_OF.get(level, 1), 10**width)
    for text in (own, *(f"{number:0{width}}" for number in numbers)):
        yield f"{prefix}{text}".ljust(LENGTH, "0")
