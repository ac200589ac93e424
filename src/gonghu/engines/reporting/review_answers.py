"""
Read the answers of a review file that came back (人工核对表回填).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from gonghu.engines.reporting.review_workbook import ANSWER, DECIDED_ON, KEY, NO, REVIEWER, YES

HEADER_WITHIN = 20
"""The header stands on one of so many first rows."""
MOST_TOLD = 20
_MEANS = {
    YES: True, "同一人": True, "是同一人": True, "Y": True, "YES": True, "√": True,
    NO: False, "不是": False, "不是同一人": False, "N": False, "NO": False, "×": False,
}  # fmt: skip
_DATE_STYLES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


class ReviewUnreadable(ValueError):
    """The file is not a review file as it was given out, or some of its answers cannot be understood."""


@dataclass(frozen=True)
class Answer:
    """One decision: the row with this digest is, or is not, about this person (17 digits)."""

    row_digest: str
    person: int
    same: bool
    reviewer: str = ""
    decided_on: date | None = None


def read_review(path: Path) -> list[Answer]:
    """
    Return the answers of a review file; rows left blank are undecided and yield none.

    :raises ReviewUnreadable: no workbook, no such columns, or rows that cannot be understood, each with its remedy
    """
    try:
        workbook = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise ReviewUnreadable(f"{path.name}：打不开，请另存为 .xlsx 后重试（{error}）") from error
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        header = _header(rows)
        if header is not None:
            return _answers(f"{path.name}·{name}", rows, header)
    raise ReviewUnreadable(f"{path.name}：没有找到“{ANSWER}”和“{KEY}”两栏，请使用比对时生成的核对表，不要删改表头")


def _header(rows: Sequence[Sequence[Any]]) -> int | None:
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        titles = {_text(cell) for cell in row}
        if {ANSWER, KEY} <= titles:
            return place
    return None


def _answers(file: str, rows: Sequence[Sequence[Any]], header: int) -> list[Answer]:
    titles = [_text(cell) for cell in rows[header]]
    found: dict[tuple[str, int], tuple[int, Answer]] = {}
    errors: list[str] = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        try:
            answer = _answer(dict(zip(titles, row, strict=False)))
        except ReviewUnreadable as error:
            errors.append(f"第{number}行{error}")
            continue
        if answer is not None:
            found[answer.row_digest, answer.person] = (number, answer)
    errors += _twice(found.values())
    if errors:
        more = f"\n……共 {len(errors)} 处" if len(errors) > MOST_TOLD else ""
        raise ReviewUnreadable(f"{file}：有核对结果看不懂\n" + "\n".join(errors[:MOST_TOLD]) + more)
    return [answer for _, answer in found.values()]


def _answer(cells: dict[str, Any]) -> Answer | None:
    said = _text(cells[ANSWER])
    if not said:
        return None
    if said.upper() not in _MEANS:
        raise ReviewUnreadable(f"“{ANSWER}”填的是“{said}”：只能填“{YES}”或“{NO}”，拿不准请留空")
    digest, _, person = _text(cells[KEY]).partition("|")
    if not digest or not person.isascii() or not person.isdigit():
        raise ReviewUnreadable(f"“{KEY}”被改动或删除：请从原核对表复制这一格")
    decided_on = _date(cells.get(DECIDED_ON))
    return Answer(digest, int(person), _MEANS[said.upper()], _text(cells.get(REVIEWER)), decided_on)


def _twice(found: Any) -> Iterator[str]:
    """One row of a file is about one person only."""
    first: dict[str, int] = {}
    for number, answer in found:
        if not answer.same:
            continue
        if answer.row_digest in first:
            earlier = first[answer.row_digest]
            yield f"第{number}行“{ANSWER}”与第{earlier}行矛盾：名册里的同一行不能是两个人，请只留一个“{YES}”"
        first.setdefault(answer.row_digest, number)


def _date(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    for style in _DATE_STYLES if text else ():
        try:
            return datetime.strptime(text, style).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    if text:
        raise ReviewUnreadable(f"“{DECIDED_ON}”填的是“{text}”：请填成 2026-11-01 的样子，或留空")
    return None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
