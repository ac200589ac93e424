"""Reading what a bank answers (读取回盘文件): every row is held to what was sent, and each error names its row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.domain.payments.banking.layouts import AnswerLayout, Cell, Layout
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.small_tables import small_table
from gonghu.standards.bank_card import clean
from gonghu.standards.masking import masked_account
from gonghu.standards.money import NotAnAmount, format_yuan, parse_yuan

_DAY: Final = re.compile(r"([0-9]{4})[-/年]?([0-9]{1,2})[-/月]?([0-9]{1,2})(?:日|[ T].*)?$")
_LONGEST: Final = 200
_TOTALS_LINE: Final = frozenset({"合计", "汇总", "总计"})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row of an answer (行错误); row 0 is the file itself."""

    row_no: int
    words: str


class AnswerRefused(ValueError):
    """An answer cannot be taken as it is; nothing of it was stored."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "；".join(f"第 {each.row_no} 行：{each.words}" if each.row_no else each.words for each in problems)
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """What a bank was told of one payment (已送明细)."""

    account: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bank says of one payment (回盘明细)."""

    row_no: int
    serial: int
    amount_fen: int
    is_paid: bool
    reason: str
    reference: str
    day: date | None


def read_answer(layout: Layout, content: bytes, name: str, sent: Mapping[int, Sent]) -> list[Answer]:
    """
    Read an answer and hold every row to what was sent under its number; a file may answer a part of them.

    :raises AnswerRefused: a row is unknown, told twice, of another account or sum, or says neither paid nor returned
    """
    problems: list[RowProblem] = []
    found: dict[int, Answer] = {}
    told: dict[str, int] = {}
    for row_no, values in _rows(layout.answer, content, name):
        if "count" in values:
            told = _totals(row_no, values, layout.answer.totals, problems)
            continue
        answer = _answer(layout.answer, row_no, values, sent, problems)
        if answer is not None and answer.serial in found:
            problems.append(RowProblem(row_no, f"序号 {answer.serial} 与第 {found[answer.serial].row_no} 行重复"))
        elif answer is not None:
            found[answer.serial] = answer
    if not problems:
        problems += _against_totals(told, found.values())
    if not found and not problems:
        problems.append(RowProblem(0, "文件里没有回盘明细，请核对是否选错了文件"))
    if problems:
        raise AnswerRefused(problems)
    return list(found.values())


def _answer(
    layout: AnswerLayout, row_no: int, values: Mapping[str, str], sent: Mapping[int, Sent], problems: list[RowProblem]
) -> Answer | None:
    """Read one row; what is wrong with it is told, all of it."""
    before = len(problems)

    def wrong(words: str) -> None:
        problems.append(RowProblem(row_no, words))

    serial = int(values["serial"]) if values["serial"].isascii() and values["serial"].isdigit() else 0
    was = sent.get(serial)
    if was is None:
        wrong(f"序号“{values['serial']}”不在所选的银行文件里，请核对是否选错了文件或批次")
        return None
    amount = _fen(values["amount"], next(cell.unit for cell in layout.columns if cell.field == "amount"))
    if amount != was.amount_fen:
        wrong(f"金额“{values['amount']}”与送出的 {format_yuan(was.amount_fen)} 元不一致")
    if values.get("account") and clean(values["account"]) != clean(was.account):
        wrong(f"账号尾号 {masked_account(values['account'])} 与送出的 {masked_account(was.account)} 不一致")
    result = values["result"]
    if result not in layout.paid | layout.returned:
        wrong(f"处理结果“{result}”认不出：成功写作 {_listed(layout.paid)}，退回写作 {_listed(layout.returned)}")
    day = _day(values.get("day", ""))
    if values.get("day") and day is None:
        wrong(f"日期“{values['day']}”认不出，应如 20261120 或 2026-11-20")
    if len(problems) > before:
        return None
    paid = result in layout.paid
    reason = "" if paid else (values.get("reason") or result)[:_LONGEST]
    return Answer(row_no, serial, was.amount_fen, paid, reason, values.get("reference", "")[:64], day)


def _rows(layout: AnswerLayout, content: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    if layout.kind == "FIXED":
        yield from _fixed_rows(layout, content)
        return
    try:
        table = small_table(content, name)
    except Refused as refusal:
        raise AnswerRefused([RowProblem(0, str(refusal))]) from refusal
    places: dict[str, int] = {}
    for row_no, row in enumerate(table.rows, 1):
        if row_no <= layout.skip or not any(row):
            continue
        if not places:
            places = _places(layout, row, row_no)
        elif not _TOTALS_LINE.intersection(row):
            yield row_no, {field: row[at] if at < len(row) else "" for field, at in places.items()}


def _places(layout: AnswerLayout, titles: Sequence[str], row_no: int) -> dict[str, int]:
    """Find the columns by their titles, wherever they stand."""
    found = {cell.field: titles.index(cell.title) for cell in layout.columns if cell.title in titles}
    missing = [cell.title for cell in layout.columns if cell.field in {"serial", "amount", "result"} - found.keys()]
    if missing:
        raise AnswerRefused([RowProblem(row_no, f"标题行缺少 {'、'.join(missing)}；请核对所选的银行格式")])
    return found


def _fixed_rows(layout: AnswerLayout, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    width = sum(cell.width for cell in layout.columns)
    for row_no, line in enumerate(content.split(b"\n"), 1):
        bare = line.rstrip(b"\r")
        if not bare.strip():
            continue
        cells = layout.columns if len(bare) == width else layout.totals
        if len(bare) != sum(cell.width for cell in cells) or not cells:
            raise AnswerRefused(
                [RowProblem(row_no, f"这一行 {len(bare)} 字节，应为 {width} 字节；请核对所选的银行格式")]
            )
        try:
            yield row_no, _cut(cells, bare, layout.encoding)
        except UnicodeDecodeError as problem:
            raise AnswerRefused([RowProblem(row_no, f"文字编码不是 {layout.encoding}")]) from problem


def _cut(cells: Iterable[Cell], line: bytes, encoding: str) -> dict[str, str]:
    found, at = {}, 0
    for cell in cells:
        found[cell.field or f"text {at}"] = line[at : at + cell.width].decode(encoding).strip()
        at += cell.width
    return found


def _totals(
    row_no: int, values: Mapping[str, str], cells: Sequence[Cell], problems: list[RowProblem]
) -> dict[str, int]:
    unit = next((cell.unit for cell in cells if cell.field == "total"), "fen")
    count, total = values["count"], _fen(values.get("total", ""), unit)
    if not count.isdigit() or total is None:
        problems.append(RowProblem(row_no, f"汇总行的笔数“{count}”或金额“{values.get('total', '')}”认不出"))
        return {}
    return {"row": row_no, "count": int(count), "total": total}


def _against_totals(told: Mapping[str, int], found: Iterable[Answer]) -> list[RowProblem]:
    rows = list(found)
    count, total = len(rows), sum(each.amount_fen for each in rows)
    if not told or (told["count"], told["total"]) == (count, total):
        return []
    said = f"汇总行写 {told['count']} 笔 {format_yuan(told['total'])} 元，明细是 {count} 笔 {format_yuan(total)} 元"
    return [RowProblem(told["row"], f"{said}；文件可能不完整，请向银行重取")]


def _fen(text: str, unit: str) -> int | None:
    if unit == "fen":
        return int(text) if text.isascii() and text.isdigit() else None
    try:
        return parse_yuan(text)
    except NotAnAmount:
        return None


def _day(text: str) -> date | None:
    found = _DAY.match(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _listed(words: Iterable[str]) -> str:
    return "、".join(sorted(words))
