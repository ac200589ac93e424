"""
Rebuild ``working_days.csv`` of ``gonghu.standards`` from the holidays package on PyPI (MIT).

Run from the root of the repository, each November when the State Council has announced the next year::

    uv run --no-project --with holidays python scripts/build_working_days.py

Only years with announced make-up days (调休) are written, and of them only the days that differ from
"Monday to Friday works".
"""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "src/gonghu/standards/tables/working_days.csv"
FIRST_ANNOUNCED = 2001
SATURDAY = 5


def year_rows(year: int) -> list[str]:
    """List a year's days off on weekdays and its working days on weekends; empty if not yet announced."""
    calendar = importlib.import_module("holidays").country_holidays("CN", years=year, language="zh_CN")
    make_up = {day for day in calendar.weekend_workdays if day.year == year}
    if not make_up:
        return []
    rows = []
    day = date(year, 1, 1)
    while day.year == year:
        if day in make_up:
            rows.append(f"{day},WORK,调休")
        elif day.weekday() < SATURDAY and day in calendar:
            rows.append(f"{day},OFF,{calendar[day].split('; ')[0].split('（')[0]}")
        day += timedelta(days=1)
    return rows


def main() -> None:
    rows: list[str] = []
    year = FIRST_ANNOUNCED
    while announced := year_rows(year):
        rows += announced
        year += 1
    version = metadata.version("holidays")
    heading = [
        "# Days that differ from Monday to Friday, after the yearly notice 国务院办公厅关于节假日安排的通知.",
        f"# From holidays {version} (MIT), {FIRST_ANNOUNCED} to {year - 1}. Rebuilt by scripts/build_working_days.py.",
        "day,kind,name",
    ]
    TABLE.write_text("\n".join([*heading, *rows]) + "\n", encoding="utf-8")
    print(f"{len(rows)} days up to {year - 1}")


if __name__ == "__main__":
    main()
