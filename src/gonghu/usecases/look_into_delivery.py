"""
Looking into an opened delivery (查看名册): what its sheets are, and what reading them would bring.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from gonghu.domain.rosters.models import RememberedMapping, SheetRead
from gonghu.domain.rosters.recognised import found_sheet, mapping_of_remembered, refused_file, under_first_headers
from gonghu.domain.rosters.shelf import DeliveryOpened, keep_returned, write_mapping_file
from gonghu.domain.rosters.terms import Assurance, SheetCounts, SheetFound
from gonghu.engines.intake import Delivery as RostersRead
from gonghu.engines.intake import (
    Profiles,
    Refusal,
    SheetSeen,
    load_profiles,
    read_rosters,
    recognise_rosters,
    write_quarantine,
)
from gonghu.engines.intake.mapping_file import place_of
from gonghu.foundation.jobs.progress import Progress
from gonghu.usecases.policy_finds_people import Order, connected
from gonghu.usecases.reading_on import reading_on

_UP_TO: Final = 0.9


@dataclass(frozen=True)
class Look:
    """Looks into the files of one delivery (查看); ``files`` are their keys by name."""

    delivery: UUID
    opened: DeliveryOpened
    files: Mapping[str, UUID]
    progress: Progress

    @cached_property
    def profiles(self) -> Profiles:
        """Every kind of roster."""
        return load_profiles()

    def at_all(self, remembered: Mapping[tuple[str, str], RememberedMapping]) -> list[SheetFound]:
        """Recognise every sheet, once more where somebody has explained such headers before."""
        first = self._recognised(None)
        seen = {place_of(each.path, each.sheet): each for each in first if isinstance(each, SheetSeen)}
        told = mapping_of_remembered(seen.values(), remembered)
        if not told:
            return [self._found(each) for each in first]
        mapping = write_mapping_file(told, self.opened.out / "remembered.yaml")
        return [
            under_first_headers(
                self._found(each, Assurance.REMEMBERED if place_of(each.path, each.sheet) in told else None),
                seen.get(place_of(each.path, each.sheet)),
            )
            for each in self._recognised(mapping)
        ]

    def at_some(self, sheets: Iterable[SheetRead]) -> dict[UUID, SheetFound]:
        """Recognise sheets whose kind somebody has said."""
        wanted = {(sheet.path, sheet.sheet): sheet.uuid for sheet in sheets}
        return {
            wanted[each.path, each.sheet]: self._found(each, Assurance.TOLD)
            for each in self._recognised(self.opened.mapping)
            if (each.path, each.sheet) in wanted
        }

    def through(self, sheets: Sequence[SheetRead], on: date) -> dict[UUID, SheetCounts]:
        """Read every row not read before, count, and keep the rows that go back; nothing else stays open."""
        order = Order(self.opened.folder, on, self.opened.out, mapping=self.opened.mapping, filing=self.opened.filing)
        order.work.mkdir(parents=True, exist_ok=True)
        cache = order.work / "rosters"
        reading = reading_on(
            delivery=self.delivery, folder=cache, sheets=len(sheets), shares=(0.0, _UP_TO), progress=self.progress
        )
        with connected(order) as connection:
            with reading as watcher:
                read = read_rosters(
                    order.delivery,
                    connection=connection,
                    profiles=self.profiles,
                    mapping=order.mapping,
                    cache=cache,
                    filing=order.filing,
                    progress=watcher,
                )
                watcher.keep()
            self.progress.tell("写出退回的行", _UP_TO)
            books = write_quarantine(read, connection, self.opened.out / "returned")
            warned = dict(connection.execute(_WARNED).fetchall())
        return _counts(sheets, read, books, warned)

    def _recognised(self, mapping: Path | None) -> list[SheetSeen | Refusal]:
        found: list[SheetSeen | Refusal] = []
        for each in recognise_rosters(
            self.opened.folder, profiles=self.profiles, mapping=mapping, filing=self.opened.filing
        ):
            found.append(each)
            self.progress.tell(f"已识别 {len(found)} 张表", min(_UP_TO, len(found) / (len(found) + len(self.files))))
        return found

    def _found(self, each: SheetSeen | Refusal, told: Assurance | None = None) -> SheetFound:
        file = self.files[each.path.partition("/")[0]]
        if isinstance(each, Refusal):
            return refused_file(each, file=file)
        return found_sheet(each, file=file, profiles=self.profiles, told=told)


_WARNED: Final = "SELECT file_no, count(DISTINCT row_no) FROM intake_warning GROUP BY file_no"


def _counts(
    sheets: Iterable[SheetRead], read: RostersRead, books: Mapping[int, Path], warned: Mapping[int, Any]
) -> dict[UUID, SheetCounts]:
    found = {(sheet.path, sheet.sheet): sheet for sheet in read.sheets}
    refused = {(refusal.path, refusal.sheet): refusal.reason for refusal in (*read.unrecognised, *read.refused)}
    counted = {}
    for sheet in sheets:
        loaded = found.get((sheet.path, sheet.sheet))
        if loaded is None:
            reason = refused.get((sheet.path, sheet.sheet)) or refused.get((sheet.path, "")) or "没有读到这张表"
            counted[sheet.uuid] = SheetCounts(0, 0, 0, 0, reason=reason)
            continue
        rows = loaded.counts
        warnings = int(warned.get(loaded.file_no, 0))
        counted[sheet.uuid] = SheetCounts(rows.total, rows.accepted, rows.quarantined, rows.blank, warnings)
        if loaded.file_no in books:
            keep_returned(sheet, books[loaded.file_no])
    return counted
