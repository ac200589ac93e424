"""Doubtful links go out for review, come back, and hold in every later run."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import duckdb
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from gonghu.engines.linkage import link_delivery
from gonghu.engines.reporting import (
    Answer,
    ReviewUnreadable,
    keep_answers,
    kept_answers,
    load_answers,
    read_review,
    write_outputs,
)

from .deliveries import FAMILIES, ORPHAN, Screened, deliver, rosters, screened

HEADER = 3
CHILD = int(ORPHAN.child[:17])


def review(folder: Path) -> list[dict[str, Any]]:
    sheet = CalamineWorkbook.from_path(folder / "review.xlsx").get_sheet_by_name("人工核对")
    header, *rows = sheet.to_python(skip_empty_area=False)[HEADER - 1 :]
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def filled(folder: Path, answers: dict[int, tuple[object, ...]], name: str = "back.xlsx") -> Path:
    """Save the review file again as an office would, with the answers of some rows filled in (0 is the first)."""
    rows = review(folder)
    path = folder / name
    with Workbook(str(path), {"strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("人工核对")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(HEADER - 1, 0, list(rows[0]))
        for place, row in enumerate(rows):
            said = dict(zip(("是否同一人", "核对人", "核对日期"), answers.get(place, ()), strict=False))
            for column, value in enumerate({**row, **said}.values()):
                if isinstance(value, datetime):
                    sheet.write_datetime(HEADER + place, column, value, day)
                else:
                    sheet.write(HEADER + place, column, value)
    return path


def test_a_row_that_only_names_somebody_is_put_before_a_person(out: Path) -> None:
    (row,) = review(out)
    assert row["文件·表·行"] == "insurance_enrolment.xlsx·Sheet1·第3行"
    assert (row["名册上的姓名"], row["名册上的号码"]) == ("李小明", "")
    assert (row["疑似人员姓名"], row["疑似人员号码"]) == ("李小明", ORPHAN.child)
    assert row["疑似人员出生日期"] == "2014-02-03"
    assert row["关系到的儿童"] == "李小明（本人）"
    assert row["建议"] == "可能"
    assert (row["是否同一人"], row["核对人"]) == ("", "")


def test_the_answer_is_chosen_from_a_list(out: Path) -> None:
    with ZipFile(out / "review.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<dataValidation type="list"' in sheet
    assert '"是,否"' in sheet


def test_blank_answers_are_undecided(out: Path) -> None:
    assert read_review(out / "review.xlsx") == []


def test_an_answer_comes_back_with_who_decided_and_when(out: Path) -> None:
    path = filled(out, {0: ("是", "王核对", datetime.fromisoformat("2026-11-03"))})
    (answer,) = read_review(path)
    assert (answer.person, answer.same) == (CHILD, True)
    assert (answer.reviewer, answer.decided_on) == ("王核对", date(2026, 11, 3))


@pytest.mark.parametrize("day", ["2026-11-03", "2026/11/3", "2026.11.3", "2026年11月3日", "20261103", 20261103])
def test_the_day_may_be_written_in_any_usual_way(out: Path, day: object) -> None:
    (answer,) = read_review(filled(out, {0: ("否", "", day)}))
    assert (answer.same, answer.decided_on) == (False, date(2026, 11, 3))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("大概",), "第4行“是否同一人”填的是“大概”：只能填“是”或“否”"),
        (("是", "王", "下周"), "第4行“核对日期”填的是“下周”"),
    ],
)
def test_an_answer_that_cannot_be_understood_names_row_and_remedy(
    out: Path, said: tuple[object, ...], told: str
) -> None:
    with pytest.raises(ReviewUnreadable, match=told):
        read_review(filled(out, {0: said}))


def handmade(path: Path, rows: list[list[str]]) -> Path:
    with Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return path


def test_one_row_cannot_be_two_people(tmp_path: Path) -> None:
    path = handmade(tmp_path / "r.xlsx", [["是否同一人", "核对编号"], ["是", "abc|1"], ["是", "abc|2"]])
    with pytest.raises(ReviewUnreadable, match="第3行“是否同一人”与第2行矛盾"):
        read_review(path)


def test_a_changed_key_is_refused(tmp_path: Path) -> None:
    path = handmade(tmp_path / "r.xlsx", [["是否同一人", "核对编号"], ["是", "abc"]])
    with pytest.raises(ReviewUnreadable, match="“核对编号”被改动或删除"):
        read_review(path)


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewUnreadable, match="没有找到“是否同一人”和“核对编号”"):
        read_review(handmade(tmp_path / "r.xlsx", [["姓名"], ["张三"]]))
    (tmp_path / "text.xlsx").write_text("姓名")
    with pytest.raises(ReviewUnreadable, match="打不开"):
        read_review(tmp_path / "text.xlsx")


def test_the_later_answer_wins(tmp_path: Path) -> None:
    keep_answers([Answer("a", 1, same=True, reviewer="王", decided_on=date(2026, 11, 1))], tmp_path)
    keep_answers([Answer("a", 1, same=False), Answer("b", 2, same=True)], tmp_path)
    assert kept_answers(tmp_path) == [Answer("a", 1, same=False), Answer("b", 2, same=True)]


def test_a_later_yes_takes_the_place_of_an_earlier_yes_for_somebody_else(tmp_path: Path) -> None:
    keep_answers([Answer("a", 1, same=True), Answer("a", 3, same=False)], tmp_path)
    keep_answers([Answer("a", 2, same=True)], tmp_path)
    assert kept_answers(tmp_path) == [Answer("a", 3, same=False), Answer("a", 2, same=True)]


def test_nothing_kept_is_nothing(tmp_path: Path) -> None:
    assert kept_answers(tmp_path) == []


def test_a_damaged_line_of_kept_answers_is_named(tmp_path: Path) -> None:
    keep_answers([Answer("a", 1, same=True)], tmp_path)
    with (tmp_path / "answers.csv").open("a") as file:
        file.write("a,not a number,是,,\n")
    with pytest.raises(ReviewUnreadable, match="第3行"):
        kept_answers(tmp_path)


def linked_again(answers: list[Answer]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    deliver(connection, rosters())
    load_answers(connection, answers)
    link_delivery(connection, set(rosters()))
    return connection


@pytest.mark.parametrize(("said", "person"), [("是", CHILD), ("否", None)])
def test_an_answer_holds_in_the_next_run(out: Path, tmp_path: Path, said: str, person: int | None) -> None:
    keep_answers(read_review(filled(out, {0: (said,)})), tmp_path)
    connection = linked_again(kept_answers(tmp_path))
    assert connection.execute("SELECT person FROM record_insurance_enrolment WHERE row_no = 3").fetchall() == [
        (person,)
    ]


def test_what_was_decided_is_not_asked_again(out: Path, tmp_path: Path) -> None:
    answers = read_review(filled(out, {0: ("否",)}))
    again: Screened = screened(answers=answers)
    write_outputs(again.connection, again.record, tmp_path)
    assert review(tmp_path) == []
    assert read_review(tmp_path / "review.xlsx") == []
    assert len((tmp_path / "children.csv").read_text(encoding="utf-8").splitlines()) == 1 + len(FAMILIES)
