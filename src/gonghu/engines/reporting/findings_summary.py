"""
The first sheet of findings.xlsx (汇总): how much was found where, from which files, and what to mind.
"""

from collections.abc import Iterable, Iterator, Sequence

import duckdb
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gonghu.engines.reporting.places import Places
from gonghu.engines.reporting.row_heights import row_height
from gonghu.engines.reporting.row_stream import fitted
from gonghu.engines.reporting.run_file import files_read
from gonghu.engines.reporting.run_record import RunRecord
from gonghu.engines.reporting.sealing import SEALED_KINDS, public_name
from gonghu.engines.reporting.sheets import Cell, Styles, add_sheet
from gonghu.engines.reporting.towns import TownCount, count_by_town

STATUS_WORDS = {"V": "已核对", "S": "二手资料，请核对", "M": "凭记忆，请核对", "O": "软件自拟口径"}
COLUMNS = 10
WIDTH = 13.0

# How many columns of the sheet each column of a table takes.
_FILES = (2, 3, 1, 1, 1, 1, 1)
_TEXTS = (2, 6, 2)


def write_summary(
    connection: duckdb.DuckDBPyConnection, record: RunRecord, places: Places, workbook: Workbook, styles: Styles
) -> None:
    """Write the sheet 汇总: findings by town, files with their latest dates, missing kinds, documents, warnings."""
    sheet = add_sheet(workbook, "汇总")
    sheet.set_column(0, COLUMNS - 1, WIDTH)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, COLUMNS - 1, "困境儿童政策找人比对结果汇总表", styles.title)
    note = (
        f"截至{record.as_of:%Y年%m月%d日}　名册来源：{record.delivery}　程序：共护 {record.program_version}　"
        "结果是线索，须经人工核实后办理；未经核实不得作为停发、追缴的依据。"
    )
    sheet.set_row(1, 30)
    sheet.merge_range(1, 0, 1, COLUMNS - 1, note, styles.note)
    towns = list(_by_town(connection, record, places))
    place = _part(sheet, styles, 3, "一、各镇街发现的问题（人）", towns, (1,) * len(towns[0]))
    place = _part(sheet, styles, place + 1, "二、使用的名册", _files(connection, record), _FILES)
    place = _part(sheet, styles, place + 1, "三、缺少的名册及影响", _missing(record), _TEXTS)
    place = _part(sheet, styles, place + 1, "四、政策依据", _documents(record), _TEXTS)
    _part(sheet, styles, place + 1, "五、提示", _warnings(record), (1, 9))


def _part(
    sheet: Worksheet, styles: Styles, place: int, heading: str, rows: Iterable[Sequence[Cell]], spans: Sequence[int]
) -> int:
    """Write a heading and a table whose first row is its header; return the row after it."""
    sheet.write_string(place, 0, heading, styles.part)
    for number, row in enumerate(rows):
        place += 1
        sheet.set_row(place, row_height(row, [span * WIDTH for span in spans]))
        column = 0
        for cell, span in zip(row, spans, strict=True):
            shape = "number" if isinstance(cell, int) else "text"
            _write(sheet, place, column, span, cell, styles.shapes[shape] if number else styles.header)
            column += span
    return place + 1


def _write(sheet: Worksheet, place: int, column: int, span: int, cell: Cell, shape: Format) -> None:
    """Write one cell, over several columns of the sheet if it must."""
    if span > 1:
        sheet.merge_range(place, column, place, column + span - 1, "", shape)
    if isinstance(cell, str) and cell:
        sheet.write_string(place, column, fitted(cell), shape)
    elif isinstance(cell, int):
        sheet.write_number(place, column, cell, shape)
    else:
        sheet.write_blank(place, column, None, shape)


def _by_town(connection: duckdb.DuckDBPyConnection, record: RunRecord, places: Places) -> Iterator[tuple[Cell, ...]]:
    findings = record.evaluation.law.of_kind("finding")
    yield ("镇街", "儿童人数", *(public_name(policy) for policy in findings), "涉及儿童")
    towns = count_by_town(connection, record.evaluation)
    for town in towns:
        yield _town_row(places.town(town.code), town)
    yield _town_row("合计", TownCount.total(towns, len(findings)))


def _town_row(name: str, town: TownCount) -> tuple[Cell, ...]:
    return (name, town.children, *town.findings, town.concerned)


def _files(connection: duckdb.DuckDBPyConnection, record: RunRecord) -> Iterator[tuple[Cell, ...]]:
    yield ("名册", "文件·表", "行数", "可用", "退回", "提示", "最新记录")
    latest = _latest(connection, record)
    kinds = record.evaluation.law.packs.kinds
    for file in files_read(connection):
        name = kinds[file["kind"]].name if file["kind"] in kinds else file["kind"]
        place = "·".join(filter(None, (file["path"], file["sheet"])))
        rows = (file["rows_total"], file["rows_accepted"], file["rows_quarantined"], file["warnings"])
        yield (name, place, *rows, latest.get(file["file_no"], ""))
    for path, reason in record.unread.items():
        yield (f"未读入：{reason}", path, "", "", "", "", "")


def _latest(connection: duckdb.DuckDBPyConnection, record: RunRecord) -> dict[int, str]:
    """Return the latest date up to the day of the run in each sheet: how fresh the file is at least."""
    kinds, found = record.evaluation.law.packs.kinds, {}
    for kind in sorted(record.evaluation.network.kinds_supplied - SEALED_KINDS):
        types = {row[0]: row[1] for row in connection.execute(f"DESCRIBE record_{kind}").fetchall()}
        dated = next((name for name in kinds[kind].fields if types.get(name) == "DATE"), "")
        if dated and dated != "born_on":
            rows = connection.execute(
                f"SELECT file_no, max({dated})::VARCHAR FROM roster_{kind} WHERE {dated} <= ? GROUP BY 1",
                [record.as_of],
            ).fetchall()
            found.update(dict(rows))
    return found


def _missing(record: RunRecord) -> Iterator[tuple[Cell, ...]]:
    yield ("名册", "影响", "提供部门")
    if not record.missing_kinds:
        yield ("无", "各类名册齐全", "")
    for kind in record.missing_kinds:
        yield (kind.title, kind.loses, kind.holder)


def _documents(record: RunRecord) -> Iterator[tuple[Cell, ...]]:
    yield ("类别、问题", "文件与条款", "核对情况")
    law = record.evaluation.law
    for policy in (*law.of_kind("category"), *law.of_kind("mark"), *law.of_kind("finding")):
        for basis in policy.basis_on(law.as_of) if not policy.sealed else ():
            yield (policy.name, str(basis), STATUS_WORDS.get(basis.status, ""))


def _warnings(record: RunRecord) -> Iterator[tuple[Cell, ...]]:
    yield ("序号", "内容")
    yield from ((number, warning) for number, warning in enumerate(record.warnings, start=1))
