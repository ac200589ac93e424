"""
changes.xlsx: what has happened to children since the last screening (两次比对之间的变化), event by event.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from gonghu.engines.reporting.places import places_of
from gonghu.engines.reporting.run_record import RunRecord
from gonghu.engines.reporting.sheets import Cell, SheetColumn, add_sheet, workbook_at, write_list

NAME = "changes.xlsx"
TOWN = 9

COLUMNS = (
    SheetColumn("序号", 6, "number"),
    SheetColumn("变化", 26),
    SheetColumn("镇街", 14, "centred"),
    SheetColumn("村（居）", 18, "centred"),
    SheetColumn("姓名", 10, "centred"),
    SheetColumn("身份证号", 21, "centred"),
    SheetColumn("年龄", 6, "number"),
    SheetColumn("原类别", 18, "centred"),
    SheetColumn("现类别", 18, "centred"),
    SheetColumn("日期", 12, "centred"),
    SheetColumn("处理结果", 20, "answer"),
    SheetColumn("经办人", 10, "answer"),
)


def write_changes(connection: duckdb.DuckDBPyConnection, record: RunRecord, since: date, out: Path) -> int:
    """Write ``out``/changes.xlsx from the table ``change`` and return how many changes there are."""
    ((number,),) = connection.execute("SELECT count(*) FROM change").fetchall()
    with workbook_at(out / NAME, "困境儿童动态变化表", record.as_of) as (workbook, styles):
        sheet = add_sheet(workbook, "变化")
        title = f"困境儿童动态变化表（{number}项）"
        note = f"{since:%Y年%m月%d日}至{record.as_of:%Y年%m月%d日}，两次比对之间发生的变化，请逐项核实处理。"
        write_list(sheet, styles, title, note, COLUMNS, _rows(connection, record), frozen=1)
    return int(number)


def _rows(connection: duckdb.DuckDBPyConnection, record: RunRecord) -> Iterator[tuple[Cell, ...]]:
    places = places_of(connection, record)
    found = connection.execute(
        """SELECT c.name, coalesce(p.division_code, ''), p.name, p.id_number, d.age,
       c.before_value, c.after_value, c.due_on
FROM change AS c
LEFT JOIN person AS p ON p.person = c.person
LEFT JOIN decision AS d ON d.person = c.person
ORDER BY c.event, 2, p.id_number"""
    ).fetchall()
    for turn, (event, code, name, number, age, before, after, due_on) in enumerate(found, start=1):
        day = due_on.isoformat() if due_on else None
        yield turn, event, places.town(code[:TOWN]), places.village(code), name, number, age, before, after, day, "", ""
