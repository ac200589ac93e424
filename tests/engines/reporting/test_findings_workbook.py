"""findings.xlsx as it is opened again: one sheet a finding, plain cells, nothing hidden."""

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from gonghu.engines.reporting import write_outputs

from .deliveries import ADOPTED, FAMILIES, NOBODY_KNOWS, ORPHAN, PAID_TWICE, UNPROTECTED, Changes, Family, screened

SHEETS = ["汇总", "应保未保", "类别不符", "应退未退", "重复发放", "未参保", "参保未资助", "待核实"]
HEADER = 3


def rows(out: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(out / "findings.xlsx").get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def listed(out: Path, sheet: str) -> list[dict[str, Any]]:
    header, *body = rows(out, sheet)[HEADER - 1 :] or [[]]
    return [dict(zip(header, row, strict=True)) for row in body]


def xml(path: Path, part: str) -> str:
    with ZipFile(path) as archive:
        return archive.read(part).decode()


def test_the_summary_comes_first_then_every_finding_in_the_order_of_the_law(out: Path) -> None:
    assert CalamineWorkbook.from_path(out / "findings.xlsx").sheet_names == SHEETS


def test_a_child_stands_on_the_sheet_of_each_finding_with_what_a_clerk_needs(out: Path) -> None:
    (row,) = [row for row in listed(out, "应保未保") if row["身份证号"] == UNPROTECTED.child]
    assert row["镇街"] == "幸福镇"
    assert row["村（居）"] == "幸福村村委会"
    assert row["父亲"] == f"张建国\n{UNPROTECTED.father_number}"
    assert row["父亲状况及依据"] == "死亡或失踪\n列入死亡注销名单（死亡日期 2024-03-02）"
    assert row["母亲状况及依据"].startswith("无力履行监护抚养职责\n服刑在押（起日 2025-01-01，止日 2028-01-01")
    assert row["应属类别"] == "事实无人抚养儿童"
    assert row["政策依据"] == "民发〔2019〕62号·第一部分\n民发〔2020〕125号·第一部分"
    assert "death.xlsx·Sheet1·第2行" in row["证据（文件·表·行）"]
    assert (row["处理结果"], row["经办人"]) == ("", "")
    assert {row["身份证号"] for row in listed(out, "应保未保")} == {UNPROTECTED.child, ADOPTED.child}


def test_the_roll_is_shown_beside_what_should_be(out: Path) -> None:
    (row,) = listed(out, "类别不符")
    assert (row["身份证号"], row["现在册类别"], row["应属类别"]) == (ORPHAN.child, "事实无人抚养儿童", "孤儿")


def test_what_to_verify_is_said(out: Path) -> None:
    (row,) = listed(out, "待核实")
    assert row["身份证号"] == NOBODY_KNOWS.child
    assert row["父亲状况及依据"] == "不明\n名册均未写明父亲"
    assert row["需核实事项"].startswith("核实父亲身份")


def test_the_amount_of_a_child_paid_twice_is_half_of_what_is_paid(out: Path) -> None:
    (row,) = listed(out, "重复发放")
    assert (row["身份证号"], row["每月涉及金额（元）"]) == (PAID_TWICE.child, 2000.0)


def test_the_summary_adds_up_the_sheets(out: Path) -> None:
    table = rows(out, "汇总")
    header = next(row for row in table if row[0] == "镇街")
    total = dict(zip(header, next(row for row in table if row[0] == "合计"), strict=True))
    assert total["儿童人数"] == len(FAMILIES)
    for sheet in SHEETS[1:]:
        assert total[sheet] == len(listed(out, sheet)), sheet


def test_the_summary_tells_files_missing_kinds_and_what_was_not_read(out: Path) -> None:
    told = {str(cell) for row in rows(out, "汇总") for cell in row}
    assert {"death.xlsx·Sheet1", "2024-03-02", "失联人员", "失联父母认不出来。", "说明.xlsx"} <= told


@pytest.mark.parametrize("name", ["findings.xlsx", "review.xlsx"])
def test_no_cell_is_a_formula_or_a_link_and_nothing_is_hidden(out: Path, name: str) -> None:
    with ZipFile(out / name) as archive:
        sheets = [archive.read(part).decode() for part in archive.namelist() if part.startswith("xl/worksheets/")]
        parts = archive.namelist()
    assert not [sheet for sheet in sheets if re.search(r"<f[ >]|<hyperlink|hidden=|<legacyDrawing", sheet)]
    assert not [part for part in parts if "comment" in part or "external" in part or part.endswith(".bin")]
    visible = [sheet.visible for sheet in CalamineWorkbook.from_path(out / name).sheets_metadata]
    assert all(each == SheetVisibleEnum.Visible for each in visible)


def test_a_sheet_is_ready_to_print_on_a4_across(out: Path) -> None:
    sheet = xml(out / "findings.xlsx", "xl/worksheets/sheet2.xml")
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert re.search(r'<pane [^>]*ySplit="3"[^>]*state="frozen"', sheet)
    assert "<autoFilter" in sheet
    assert "第 &amp;P 页" in sheet
    assert "_xlnm.Print_Titles" in xml(out / "findings.xlsx", "xl/workbook.xml")


PAYLOADS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", '=HYPERLINK("x")', "\t=1", "'=1", "{=1}"]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    families = [Family(n, "张", date(2015, 6, 1), child_name=payload) for n, payload in enumerate(PAYLOADS, start=1)]
    poor = [{"name": each.name, "id_number": each.child, "relief_kind": "LOW_INCOME"} for each in families]
    register = [row for family in families for row in family.rows()]
    delivery = screened(Changes(instead={"household_register": register, "social_relief": poor}))
    write_outputs(delivery.connection, delivery.record, tmp_path)
    assert {row["姓名"] for row in listed(tmp_path, "应保未保")} == set(PAYLOADS)
    assert "<f>" not in xml(tmp_path / "findings.xlsx", "xl/worksheets/sheet2.xml")
    with (tmp_path / "children.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert names >= {"'=1+1", "'+cmd|' /C calc'!A0", "'-2+3", "'@SUM(1)", "'\t=1", "{=1}"}


def test_a_finding_that_nobody_has_says_so(tmp_path: Path) -> None:
    delivery = screened(Changes(instead={"household_register": FAMILIES[6].rows()}, without=("child_welfare_roll",)))
    write_outputs(delivery.connection, delivery.record, tmp_path)
    assert rows(tmp_path, "待核实")[1][0].startswith("截至2026年11月01日，未发现")
    assert "未提供儿童福利在册名单" in rows(tmp_path, "应保未保")[1][0]
