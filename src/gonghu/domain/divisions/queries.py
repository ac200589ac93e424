"""
Reading of divisions (区划的查询).

Divisions are public knowledge, so these take no scope, but for searching, where it is the area to search.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import groupby
from operator import or_

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from gonghu.domain.divisions.models import Division, DivisionChange
from gonghu.domain.divisions.national_list import SOURCE, codes_above
from gonghu.domain.divisions.spelling import normal
from gonghu.domain.divisions.successions import codes_after, codes_before, former_codes
from gonghu.domain.divisions.terms import Area, in_force
from gonghu.foundation.plain_rows import plain_rows
from gonghu.standards.division_code import LENGTH, Level, pad

_DIGITS = re.compile(rf"[0-9]{{1,{LENGTH}}}")
_LETTERS = re.compile(r"[a-z0-9]+")
_FEW = 2_000
_AT_ONCE = 500
_AFTER_ALL_SIGNS = "\U0010ffff"
_NAMES = (
    f"SELECT code, name, grouping FROM {Division._meta.db_table} WHERE (valid_from IS NULL OR valid_from <= %%s)"
    " AND (valid_to IS NULL OR valid_to >= %%s) AND code IN (%s)"
)
"""Every page asks it."""


class NoSuchDivision(LookupError):
    """No division bore the code on that day."""


@dataclass(frozen=True, slots=True)
class Became:
    """What one code became by a change (由此变为), with full names; empty where nobody went before or comes after."""

    from_code: str
    from_name: str
    to_code: str
    to_name: str


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


def last_division_of(*, code: str) -> Division:
    """
    Give what bore a code of any length last, whether it still does or not.

    :raises NoSuchDivision: nothing ever did
    :raises NotADivisionCode: the text is no code
    """
    rows = Division.objects.filter(code=pad(code)).order_by(F("valid_to").desc(nulls_first=True))
    division = rows.first()
    if division is None:
        raise NoSuchDivision(f"从来没有代码为 {code} 的行政区划")
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
    above = {code: codes_above(code) for code in set(codes)}
    wanted = sorted(set(above).union(*above.values()))
    asked = _NAMES % ", ".join(["%s"] * len(wanted))
    rows = plain_rows(asked, [on, on, *wanted]) if wanted else []
    # Of a row that only groups, the name is not written.
    known = {code: "" if grouping else name for code, name, grouping in rows}
    return {code: _full_name([*reversed(steps), code], known) for code, steps in above.items() if code in known}


def _full_name(steps: Iterable[str], known: Mapping[str, str]) -> str:
    named = filter(None, map(known.get, steps))
    return "".join(name for name, _ in groupby(named))


def divisions_matching(*, text: str, scope: Area, on: date, limit: int = 20) -> list[Division]:
    """
    Search an area by part of a name, the beginning of its pinyin or initials, or of a code; higher levels come first.

    津南, jinnan, jnq and 120112 all find 津南区. Names that begin with the text come before those that only hold it.
    """
    wanted = normal(text).lower()
    if not wanted or "%" in wanted or "_" in wanted:
        return []
    rows = Division.objects.filter(in_force(on), grouping=False)
    if scope.prefix:
        rows = rows.filter(scope.filter("code"))
    if _DIGITS.fullmatch(wanted):
        return _level_by_level(rows.filter(_codes_from(wanted)), limit)
    if _LETTERS.fullmatch(wanted):
        return _in_order(rows, _spelt_from(wanted), scope, limit)
    found = _in_order(rows, [Q(name__gte=wanted, name__lt=wanted + _AFTER_ALL_SIGNS)], scope, limit)
    if len(found) == limit:
        return found
    # Looking into every name takes longer than all else here.
    holding = _in_order(rows, [Q(GreaterThan(StrIndex("name", Value(wanted)), 0))], scope, limit)
    return (found + [row for row in holding if not row.name.startswith(wanted)])[:limit]


def _in_order(rows: QuerySet[Division], conditions: Sequence[Q], scope: Area, limit: int) -> list[Division]:
    """Give the first rows that meet one of some conditions, by level and code."""
    keys = _few_keys(conditions, scope)
    if keys is None:
        return _level_by_level(rows.filter(reduce(or_, conditions)), limit)
    found: list[Division] = []
    for start in range(0, len(keys), _AT_ONCE):
        found += rows.filter(pk__in=keys[start : start + _AT_ONCE])
    return sorted(found, key=lambda row: (row.level, row.code))[:limit]


def _codes_from(digits: str) -> Q:
    after = str(int(digits) + 1).rjust(len(digits), "0")
    low, high = digits.ljust(LENGTH, "0"), after.ljust(LENGTH, "0")
    # After a run of nines comes nothing.
    return Q(code__gte=low, code__lt=high) if len(after) == len(digits) else Q(code__gte=low)


def _spelt_from(letters: str) -> list[Q]:
    """Give the conditions as ranges, which every database looks up in an index; no letter comes after "z{"."""
    return [Q(**{f"{column}__gte": letters, f"{column}__lt": f"{letters}{{"}) for column in ("initials", "pinyin")]


def _few_keys(conditions: Sequence[Q], scope: Area) -> list[int] | None:
    """
    List the keys of what meets a condition, looking at the index of the column alone; None if there are many.

    What is rare is found quickest so, what is common by going through the levels until enough is found.
    """
    keys: set[int] = set()
    rows = Division.objects.filter(scope.filter("code")) if scope.prefix else Division.objects.all()
    for condition in conditions:
        keys.update(rows.filter(condition).order_by().values_list("pk", flat=True)[: _FEW + 1])
        if len(keys) > _FEW:
            return None
    return sorted(keys)


def _level_by_level(rows: QuerySet[Division], limit: int) -> list[Division]:
    """Take rows in order of level and code, each level by its own index, until there are enough."""
    found: list[Division] = []
    for level in Level:
        found += rows.filter(level=level).order_by("code")[: limit - len(found)]
        if len(found) >= limit:
            break
    return found


def changes_of(*, code: str) -> QuerySet[DivisionChange]:
    """
    Give the changes that a code took part in, oldest first.

    :raises NotADivisionCode: the text is no code
    """
    named = pad(code)
    links = Q(successions__from_code=named) | Q(successions__to_code=named)
    return DivisionChange.objects.filter(links).distinct().order_by("effective_on", "pk")


def waiting_changes(*, on: date) -> QuerySet[DivisionChange]:
    """Give the changes that took effect by a day and that what stands there has not followed yet, oldest first."""
    return DivisionChange.objects.filter(is_waiting=True, effective_on__lte=on).order_by("effective_on", "pk")


def recorded_changes(*, scope: Area) -> QuerySet[DivisionChange]:
    """Give the changes of an area that were entered here, the latest first; none of the national lists."""
    links = scope.filter("successions__from_code") | scope.filter("successions__to_code")
    found = DivisionChange.objects.exclude(document=SOURCE)
    return (found.filter(links) if scope.prefix else found).distinct().order_by("-effective_on", "-pk")


def places_of_change(*, change: DivisionChange) -> frozenset[str]:
    """Give every code that a change led from or to."""
    pairs = change.successions.values_list("from_code", "to_code")
    return frozenset(code for pair in pairs for code in pair if code)


def became(*, change: DivisionChange) -> tuple[Became, ...]:
    """Tell what each place of a change was called the day before, and what it is called on the day."""
    pairs = list(change.successions.order_by("from_code", "to_code").values_list("from_code", "to_code"))
    before = full_names(codes={old for old, _ in pairs if old}, on=change.effective_on - timedelta(days=1))
    after = full_names(codes={new for _, new in pairs if new}, on=change.effective_on)
    return tuple(Became(old, before.get(old, old), new, after.get(new, new)) for old, new in pairs)


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


def former_counties(*, area: Area, on: date) -> tuple[str, ...]:
    """
    Give the codes of counties that are no more on a day and whose place, or the first part of it, lies in an area.

    Children, posts and open work have followed; what lies there still are the books: closed, and of the heir to see.
    """
    return former_codes(area, on=on)


def former_names(*, codes: Iterable[str]) -> dict[str, str]:
    """Name divisions that are no more as they were called last, 原塘沽区; codes that nobody ever bore are absent."""
    rows = Division.objects.filter(code__in=list(codes), valid_to__isnull=False).order_by("valid_to")
    return {code: f"原{name}" for code, name in rows.values_list("code", "name")}


def names_borne(*, code: str) -> frozenset[str]:
    """Give every name that a code of twelve digits bears or bore; none of a code that nobody ever bore."""
    return frozenset(Division.objects.filter(code=code).values_list("name", flat=True))
