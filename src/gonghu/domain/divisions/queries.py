"""
Reading of divisions (区划的查询).

Divisions are public knowledge, so these take no scope, but for searching, where it is the area to search.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet

from gonghu.domain.divisions.models import Division, DivisionChange
from gonghu.domain.divisions.national_list import codes_above
from gonghu.domain.divisions.spelling import normal
from gonghu.domain.divisions.successions import codes_after, codes_before
from gonghu.domain.divisions.terms import Area, in_force
from gonghu.standards.division_code import LENGTH, Level, pad

_DIGITS = re.compile(rf"[0-9]{{1,{LENGTH}}}")
_UPPER = [Level.PROVINCE, Level.PREFECTURE, Level.COUNTY]
_LETTERS = re.compile(r"[a-z0-9]+")


class NoSuchDivision(LookupError):
    """No division bore the code on that day."""


def division_as_of(*, code: str, on: date) -> Division:
    """
    Give the division that bore a code of any length on a day.

    :raises NoSuchDivision: none did
    :raises NotADivisionCode: the text is no code
    """
    division = Division.objects.filter(in_force(on), code=pad(code)).order_by("pk").first()
    if division is None:
        raise NoSuchDivision(f"{on} 没有代码为 {code} 的行政区划")
    return division


def divisions_as_of(*, codes: Iterable[str], on: date) -> dict[str, Division]:
    """Give the divisions that bore these twelve-digit codes on a day, by code; codes nobody bore are absent."""
    return {division.code: division for division in Division.objects.filter(in_force(on), code__in=set(codes))}


def children_of(*, code: str, on: date) -> QuerySet[Division]:
    """
    Give the divisions right below one, by code; an empty code gives the provinces. Grouping rows are passed over.

    :raises NotADivisionCode: the text is no code
    """
    above = pad(code) if code else ""
    return Division.objects.filter(in_force(on), parent_code=above, grouping=False).order_by("code")


def divisions_within(*, scope: Area, level: Level, on: date) -> QuerySet[Division]:
    """Give all divisions of one level within an area, by code."""
    return Division.objects.filter(in_force(on), scope.filter("code"), level=level, grouping=False).order_by("code")


def ancestors_of(*, code: str, on: date) -> list[Division]:
    """
    Give the divisions above one, nearest first, without rows that only group.

    :raises NotADivisionCode: the text is no code
    """
    above = codes_above(pad(code))
    found = divisions_as_of(codes=above, on=on)
    return [found[step] for step in above if step in found and not found[step].grouping]


def full_names(*, codes: Iterable[str], on: date) -> dict[str, str]:
    """
    Write divisions with everything above them, 天津市津南区双新街道, for a page of a list in one query.

    The codes have twelve digits; unknown ones are absent. A name that repeats the one above is written once.
    """
    asked = set(codes)
    known = divisions_as_of(codes=asked.union(*map(codes_above, asked)), on=on)
    return {code: _full_name(code, known) for code in asked if code in known}


def _full_name(code: str, known: dict[str, Division]) -> str:
    steps = [known[step] for step in [*reversed(codes_above(code)), code] if step in known]
    return "".join(name for name, _ in groupby(step.name for step in steps if not step.grouping))


def divisions_matching(*, text: str, scope: Area, on: date, limit: int = 20) -> list[Division]:
    """
    Search an area by part of a name, the beginning of its pinyin or initials, or of a code; higher levels come first.

    津南, jinnan, jnq and 120112 all find 津南区.
    """
    wanted = normal(text).lower()
    if not wanted or "%" in wanted or "_" in wanted:
        return []
    if _DIGITS.fullmatch(wanted):
        condition = Q(code__startswith=wanted)
    elif _LETTERS.fullmatch(wanted):
        condition = Q(initials__startswith=wanted) | Q(pinyin__startswith=wanted)
    else:
        condition = Q(name__contains=wanted)
    rows = Division.objects.filter(in_force(on), scope.filter("code"), condition, grouping=False)
    # The few upper divisions have an index of their own; towns and villages are looked through only if need be.
    found = list(rows.filter(level__in=_UPPER).order_by("level", "code")[:limit])
    if len(found) < limit:
        found += rows.exclude(level__in=_UPPER).order_by("level", "code")[: limit - len(found)]
    return found


def changes_of(*, code: str) -> QuerySet[DivisionChange]:
    """
    Give the changes that a code took part in, oldest first.

    :raises NotADivisionCode: the text is no code
    """
    named = pad(code)
    links = Q(successions__from_code=named) | Q(successions__to_code=named)
    return DivisionChange.objects.filter(links).distinct().order_by("effective_on", "pk")


def successors_on(*, code: str, on: date, since: date | None = None) -> tuple[str, ...]:
    """
    Give the codes that on a day cover the place that bore ``code`` on the day ``since`` (from the first if not said).

    A code to which nothing happened is its own successor, known or not; one abolished without heirs has none.

    :raises NotADivisionCode: the text is no code
    """
    return codes_after(pad(code), since=since or date.min, on=on)


def predecessors_on(*, code: str, on: date, since: date | None = None) -> tuple[str, ...]:
    """
    Give the codes that on an earlier day covered the place that bears ``code`` on the day ``since`` (to the last if not
    said): 滨海新区 was 塘沽区, 汉沽区 and 大港区 in 2008.

    :raises NotADivisionCode: the text is no code
    """
    return codes_before(pad(code), since=since or date.max, on=on)
