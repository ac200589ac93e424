"""Long sheets: the rows written straight to disk are the same as those XlsxWriter writes."""

import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from gonghu.engines.reporting.row_heights import row_height
from gonghu.engines.reporting.row_stream import LONGEST
from gonghu.engines.reporting.sheets import SheetColumn, add_sheet, sheet_name, workbook_at, write_list

COLUMNS = (SheetColumn("文字", 10), SheetColumn("数", 5, "number"), SheetColumn("元", 9, "money"))


def written(path: Path, rows: list[tuple[str | int | float | None, ...]]) -> None:
    with workbook_at(path, "表", date(2026, 11, 1)) as (workbook, styles):
        sheet = add_sheet(workbook, "清单")
        assert write_list(sheet, styles, "标题", "说明", COLUMNS, rows) == len(rows)


def body(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name("清单").to_python(skip_empty_area=False)[3:]  # type: ignore[return-value] # cells of any type


def xml(path: Path) -> str:
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_every_row_comes_back_as_it_was_given(tmp_path: Path) -> None:
    rows: list[tuple[str | int | float | None, ...]] = [
        (f'第{n}行 & <b> "引号"\n换行 ', n, n / 4) for n in range(1, 500)
    ]
    written(tmp_path / "a.xlsx", rows)
    assert body(tmp_path / "a.xlsx") == [[text, float(str(n)), float(str(yuan))] for text, n, yuan in rows]


def test_the_streamed_rows_look_like_the_first(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", [("甲", 1, 2.5), ("乙", 2, None), (None, None, 1)])
    styles = {row: re.findall(rf'<c r="[A-C]{row}" s="(\d+)"', xml(tmp_path / "a.xlsx")) for row in (4, 5, 6)}
    assert styles[4] == styles[5] == styles[6]
    assert len(set(styles[4])) == 3
    assert '<dimension ref="A1:C6"/>' in xml(tmp_path / "a.xlsx")
    assert '<autoFilter ref="A3:C6"/>' in xml(tmp_path / "a.xlsx")


def test_characters_that_xml_has_not_do_no_harm(tmp_path: Path) -> None:
    odd = ["\x01控制\x0b", "_x0041_", "\ufffe", "=1+1", "-5", "https://example.org", "007", "𠮷"]
    written(tmp_path / "a.xlsx", [("首行", 1, 1), *((text, 1, 1) for text in odd)])
    text = xml(tmp_path / "a.xlsx")
    assert "<f>" not in text
    assert "_x0001_控制_x000B_" in text
    assert "_x005F_x0041_" in text
    cells = [str(row[0]) for row in body(tmp_path / "a.xlsx")[1:]]
    assert cells[3:] == odd[3:]


def test_text_too_long_for_a_cell_is_cut_off_visibly(tmp_path: Path) -> None:
    long = "长" * (LONGEST + 5)
    written(tmp_path / "a.xlsx", [(long, 1, 1), (long, 1, 1)])
    for row in body(tmp_path / "a.xlsx"):
        assert row[0] == "长" * (LONGEST - 1) + "…"


def test_one_row_and_no_row_are_sheets_too(tmp_path: Path) -> None:
    written(tmp_path / "one.xlsx", [("甲", 1, 1)])
    written(tmp_path / "none.xlsx", [])
    assert body(tmp_path / "one.xlsx") == [["甲", 1.0, 1.0]]
    assert body(tmp_path / "none.xlsx") == []


def test_no_half_made_file_is_left(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", [("甲", 1, 1), ("乙", 1, 1)])
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_sheet_name_is_made_to_fit() -> None:
    assert sheet_name("应保/未保[一]?" + "长" * 40) == "应保未保一" + "长" * 26
    assert sheet_name("//") == "清单"


def test_a_row_is_as_high_as_its_longest_text_and_never_higher_than_allowed() -> None:
    assert row_height(["短", 1, None], [10, 5, 5]) == 20.25
    assert row_height(["一二三四五六七八九十", 1], [11, 5]) == 2 * 13.5 + 5
    assert row_height(["甲\n乙\n丙"], [10]) == 3 * 13.5 + 5
    assert row_height(["长" * 5000], [10]) == 409


def test_every_streamed_row_has_its_height(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", [("短", 1, 1), ("很长的文字" * 6, 1, 1), ("很长的文字" * 6, 1, 1)])
    heights = [float(height) for height in re.findall(r'<row r="[456]"[^>]* ht="([\d.]+)"', xml(tmp_path / "a.xlsx"))]
    assert heights == [20.25, 7 * 13.5 + 5, 7 * 13.5 + 5]
