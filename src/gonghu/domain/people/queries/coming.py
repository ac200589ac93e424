"""
Days in children's lives that come by themselves (将到日期): birthdays, school, ends that were written down beforehand.

The end of a sealed circumstance (a release from prison) is told only to whoever may know it; its day too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.ages import birthday
from gonghu.domain.people.models import Carer, Child, Circumstance, HealthRecord, Kinship, Schooling
from gonghu.domain.people.queries.lists import ChildrenWanted, children_in
from gonghu.domain.people.terms import (
    ADULT_AGE,
    CareKind,
    CircumstanceKind,
    DateKind,
    FileState,
    HealthKind,
    SchoolStage,
    SchoolState,
)
from gonghu.foundation.intervals import holding_on
from gonghu.standards.relationship import PARENTS

_WHY: Final = "days that come to children that are seen"
_SIXTEEN: Final = 16
_SCHOOL_AGE: Final = 6
_SEPTEMBER: Final = 9
_UNDER_CARE: Final = frozenset({FileState.ON_FILE, FileState.RECOGNISED})
_NOT_SCHOOL: Final = (SchoolStage.PRESCHOOL, SchoolStage.NONE)
_MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class DateComing:
    """One day that comes to a child (将到日期); ``sealed`` where not everybody may know that it does."""

    child: UUID
    name: str
    division_code: str
    category: str
    kind: DateKind
    on: date
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class DatesWanted:
    """Which days are wanted (将到日期筛选), both ends included; no kinds mean all."""

    from_on: date
    until: date
    kinds: frozenset[DateKind] = frozenset(DateKind)
    area: Area | None = None


def dates_coming(*, scope: Scope, wanted: DatesWanted) -> list[DateComing]:
    """List the days to come of children under care that somebody sees, the first day first."""
    found = children_in(scope=scope, filters=ChildrenWanted(area=wanted.area, states=_UNDER_CARE))
    ways = {
        DateKind.SIXTEEN: _birthdays,
        DateKind.EIGHTEEN: _birthdays,
        DateKind.SCHOOL: _school,
        DateKind.CIRCUMSTANCE: _circumstances,
        DateKind.CERTIFICATE: _certificates,
        DateKind.CARE: _care,
    }
    days = (day for kind, way in ways.items() if kind in wanted.kinds for day in way(found.order_by(), kind, wanted))
    told = {day for day in days if not day.sealed or scope.opens(SealedKind(day.sealed), day.division_code)}
    return sorted(told, key=lambda day: (day.on, day.division_code, day.child, day.kind))


def _birthdays(found: Any, kind: DateKind, wanted: DatesWanted) -> Iterator[DateComing]:
    age = _SIXTEEN if kind == DateKind.SIXTEEN else ADULT_AGE
    # The day in the year of birth may be a 29 February: one day more on either side, and looked at once more.
    first, last = (birthday(day, -age) for day in (wanted.from_on, wanted.until))
    rows = found.filter(
        born_on__gte=date.fromordinal(first.toordinal() - 1), born_on__lte=date.fromordinal(last.toordinal() + 1)
    )
    for child in rows if kind == DateKind.SIXTEEN else rows.exclude(category=""):
        on = birthday(child.born_on, age)
        if wanted.from_on <= on <= wanted.until:
            yield _day(child, kind, on)


def _school(found: Any, kind: DateKind, wanted: DatesWanted) -> Iterator[DateComing]:
    """Give those who are six by the last of August and are not known to be at school on the first of September."""
    for year in range(wanted.from_on.year, wanted.until.year + 1):
        begins = date(year, _SEPTEMBER, 1)
        if not wanted.from_on <= begins <= wanted.until:
            continue
        pupils = Schooling.objects.everywhere(_WHY).filter(
            holding_on(min(begins, wanted.from_on)), person=OuterRef("pk"), state=SchoolState.ENROLLED
        )
        rows = found.filter(
            ~Exists(pupils.exclude(stage__in=_NOT_SCHOOL)),
            born_on__gte=date(year - _SCHOOL_AGE - 1, _SEPTEMBER, 1),
            born_on__lt=date(year - _SCHOOL_AGE, _SEPTEMBER, 1),
        )
        for child in rows:
            yield _day(child, kind, begins)


def _circumstances(found: Any, kind: DateKind, wanted: DatesWanted) -> Iterator[DateComing]:
    """Give the ends of circumstances of children and of their parents; who was adopted away is nobody's parent here."""
    ends = Circumstance.objects.everywhere(_WHY).filter(_ending(wanted), person__sealed_on__isnull=True)
    ends = ends.exclude(kind=CircumstanceKind.NORMAL)
    for part in _parts(ends.values_list("person", "to_on", "sealed_kind")):
        people = {person for person, *_ in part}
        kin = Kinship.objects.everywhere(_WHY).filter(
            holding_on(wanted.from_on), relative__in=people, relation__in=sorted(PARENTS)
        )
        whose: dict[UUID, set[UUID]] = {person: {person} for person in people}
        for child, relative in kin.values_list("person", "relative"):
            whose[relative].add(child)
        files = _files(found, {child for children in whose.values() for child in children})
        for person, on, sealed in part:
            for child in whose[person] & files.keys():
                yield _day(files[child], kind, on, sealed)


def _certificates(found: Any, kind: DateKind, wanted: DatesWanted) -> Iterator[DateComing]:
    held = HealthRecord.objects.everywhere(_WHY).filter(
        holding_on(wanted.from_on), kind=HealthKind.DISABILITY, expires_on__gte=wanted.from_on,
        expires_on__lte=wanted.until,
    )  # fmt: skip
    yield from _of_files(found, kind, held.values_list("person", "expires_on"))


def _care(found: Any, kind: DateKind, wanted: DatesWanted) -> Iterator[DateComing]:
    care = Carer.objects.everywhere(_WHY).filter(_ending(wanted), kind__in=(CareKind.ENTRUSTED, CareKind.FOSTER))
    yield from _of_files(found, kind, care.values_list("child", "to_on"))


def _of_files(found: Any, kind: DateKind, days: Iterable[tuple[UUID, date | None]]) -> Iterator[DateComing]:
    for part in _parts(days):
        files = _files(found, {child for child, _on in part})
        for child, on in part:
            if child in files and on is not None:
                yield _day(files[child], kind, on)


def _files(found: Any, keys: set[UUID]) -> dict[UUID, Child]:
    return {child.pk: child for child in found.filter(pk__in=keys)}


def _parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = list(rows)
    for start in range(0, len(remaining), _MOST):
        yield remaining[start : start + _MOST]


def _ending(wanted: DatesWanted) -> Q:
    return Q(to_on__gte=wanted.from_on, to_on__lte=wanted.until)


def _day(child: Child, kind: DateKind, on: date, sealed: str = "") -> DateComing:
    return DateComing(child.pk, child.name, child.division_code, child.category, kind, on, sealed)
