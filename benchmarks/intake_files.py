"""The files the intake is measured on: one register, clean, dirty, hopeless, in GB18030, and as a workbook."""

import csv
from collections.abc import Callable
from pathlib import Path

import duckdb
import xlsxwriter

from benchmarks.screen import AS_OF, REGISTER, city
from gonghu.engines.synthesis import Dirt, Style, generate_city

LARGEST_WORKBOOK = 200_000


def register(data: Path, rows: int, seed: int, *, dirty: bool) -> Path:
    """Return an invented register of about so many rows and fourteen columns."""
    if dirty:
        return city(data, rows, seed) / REGISTER
    home = data / f"clean-city-{rows}-{seed}"
    if not home.exists():
        day = duckdb.execute(f"SELECT DATE '{AS_OF}'").fetchall()[0][0]
        generate_city(home, persons=rows, seed=seed, as_of=day, dirt=Dirt.CLEAN, style=Style.SAMPLE, file_format="csv")
    return home / REGISTER


def hopeless(source: Path, home: Path) -> Path:
    """Return the register with a name and a number that name nobody in every row, each different from the others."""
    return _rewritten(
        source,
        home / "hopeless" / source.name,
        "utf-8-sig",
        lambda row, number: [row[0], f"人{number:07d}", "无", *row[3:]],
    )


def in_gb18030(source: Path, home: Path) -> Path:
    """Return the register as Excel for Chinese Windows writes it."""
    return _rewritten(source, home / "gb18030" / source.name, "gb18030", lambda row, _: row)


def _rewritten(source: Path, target: Path, encoding: str, changed: Callable[[list[str], int], list[str]]) -> Path:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            source.open(encoding="utf-8-sig", newline="") as read,
            target.open("w", encoding=encoding, newline="") as out,
        ):
            rows = csv.reader(read)
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(next(rows))
            writer.writerows(changed(row, number) for number, row in enumerate(rows))
    return target


def workbook(source: Path, home: Path, rows: int) -> Path:
    """Return the first rows of the register as a workbook."""
    target = home / f"{source.stem}.xlsx"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            source.open(encoding="utf-8-sig", newline="") as read,
            xlsxwriter.Workbook(str(target), {"constant_memory": True, "strings_to_urls": False}) as book,
        ):
            page = book.add_worksheet()
            for number, row in zip(range(rows + 1), csv.reader(read), strict=False):
                for column, cell in enumerate(row):
                    page.write_string(number, column, cell)
    return target
