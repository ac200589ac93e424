"""From what the intake recognised to what is kept of a sheet (识别结果)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from gonghu.domain.rosters.masking import masked_rows
from gonghu.domain.rosters.models import RememberedMapping
from gonghu.domain.rosters.shelf import mapping_entry
from gonghu.domain.rosters.terms import Assurance, SheetFound, SheetState
from gonghu.engines.intake import Profiles, Refusal, SheetSeen
from gonghu.engines.intake.header_match import Found
from gonghu.engines.intake.mapping_file import place_of

_HOW: Final = {
    Found.ALIAS: Assurance.SURE,
    Found.PATTERN: Assurance.LIKELY,
    Found.TITLE: Assurance.LIKELY,
    Found.POSITION: Assurance.UNSURE,
    Found.CONTENT: Assurance.UNSURE,
    Found.OVERRIDE: Assurance.TOLD,
}
_SURE_TO_UNSURE: Final = (Assurance.SURE, Assurance.LIKELY, Assurance.UNSURE)
_MANY_UNREAD: Final = 3


def found_sheet(seen: SheetSeen, *, file: UUID, profiles: Profiles, told: Assurance | None = None) -> SheetFound:
    """Give what is kept of a sheet; ``told`` is how its kind is known where it was not found by itself."""
    profile = profiles.of_kind(seen.kind) if seen.kind else None
    fields = [column.field for column in seen.columns]
    columns = tuple(
        {
            "name": name,
            "header": column.header,
            "field": column.field or "",
            "how": (told if told and column.how == Found.OVERRIDE else _HOW[column.how]).value if column.how else "",
        }
        for name, column in zip(seen.names, seen.columns, strict=True)
    )
    return SheetFound(
        file=file,
        path=seen.path,
        sheet=seen.sheet,
        state=SheetState.READ if seen.kind else SheetState.UNKNOWN if seen.reason else SheetState.SKIPPED,
        kind=seen.kind or "",
        found_kind=seen.kind or "",
        assurance=told or _assurance(seen),
        columns=columns,
        constants=dict(seen.constants),
        header_digest=seen.header_digest,
        sample=masked_rows(seen.sample, fields, profile),
        reason=seen.reason or seen.skip,
    )


def refused_file(refusal: Refusal, *, file: UUID) -> SheetFound:
    """Give what is kept of a file that is not read."""
    return SheetFound(file, refusal.path, refusal.sheet, SheetState.REFUSED, reason=refusal.reason)


def under_first_headers(found: SheetFound, first: SheetSeen | None) -> SheetFound:
    """Keep by what a sheet is remembered: the headers and the kind it was first recognised by."""
    if first is None:
        return found
    return replace(found, header_digest=first.header_digest, found_kind=first.kind or "")


def mapping_of_remembered(
    seen: Iterable[SheetSeen], remembered: Mapping[tuple[str, str], RememberedMapping]
) -> dict[str, Any]:
    """Give what a mapping file says of the sheets whose headers somebody has explained before."""
    told = {}
    for sheet in seen:
        row = remembered.get((sheet.header_digest, sheet.kind or ""))
        if row is not None and sheet.header_digest:
            told[place_of(sheet.path, sheet.sheet)] = mapping_entry(row.kind, row.fields, row.constants)
    return told


def _assurance(seen: SheetSeen) -> Assurance:
    """Tell how sure the kind is: as sure as the least sure column, and less where many columns are unknown."""
    hows = [_HOW[column.how] for column in seen.columns if column.how]
    worst = max(hows, key=lambda how: _SURE_TO_UNSURE.index(how) if how in _SURE_TO_UNSURE else 0, default=None)
    if worst is None or worst == Assurance.UNSURE:
        return Assurance.UNSURE
    return Assurance.LIKELY if seen.unread >= _MANY_UNREAD else worst
