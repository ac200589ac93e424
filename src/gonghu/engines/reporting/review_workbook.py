"""
review.xlsx: the doubtful links for a person to decide (人工核对表); comes back through review_answers.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from gonghu.engines.reporting.places import Places
from gonghu.engines.reporting.run_record import RunRecord
from gonghu.engines.reporting.sheets import TITLE_ROWS, Cell, SheetColumn, add_sheet, workbook_at, write_list

NAME = "review.xlsx"
SHEET = "人工核对"
ANSWER, REVIEWER, DECIDED_ON, KEY = "是否同一人", "核对人", "核对日期", "核对编号"
YES, NO = "是", "否"
BATCH = 5_000

COLUMNS = (
    SheetColumn("序号", 5, "number"),
    SheetColumn("名册", 11, "centred"),
    SheetColumn("文件·表·行", 20),
    SheetColumn("名册中的身份", 6, "centred"),
    SheetColumn("名册上的姓名", 8, "centred"),
    SheetColumn("名册上的号码", 11, "centred"),
    SheetColumn("名册上的出生日期", 11, "centred"),
    SheetColumn("名册上的村（居）", 10, "centred"),
    SheetColumn("疑似人员姓名", 8, "centred"),
    SheetColumn("疑似人员号码", 11, "centred"),
    SheetColumn("疑似人员出生日期", 11, "centred"),
    SheetColumn("疑似人员村（居）", 10, "centred"),
    SheetColumn("相似依据", 16),
    SheetColumn("建议", 6, "centred"),
    SheetColumn("关系到的儿童", 13),
    SheetColumn(ANSWER, 7, "answer"),
    SheetColumn(REVIEWER, 8, "answer"),
    SheetColumn(DECIDED_ON, 11, "answer"),
    SheetColumn(KEY, 10, "key"),
)
UNNUMBERED = "请补号码"
UNNUMBERED_COLUMNS = (
    SheetColumn("序号", 6, "number"),
    SheetColumn("名册", 20, "centred"),
    SheetColumn("文件·表·行", 40),
    SheetColumn("姓名", 14, "centred"),
    SheetColumn("现有号码", 22, "centred"),
    SheetColumn("同名人数", 10, "number"),
    SheetColumn("补正的证件号码", 24, "answer"),
)
_ROLES = {
    "subject": "本人",
    "father": "父亲",
    "mother": "母亲",
    "head": "户主",
    "adopter": "收养人",
    "spouse": "配偶",
    "guardian": "监护人",
}
_NOTE = (
    f"逐行核对：左边是名册里的一行，右边是可能对应的人。在“{ANSWER}”栏选“{YES}”或“{NO}”，拿不准的留空；"
    f"填好后用 gonghu screen … --reviewed 本文件 重新比对，以后各次都沿用。请勿改动“{KEY}”栏。"
)
_ASK = (
    "这些行只有姓名，同名的人太多，无法由人工认定，又关系到儿童的结论。请退回提供部门，在原表中补上证件号码后重报，"
    "重新比对即可；此表只供联系时使用，不用导回。"
)


def write_review(connection: duckdb.DuckDBPyConnection, record: RunRecord, places: Places, out: Path) -> None:
    """Write ``out``/review.xlsx: a row for each row of a file and each candidate, the weightiest first."""
    ((number, unnumbered),) = connection.execute(
        "SELECT (SELECT count(*) FROM report_review), (SELECT count(*) FROM report_unnumbered)"
    ).fetchall()
    with workbook_at(out / NAME, "人员关联人工核对表", record.as_of) as (workbook, styles):
        sheet = add_sheet(workbook, SHEET)
        title = f"人员关联人工核对表（{number}项）"
        note = _NOTE if number else "没有需要人工核对的关联。"
        write_list(sheet, styles, title, note, COLUMNS, _rows(connection, record, places), frozen=1)
        answers = [column.title for column in COLUMNS].index(ANSWER)
        options = {"validate": "list", "source": [YES, NO], "error_title": "请选择", "error_message": "只能填是或否"}
        if number:
            sheet.data_validation(TITLE_ROWS + 1, answers, TITLE_ROWS + number, answers, options)
        if unnumbered:
            sheet = add_sheet(workbook, UNNUMBERED)
            title = f"须由提供部门补正号码的行（{unnumbered}行）"
            write_list(sheet, styles, title, _ASK, UNNUMBERED_COLUMNS, _unnumbered(connection, record), frozen=1)


def _rows(connection: duckdb.DuckDBPyConnection, record: RunRecord, places: Places) -> Iterator[tuple[Cell, ...]]:
    kinds = record.evaluation.law.packs.kinds
    found = connection.execute(
        """SELECT turn, kind, row_place, label, name, number_text, born, place, known_name, known_number, known_born,
  known_place, why, advice, children, answer_key FROM report_review ORDER BY turn"""
    )
    while batch := found.fetchmany(BATCH):
        for (
            turn,
            kind,
            row,
            label,
            name,
            number,
            born,
            place,
            known,
            known_number,
            known_born,
            village,
            *rest,
            key,
        ) in batch:
            yield (
                turn, kinds[kind].name if kind in kinds else kind, row, _ROLES.get(label.rpartition(".")[2], ""),
                name, number, _day(born), places.village(place) if place else "",
                known, known_number, _day(known_born), places.village(village) if village else "",
                *rest, "", "", "", key,
            )  # fmt: skip


def _unnumbered(connection: duckdb.DuckDBPyConnection, record: RunRecord) -> Iterator[tuple[Cell, ...]]:
    kinds = record.evaluation.law.packs.kinds
    rows = connection.execute(
        "SELECT turn, kind, row_place, name, number_text, candidates FROM report_unnumbered ORDER BY turn"
    ).fetchall()
    for turn, kind, *rest in rows:
        yield turn, kinds[kind].name if kind in kinds else kind, *rest, ""


def _day(born: int | None) -> str:
    return "" if born is None else f"{born // 10000}-{born // 100 % 100:02}-{born % 100:02}"
