"""
Where a sheet's header is (表头定位): on any of the first rows, on one row or split over two or three.

Titles stand above it, merged cells hold the first half of a split header.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gonghu.engines.intake.cell_shapes import ColumnShape, is_number_of_person, shape_of
from gonghu.engines.intake.header_words import fold, fold_header
from gonghu.engines.intake.profiles import Profile, Profiles
from gonghu.engines.intake.recognition import Claim, Surroundings, claim

LAST_HEADER_ROW = 30
_LONGEST_HEADER = 40
_DEEPEST_HEADER = 3
_SAMPLE = 200
_LATE_ROW = 0.01
_SPLIT_ROW = 0.15
_TITLE_CELLS = 2
_LEAST_WORTH = 0.5

_PERSON_WORDS = re.compile("姓名|证件|身份|证号|名字")

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Layout:
    """A sheet understood: the claim that won, the header's rows (counted from 0; equal when there is none)."""

    claim: Claim
    header_start: int
    header_end: int
    headers: tuple[str, ...]


def understand(rows: Rows, profiles: Profiles, sheet: str, file: str) -> Layout | None:
    """Return the best reading of a sheet from its first rows; None when it is no roster."""
    best: tuple[float, Layout] | None = None
    shapes_below: dict[int, list[ColumnShape]] = {}
    for start, end in _header_places(rows, profiles):
        if end not in shapes_below:
            shapes_below[end] = _shapes(rows[end : end + _SAMPLE], _width(rows), profiles)
        wordings, around = wordings_of(rows[start:end], _width(rows)), _around(rows[:start], sheet, file)
        for profile in profiles:
            found = claim(profile, wordings, shapes_below[end], around)
            worth = found.worth - _LATE_ROW * start - _SPLIT_ROW * max(end - start - 1, 0)
            if found.names_somebody and worth >= _LEAST_WORTH and (best is None or worth > best[0]):
                best = (worth, Layout(found, start, end, tuple(wording[0] for wording in wordings)))
        if best and best[1].claim.leaves_nothing_open:
            break
    return best[1] if best else None


def understand_as(
    rows: Rows, profile: Profile, profiles: Profiles, around: tuple[str, str], header: tuple[int, int] | None
) -> Layout | None:
    """Return the best reading of a sheet as the kind a person has named, its header where the person says it is."""
    readings = []
    for start, end in [header] if header else _header_places(rows, profiles):
        wordings = wordings_of(rows[start:end], _width(rows))
        shapes = _shapes(rows[end : end + _SAMPLE], _width(rows), profiles)
        found = claim(profile, wordings, shapes, _around(rows[:start], *around))
        headers = tuple(wording[0] for wording in wordings)
        readings.append((found.worth - _LATE_ROW * start, -start, Layout(found, start, end, headers)))
    return max(readings, key=lambda reading: reading[:2])[2] if readings else None


def _around(rows_above: Rows, sheet: str, file: str) -> Surroundings:
    """A title stands alone in its row; a row of many cells is no title."""
    titles = [cell for row in rows_above if sum(map(bool, map(fold, row))) <= _TITLE_CELLS for cell in row]
    return Surroundings("".join(titles), sheet, file)


def wordings_of(header_rows: Rows, width: int) -> Sequence[tuple[str, ...]]:
    """Return, for each column, the possible wordings of its header, the fullest first."""
    if not header_rows:
        return [("",)] * width
    filled = [_filled_right(row, header_rows[-1], width) for row in header_rows[:-1]]
    filled.append([*header_rows[-1], *[""] * (width - len(header_rows[-1]))])
    wordings = []
    for column in range(width):
        parts = [row[column] for row in filled if fold(row[column])]
        different = list(dict.fromkeys(parts))
        full = "".join(different)
        wordings.append((full, different[-1]) if len(different) > 1 else (full,))
    return wordings


def _filled_right(row: Sequence[str], below: Sequence[str], width: int) -> list[str]:
    """Spread the upper half of a split header over the columns it stands above."""
    filled: list[str] = []
    current = ""
    for column in range(width):
        cell = row[column] if column < len(row) else ""
        under = below[column] if column < len(below) else ""
        current = cell if fold(cell) else (current if fold(under) else "")
        filled.append(current)
    return filled


def _header_places(rows: Rows, profiles: Profiles) -> Iterator[tuple[int, int]]:
    """Offer the rows that may be the header, and last of all that there is none."""
    promising = [index for index, row in enumerate(rows[:LAST_HEADER_ROW]) if _may_be_header(row, profiles)]
    first_record = next((i for i, row in enumerate(rows) if any(is_number_of_person(fold(c)) for c in row)), None)
    for index in promising:
        if first_record is not None and index > first_record:
            break
        yield index, index + 1
        for depth in range(2, _DEEPEST_HEADER + 1):
            start = index - depth + 1
            if start >= 0 and all(_looks_like_words(row) for row in rows[start:index]):
                yield start, index + 1
        if index + 1 < len(rows) and index + 1 not in promising and _looks_like_words(rows[index + 1]):
            yield index, index + 2
    if first_record is not None:
        yield first_record, first_record


def _looks_like_words(row: Sequence[str]) -> bool:
    cells = [fold(cell) for cell in row if fold(cell)]
    return bool(cells) and all(len(cell) <= _LONGEST_HEADER and not cell[0].isdigit() for cell in cells)


def _may_be_header(row: Sequence[str], profiles: Profiles) -> bool:
    words = [fold_header(cell)[0] for cell in row if len(cell) <= _LONGEST_HEADER]
    return any(word in profiles.header_words or _PERSON_WORDS.search(word) for word in words if word)


def _shapes(rows: Rows, width: int, profiles: Profiles) -> list[ColumnShape]:
    return [shape_of((row[column] for row in rows if column < len(row)), profiles.surnames) for column in range(width)]


def _width(rows: Rows) -> int:
    return max((len(row) for row in rows), default=0)
