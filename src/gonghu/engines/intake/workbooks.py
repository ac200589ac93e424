"""
Workbooks (工作簿, .xlsx .xlsb .xls .ods) unrolled into text tables, one per sheet.

python-calamine reads values, never formulas, and gives every number as a float: an 18-digit number stored as a number
has lost its last digits already (it arrives as 1.2e17 and is cleaned as damaged).
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook

from gonghu.engines.intake.text_files import HEAD_ROWS, TextTable

Merged = tuple[tuple[int, int], tuple[int, int]]


def sheets_of(path: Path, workshop: Path) -> Iterator[tuple[str, TextTable]]:
    """Yield each sheet's name and its cells as a text file in ``workshop``; empty sheets have no rows."""
    workbook = CalamineWorkbook.from_path(path)
    for number, name in enumerate(workbook.sheet_names):
        sheet = workbook.get_sheet_by_name(name)
        yield name, _unrolled(sheet, workshop / f"sheet{number}.csv")


def _unrolled(sheet: CalamineSheet, target: Path) -> TextTable:
    head: list[tuple[str, ...]] = []
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        rows = _rows(sheet)
        for row in rows:
            head.append(tuple(str(cell) for cell in row))
            writer.writerow(row)
            if len(head) == HEAD_ROWS:
                break
        writer.writerows(rows)
    width = max((len(row) for row in head), default=1)
    return TextTable(target, "", ",", True, width, tuple(head), rectangular=True)


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[object]]:
    merged = [area for area in sheet.merged_cell_ranges or [] if area[1][0] > area[0][0]]
    rows: Iterable[Sequence[object]] = sheet.to_python(skip_empty_area=False)
    return _filled_down(rows, merged) if merged else iter(rows)


def _filled_down(rows: Iterable[Sequence[object]], merged: Sequence[Merged]) -> Iterator[Sequence[object]]:
    """Repeat the value of a cell merged over several rows in each of them."""
    starts: dict[int, list[Merged]] = {}
    for area in merged:
        starts.setdefault(area[0][0], []).append(area)
    running: list[tuple[Merged, object]] = []
    for number, row in enumerate(rows):
        cells = list(row)
        running = [(area, value) for area, value in running if area[1][0] >= number]
        for area, value in running:
            cells[area[0][1]] = value
        for area in starts.get(number, []):
            running.append((area, cells[area[0][1]] if area[0][1] < len(cells) else ""))
        yield cells
