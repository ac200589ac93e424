"""Loading one recognised sheet (装载): cells read in Python, the cleaning statement, returned rows, warnings, counts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import duckdb

from gonghu.engines.intake.cleaned_rows import READING, Placed, SheetRows, is_total_line, selection, settled
from gonghu.engines.intake.cleaning import amounts, dates, names
from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.delivery import Counts
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.profiles import Field, FieldType
from gonghu.engines.intake.raw_table import RAW
from gonghu.engines.intake.roster_tables import create_roster, table_of

MOST_READINGS: Final = 300_000
"""Different cells of one column that are read in Python; a column with more is not what it was taken for."""

_BLANK: Final = r"[\s\x{3000}\x{200b}\x{feff}]*"
_UNREADABLE: Final = {
    FieldType.DATE: "日期无法识别,请按 2026-01-31 的样式填写",
    FieldType.YEAR: "年度无法识别,请填四位年份",
    FieldType.MONEY: "金额无法识别,请只填数字(元)",
    FieldType.INTEGER: "应当是整数",
    FieldType.DIVISION: "行政区划代码无法识别,应当是 6、9 或 12 位数字",
}


def load(connection: duckdb.DuckDBPyConnection, rows: SheetRows) -> Counts:
    """Clean the raw table into the table of its kind and account for every row."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {READING} (field VARCHAR, cell VARCHAR, value VARCHAR)"
    ).fetchall()
    rows = replace(rows, placed=tuple(_with_readings(connection, item, rows.first_rowid) for item in rows.placed))
    create_roster(connection, rows.profile)
    connection.execute(f"INSERT INTO {table_of(rows.profile.kind)} {selection(rows)}").fetchall()
    _return_rows(connection, rows)
    _warn(connection, rows)
    return _counts(connection, rows)


def _with_readings(connection: duckdb.DuckDBPyConnection, item: Placed, first_rowid: int) -> Placed:
    """Read in Python what SQL leaves open; say whether anything was read."""
    reader = _reader(item.field)
    expression = settled(item)
    if reader is None or expression is None:
        return item
    left = connection.execute(
        f"SELECT DISTINCT {item.cell} FROM {RAW} AS raw WHERE raw.rowid >= {first_rowid} AND {item.cell} IS NOT NULL "
        f"AND ({expression}) IS NULL LIMIT {MOST_READINGS}"
    ).fetchall()
    readings = [(cell, value) for (cell,) in left if (value := reader(cell)) is not None]
    if readings:
        connection.execute(
            f"INSERT INTO {READING} SELECT ?, unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [item.field.name, [cell for cell, _ in readings], [value for _, value in readings]],
        ).fetchall()
    return replace(item, read=bool(readings))


def _reader(field: Field) -> Callable[[str], str | None] | None:
    match field.type:
        case FieldType.NAME:
            return names.read
        case FieldType.DATE:
            return dates.read
        case FieldType.MONEY:
            return amounts.read_fen
        case FieldType.CODE:
            return lambda cell: field.codes.code_of(fold(cell))
        case _:
            return None


def _return_rows(connection: duckdb.DuckDBPyConnection, rows: SheetRows) -> None:
    """Put the rows that name nobody into the quarantine, each with its reason; blank and total lines are not returned."""
    total = is_total_line(rows)
    cells = [item.cell for item in rows.placed]
    names_of = [item for item in rows.placed if item.field.name in rows.profile.subjects]
    shown = " || ".join(
        f"CASE WHEN {_filled(item.cell)} THEN {literal(item.field.title + '“')} || left({item.cell}, 30) || '” ' ELSE '' END"
        for item in names_of
    )
    empty = f"NOT ({' OR '.join(_filled(item.cell) for item in names_of)})"
    titles = "、".join(item.field.title for item in names_of)
    connection.execute(
        f"INSERT INTO intake_quarantine SELECT {rows.file_no}, raw.rowid + 1, CASE WHEN {empty} "
        f"THEN {literal(f'没有填写{titles},不知道是谁')} ELSE {literal('认不出是谁:')} || {shown} END "
        f"FROM {RAW} AS raw ANTI JOIN (SELECT row_no FROM {table_of(rows.profile.kind)} WHERE file_no = {rows.file_no}) AS kept "
        f"ON kept.row_no = raw.rowid + 1 "
        f"WHERE raw.rowid >= {rows.first_rowid} AND NOT {total} AND ({' OR '.join(map(_filled, cells))})"
    ).fetchall()


def _filled(cell: str) -> str:
    return f"(NOT coalesce(regexp_full_match({cell}, {literal(_BLANK)}), true))"


def _warn(connection: duckdb.DuckDBPyConnection, rows: SheetRows) -> None:
    """Note the cells of accepted rows that could not be used, with their raw text."""
    table = table_of(rows.profile.kind)
    for item in rows.placed:
        if item.field.type == FieldType.CODE:
            reason = f"{item.field.title}的写法不认识,可在名单画像里补充"
        elif item.field.type in _UNREADABLE:
            reason = _UNREADABLE[item.field.type]
        else:
            continue
        connection.execute(
            f"INSERT INTO intake_warning SELECT {rows.file_no}, roster.row_no, {literal(item.field.name)}, {item.cell}, "
            f"{literal(reason)} FROM {RAW} AS raw JOIN {table} AS roster ON roster.row_no = raw.rowid + 1 "
            f'WHERE roster.file_no = {rows.file_no} AND roster."{item.field.name}" IS NULL AND {_filled(item.cell)} '
            f"AND raw.rowid >= {rows.first_rowid}"
        ).fetchall()


def _counts(connection: duckdb.DuckDBPyConnection, rows: SheetRows) -> Counts:
    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchall()[0][0])

    total = count(f"SELECT count(*) FROM {RAW} AS raw WHERE raw.rowid >= {rows.first_rowid}")
    accepted = count(f"SELECT count(*) FROM {table_of(rows.profile.kind)} WHERE file_no = {rows.file_no}")
    quarantined = count(f"SELECT count(*) FROM intake_quarantine WHERE file_no = {rows.file_no}")
    return Counts(total, accepted, quarantined, total - accepted - quarantined)
