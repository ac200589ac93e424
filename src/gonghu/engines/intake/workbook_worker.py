"""
The worker that unrolls workbooks (工作簿拆解), run as a program of its own with limits on memory and time.

A parser may be brought to its knees by a crafted file: two cells far apart make a table of seventeen thousand million.
Here it takes only this worker down. One line of JSON in (a path and a folder), one line out (the sheets or an error).
Knows nothing of the rest of the package, so that it starts quickly.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

MEMORY = 3 << 30
Merged = tuple[tuple[int, int], tuple[int, int]]


def main() -> None:
    """Answer requests until the other side closes the pipe."""
    _limit_memory()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer: dict[str, Any] = {
                "sheets": _unrolled(Path(request["path"]), Path(request["folder"]), request["most_cells"])
            }
        except PasswordError:
            answer = {"error": "password"}
        except MemoryError:
            answer = {"error": "memory"}
        # A panic inside the parser arrives as a BaseException of its own.
        except BaseException as error:
            too_many = "cell limit" in str(error).lower()
            answer = {"error": "memory" if too_many else f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(answer), flush=True)


def _limit_memory() -> None:
    """Windows has no such limits; there the time limit of the caller must do."""
    with suppress(ImportError, ValueError, OSError):
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _unrolled(path: Path, folder: Path, most_cells: int) -> list[dict[str, Any]]:
    workbook = CalamineWorkbook.from_path(path)
    return [
        {"name": name, **_write(workbook.get_sheet_by_name(name), folder / f"sheet{number}.csv", most_cells)}
        for number, name in enumerate(workbook.sheet_names)
    ]


def _write(sheet: CalamineSheet, target: Path, most_cells: int) -> dict[str, Any]:
    """
    Write every cell of a sheet from A1 to the furthest one filled.

    :raises MemoryError: there are more than ``most_cells``; only of .xlsx is that known before the parser sees it
    """
    rows, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end is not None else (0, 0)
    if rows * width > most_cells:
        raise MemoryError
    with target.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(_rows(sheet))
    return {"path": str(target), "rows": rows, "width": width}


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[Any]]:
    """Yield every row from the first on; values merged over several rows stand in each of them."""
    # iter_rows makes one row of objects at a time and leaves out empty columns at the left.
    rows: Iterable[Sequence[Any]] = sheet.iter_rows()
    if sheet.start is not None and sheet.start[1] > 0:
        blank = [""] * sheet.start[1]
        rows = ([*blank, *row] for row in rows)
    merged = [area for area in sheet.merged_cell_ranges or [] if area[1][0] > area[0][0]]
    return _filled_down(rows, merged) if merged else iter(rows)


def _filled_down(rows: Iterable[Sequence[Any]], merged: Sequence[Merged]) -> Iterator[Sequence[Any]]:
    """Repeat the value of a cell merged over several rows in each of them."""
    starts: dict[int, list[Merged]] = {}
    for area in merged:
        starts.setdefault(area[0][0], []).append(area)
    running: list[tuple[Merged, Any]] = []
    for number, row in enumerate(rows):
        cells = list(row)
        running = [(area, value) for area, value in running if area[1][0] >= number]
        for area, value in running:
            cells[area[0][1]] = value
        running += [(area, cells[area[0][1]]) for area in starts.get(number, []) if area[0][1] < len(cells)]
        yield cells


if __name__ == "__main__":
    main()
