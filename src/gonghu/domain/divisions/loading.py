"""Loading of the national lists into the database (区划装载)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gonghu.domain.divisions.models import Division, DivisionChange, DivisionSuccession
from gonghu.domain.divisions.national_list import SOURCE, DivisionRow, PastChange, national_rows, past_changes
from gonghu.domain.divisions.terms import Area, ChangeKind
from gonghu.foundation.bulk_rows import insert_rows
from gonghu.standards.division_code import PROVINCES

Report = Callable[[int, int], None]
"""Told provinces done and provinces in all."""


@dataclass(frozen=True, slots=True)
class LoadedDivisions:
    """How many rows and changes were new (装载结果)."""

    divisions: int
    changes: int


def load_area(area: Area, report: Report | None) -> LoadedDivisions:
    """Insert what is missing, one province after the other."""
    areas = [area] if area.prefix else [Area(province) for province in PROVINCES]
    divisions = changes = 0
    for number, part in enumerate(areas, start=1):
        known = set(Division.objects.values_list("code", flat=True).filter(_province(part).filter("code")))
        divisions += insert_rows(Division, DivisionRow._fields, national_rows(part, known))
        changes += _load_changes(part)
        if report:
            report(number, len(areas))
    return LoadedDivisions(divisions, changes)


def _province(area: Area) -> Area:
    """Return the province of an area: what stands above it is loaded too."""
    return Area(area.prefix[:2])


def _load_changes(area: Area) -> int:
    links = DivisionSuccession.objects.filter(area.filter("from_code"))
    known: set[tuple[date, str]] = set(links.values_list("effective_on", "from_code"))
    missing = [change for change in past_changes(area) if (change.effective_on, change.from_codes[0]) not in known]
    saved = DivisionChange.objects.bulk_create(
        DivisionChange(kind=_kind(change), effective_on=change.effective_on, document=SOURCE) for change in missing
    )
    DivisionSuccession.objects.bulk_create(
        DivisionSuccession(change=row, from_code=old, to_code=new, effective_on=change.effective_on)
        for row, change in zip(saved, missing, strict=True)
        for old in change.from_codes
        for new in change.to_codes
    )
    return len(missing)


def _kind(change: PastChange) -> ChangeKind:
    """Tell what happened from who became whom; the tables do not say it."""
    if change.from_codes == change.to_codes:
        return ChangeKind.RENAMED
    if len(change.from_codes) > len(change.to_codes):
        return ChangeKind.MERGED
    return ChangeKind.MOVED if len(change.from_codes) == len(change.to_codes) else ChangeKind.SPLIT
