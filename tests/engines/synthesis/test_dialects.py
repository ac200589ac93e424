"""Each dialect words the same facts in its own way; decorated files look as departments send them."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from gonghu.engines.synthesis import Dirt, Style, generate_city
from gonghu.engines.synthesis.dialect import dialect

AS_OF = date(2026, 11, 1)
SAMPLE_KINDS = {
    "household_register", "birth_certificate", "death", "court_ruling", "imprisonment", "liberty_restriction",
    "disability_certificate", "serious_illness", "lost_contact", "deportation", "adoption", "school_enrolment",
    "insurance_enrolment", "social_relief", "child_welfare_roll", "migrant_work",
}  # fmt: skip


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("township")
    generate_city(folder, persons=3_000, seed=3, as_of=AS_OF, dirt=Dirt.HEAVY, style=Style.TOWNSHIP)
    return folder


@pytest.mark.parametrize("style", list(Style))
def test_every_style_hands_over_the_sixteen_kinds(style: Style) -> None:
    assert {sheet.kind for sheet in dialect(style).sheets} >= SAMPLE_KINDS


@pytest.mark.parametrize("style", [Style.TOWNSHIP, Style.PLATFORM])
def test_the_other_styles_use_other_words(style: Style) -> None:
    def headers(of: Style) -> dict[tuple[str, str], str]:
        return {(s.kind, c.field): c.group + c.header for s in dialect(of).sheets for c in s.columns}

    own, sample = headers(style), headers(Style.SAMPLE)
    shared = own.keys() & sample.keys()
    assert sum(own[key] != sample[key] for key in shared) > len(shared) / 2
    assert not {s.file for s in dialect(style).sheets} & {s.file for s in dialect(Style.SAMPLE).sheets}


def test_a_township_workbook_has_title_two_header_rows_and_several_pages(township: Path) -> None:
    book = CalamineWorkbook.from_path(township / "残疾人台账.xlsx")
    assert book.sheet_names == ["一", "二", "三"]
    page = book.get_sheet_by_name("一")
    rows = page.to_python()
    assert rows[0][0] == "残疾人基本信息台账"
    assert "残疾" in rows[2]
    assert [cell for cell in rows[3] if cell] == ["类别", "等级", "起", "止"]
    assert page.merged_cell_ranges
    assert ["合计" in str(row[0]) for row in rows].count(True) == 1


def test_old_encodings_are_used_when_decorated(township: Path) -> None:
    raw = (township / "出生证签发登记.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert raw.decode("gb18030").startswith("出生医学证明签发登记簿")
    assert (township / "医保缴费明细.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_parquet_has_the_headers_as_column_names(tmp_path: Path) -> None:
    generate_city(
        tmp_path, persons=1_000, seed=3, as_of=AS_OF, dirt=Dirt.SAMPLE, style=Style.PLATFORM, file_format="parquet"
    )
    described = duckdb.execute(f"DESCRIBE SELECT * FROM '{tmp_path / '监狱管理数据.parquet'}'").fetchall()
    assert [row[0] for row in described] == ["公民身份号码", "服刑人员姓名", "服刑开始日期", "服刑结束日期", "服刑状态"]
