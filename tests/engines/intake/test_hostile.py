"""Hostile and broken files are refused before a parser sees them, in words that say what to do."""

import codecs
import os
import random
import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.intake.traps import (
    ROWS,
    SHEET,
    WORKSHEET,
    altered,
    compound,
    lying,
    old_workbook,
    packed,
    with_password,
    workbook,
)

from gonghu.engines.intake import hostile, workbook_parts, zip_directory
from gonghu.engines.intake.hostile import refusal_of
from gonghu.engines.intake.zip_directory import ZipLimits

SAMPLE = sorted((Path(__file__).parents[2] / "fixtures" / "rosters" / "jinnan").iterdir())
TEXT = "姓名,身份证号\n王小明,990101201503070018\n"


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def refused(path: Path) -> str:
    reason = refusal_of(path)
    assert reason is not None, "was let through"
    return reason


def parquet(path: Path, query: str) -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def with_sheet(path: Path, cells: bytes) -> Path:
    return altered(workbook(path), {SHEET: WORKSHEET % cells})


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
def test_the_sample_rosters_are_let_through(path: Path) -> None:
    assert refusal_of(path) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("suffix", [".csv", ".TXT", ".tsv"])
def test_text_is_let_through_in_every_encoding(tmp_path: Path, suffix: str, encoding: str) -> None:
    assert refusal_of(written(tmp_path / f"名单{suffix}", TEXT.encode(encoding))) is None


def test_an_old_workbook_is_let_through(tmp_path: Path) -> None:
    assert refusal_of(written(tmp_path / "名单.xls", old_workbook())) is None


def test_a_parquet_file_is_let_through(tmp_path: Path) -> None:
    assert refusal_of(parquet(tmp_path / "名单.parquet", "SELECT '王小明' AS 姓名")) is None


def test_a_header_that_begins_like_a_program_is_text(tmp_path: Path) -> None:
    assert refusal_of(written(tmp_path / "名单.csv", "MZ编号,姓名\n1,王小明\n".encode())) is None


DISGUISES = {
    "pdf.xlsx": (b"%PDF-1.7\n...", "PDF 文档", "向报送单位要 .xlsx 或 .csv"),
    "pdf.csv": (b"%PDF-1.7\n...", "PDF 文档", "向报送单位要"),
    "picture.xls": (b"\x89PNG\r\n\x1a\n" + bytes(40), "图片", "向报送单位要"),
    "program.csv": (b"MZ\x90\0" + bytes(200), "可执行程序", "向报送单位要"),
    "program.xls": (b"\x7fELF" + bytes(200), "可执行程序", "向报送单位要"),
    "noise.csv": (b"a\0b\0c\0" * 20, "二进制", "向报送单位要"),
    "database.csv": (b"SQLite format 3\0" + bytes(84), "数据库", "向报送单位要"),
    "word.xls": (compound({"WordDocument": b"x"}), "Word 文档", "向报送单位要"),
    "installer.xls": (compound({"Property": b"x"}), "复合文档", "向报送单位要"),
    "old.xlsx": (old_workbook(), "XLS 工作簿", "后缀改为 .xls"),
    "old.csv": (old_workbook(), "XLS 工作簿", "后缀改为 .xls"),
    "text.xlsx": (TEXT.encode(), "纯文本", "后缀改为 .csv"),
    "text.xls": (TEXT.encode("gb18030"), "纯文本", "后缀改为 .csv"),
    "page.xls": (b"<html><body><table><tr><td>1</td></tr></table>", "网页", "另存为 .xlsx"),
    "page.csv": (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "网页", "另存为 .xlsx"),
    "xml.xls": (b'<?xml version="1.0"?><Workbook/>', "XML", "另存为 .xlsx"),
    "rar.xlsx": (b"Rar!\x1a\x07\x01\0" + bytes(30), "压缩包", "先解压"),
    "parquet.csv": (b"PAR1" + bytes(30) + b"PAR1", "Parquet", "后缀改为 .parquet"),
    "locked.parquet": (b"PARE" + bytes(30) + b"PARE", "加密", "不加密"),
}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_is_told_with_its_remedy(tmp_path: Path, name: str) -> None:
    content, nature, remedy = DISGUISES[name]
    reason = refused(written(tmp_path / name, content))
    assert f"后缀是 {Path(name).suffix}" in reason
    assert nature in reason
    assert remedy in reason


@pytest.mark.parametrize(
    ("suffix", "member", "nature"),
    [
        (".xlsx", "word/document.xml", "Word 文档"),
        (".xlsx", "ppt/presentation.xml", "演示文稿"),
        (".xls", "xl/workbook.xml", "XLSX 工作簿"),
        (".csv", "xl/workbook.xml", "XLSX 工作簿"),
        (".xlsx", "xl/workbook.bin", "XLSB 工作簿"),
    ],
)
def test_office_files_are_told_apart_by_their_parts(tmp_path: Path, suffix: str, member: str, nature: str) -> None:
    path = packed(tmp_path / f"名单{suffix}", {"[Content_Types].xml": b"<Types/>", member: b"<x/>"})
    assert nature in refused(path)


def test_an_archive_is_not_a_workbook(tmp_path: Path) -> None:
    assert "ZIP 压缩包；请把后缀改为 .zip" in refused(packed(tmp_path / "名单.xlsx", {"a.csv": b"1"}))


@pytest.mark.parametrize("name", ["说明.pdf", "照片.jpg", "名单", "名单.et", "备份.rar"])
def test_other_kinds_of_file_are_not_read(tmp_path: Path, name: str) -> None:
    assert "不读" in refused(written(tmp_path / name, old_workbook()))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "空文件" in refused(written(tmp_path / "名单.csv", b""))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "打不开" in refused(tmp_path / "没有.csv")


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.csv")
    (tmp_path / "夹.csv").mkdir()
    assert "不是普通文件" in refused(tmp_path / "管道.csv")
    assert "不是普通文件" in refused(tmp_path / "夹.csv")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".csv"])
def test_a_workbook_with_an_opening_password_is_refused(tmp_path: Path, suffix: str) -> None:
    content = compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})
    assert "去掉打开密码" in refused(written(tmp_path / f"名单{suffix}", content))


def test_an_old_workbook_with_an_opening_password_is_refused(tmp_path: Path) -> None:
    assert "去掉打开密码" in refused(written(tmp_path / "名单.xls", old_workbook(password=True)))


def test_an_open_document_with_a_password_is_refused(tmp_path: Path) -> None:
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": b"\x8f\x01",
        "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
    }
    assert "去掉打开密码" in refused(packed(tmp_path / "名单.ods", parts))


def test_an_encrypted_part_is_refused(tmp_path: Path) -> None:
    assert "密码" in refused(with_password(workbook(tmp_path / "名单.xlsx"), SHEET))


def test_macros_are_left_alone_in_an_xlsm_and_refused_in_an_xlsx(tmp_path: Path) -> None:
    macros = {"xl/vbaProject.bin": compound({"VBA": b"x"})}
    assert refusal_of(altered(workbook(tmp_path / "名单.xlsm"), macros)) is None
    assert "宏" in refused(altered(workbook(tmp_path / "名单.xlsx"), macros))


def test_a_part_packed_a_thousand_times_smaller_is_a_bomb(tmp_path: Path) -> None:
    path = altered(workbook(tmp_path / "名单.xlsx"), {"xl/media/a.bin": bytes(65 << 20)})
    assert path.stat().st_size < 200_000
    assert "压缩炸弹" in refused(path)


def test_a_workbook_is_refused_by_its_unpacked_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "名单.xlsx", [["王小明"] * 10] * 1000)
    assert refusal_of(path) is None
    monkeypatch.setattr(workbook_parts, "WORKBOOK_LIMITS", ZipLimits(members=100, unpacked=100_000))
    assert "上限" in refused(path)


def test_a_workbook_is_refused_by_the_number_of_its_parts(tmp_path: Path) -> None:
    parts = {f"xl/media/{number}": b"" for number in range(workbook_parts.WORKBOOK_LIMITS.members)}
    assert "分成几份" in refused(altered(workbook(tmp_path / "名单.xlsx"), parts))


def test_a_directory_that_costs_too_much_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "名单.xlsx")
    monkeypatch.setattr(zip_directory, "MOST_ENTRIES", 5)
    assert "压缩目录过长" in refused(path)


def test_too_many_shared_strings_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "LARGEST_STRINGS", 100)
    assert "文字部分" in refused(workbook(tmp_path / "名单.xlsx"))


@pytest.mark.parametrize("summed", [80, 81, 4_000_000])
def test_a_directory_that_lies_about_a_size_is_found_out(tmp_path: Path, summed: int) -> None:
    path = with_sheet(tmp_path / "名单.xlsx", b'<row r="1"><c r="A1"><v>1</v></c></row>' * 50_000)
    reason = refused(lying(path, SHEET, declared=80, summed=summed))
    assert "与实际不符" in reason or "损坏" in reason


def test_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "重名" in refused(altered(workbook(tmp_path / "名单.xlsx"), {SHEET.upper(): WORKSHEET % b""}))


PROLOGS = {
    "doctype": b'<!DOCTYPE worksheet [<!ENTITY lol "lol">]><worksheet/>',
    "outside": b'<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet/>',
    "behind a comment": b"<!-- <a> -->" + b" " * 2000 + b"<!DOCTYPE a><worksheet/>",
    "behind an instruction": b"<?pi <a> ?><!DOCTYPE a><worksheet/>",
    "behind a long comment": b"<!-- " + b"-" * 70_000 + b" --><!DOCTYPE a><worksheet/>",
    "lower case": b"<!doctype a><worksheet/>",
    "UTF-16": '<?xml version="1.0"?><!DOCTYPE a><worksheet/>'.encode("utf-16"),
    "UTF-16 without mark": "<!DOCTYPE a><worksheet/>".encode("utf-16-le"),
}


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "_rels/.rels", "customXml/item1.xml"])
@pytest.mark.parametrize("prolog", PROLOGS)
def test_a_document_type_is_refused_in_every_part(tmp_path: Path, part: str, prolog: str) -> None:
    assert "DOCTYPE" in refused(altered(workbook(tmp_path / "名单.xlsx"), {part: PROLOGS[prolog]}))


def test_a_drawing_pasted_in_may_have_a_document_type(tmp_path: Path) -> None:
    drawing = b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' ''><svg/>"
    assert refusal_of(altered(workbook(tmp_path / "名单.xlsx"), {"xl/media/image1.svg": drawing})) is None


def test_plain_wide_and_marked_xml_is_no_document_type(tmp_path: Path) -> None:
    parts = {
        "customXml/item1.xml": '<?xml version="1.0"?><a/>'.encode("utf-16"),
        "customXml/item2.xml": codecs.BOM_UTF8 + b"<!-- <!DOCTYPE --><a/>",
        "customXml/item3.xml": b"",
    }
    assert refusal_of(altered(workbook(tmp_path / "名单.xlsx"), parts)) is None


FAR = {
    "corner": b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "two cells": b'<row r="1"><c r="XFD1"><v>1</v></c></row><row r="9"><c r="A1048576"><v>1</v></c></row>',
    "styled": b'<row r="1"><c r="XFD1" s="1" t="s"><v>1</v></c></row><row r="9000"><c r="A9000"><v>1</v></c></row>',
    "text": b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
    "small letters": b'<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "no places": b'<row r="1">' + b"<c><v>1</v></c>" * 1000 + b'</row><row r="99999"><c><v>1</v></c></row>',
    "no row numbers": (b"<row>" + b"<c><v>1</v></c>" * 3 + b"</row>") * 30_000 + b"<row>" + b"<c/>" * 600 + b"</row>",
}


@pytest.mark.parametrize("cells", FAR)
def test_values_far_apart_are_too_many_cells(tmp_path: Path, cells: str) -> None:
    assert "单元格的上限" in refused(with_sheet(tmp_path / "名单.xlsx", FAR[cells]))


def test_values_far_apart_are_seen_under_another_prefix(tmp_path: Path) -> None:
    sheet = b'<x:worksheet><x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:worksheet>'
    assert "单元格的上限" in refused(altered(workbook(tmp_path / "名单.xlsx"), {SHEET: sheet}))


NEAR = {
    "blank corner": b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>',
    "coloured first row": b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="4"/></row>'
    b'<row r="200000"><c r="A200000"><v>1</v></c></row>',
    "whole height": b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="N1048576"><v>1</v></c></row>',
    "whole width": b'<row r="1"><c r="XFD1"><v>1</v></c></row><row r="900"><c r="A900"><v>1</v></c></row>',
    "blank rows": b'<row r="1"><c r="A1"><v>1</v></c><c r="Z1"><v>1</v></c></row>' + b'<row r="9" ht="30"/>' * 99_999,
    "no numbers": (b"<row>" + b"<c><v>1</v></c>" * 20 + b"</row>") * 20_000,
}


@pytest.mark.parametrize("cells", NEAR)
def test_real_sheets_are_not_too_many_cells(tmp_path: Path, cells: str) -> None:
    assert refusal_of(with_sheet(tmp_path / "名单.xlsx", NEAR[cells])) is None


def test_a_dimension_that_lies_is_not_believed(tmp_path: Path) -> None:
    sheet = b'<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    assert refusal_of(altered(workbook(tmp_path / "名单.xlsx"), {SHEET: sheet + b"</worksheet>"})) is None


def test_a_row_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "LONGEST_ROW", 2 << 20)
    cells = random.Random(1).randbytes(3 << 20).hex().encode()
    assert "一行长得不正常" in refused(with_sheet(tmp_path / "名单.xlsx", b'<row r="1"><c r="A1"><v>' + cells))


def test_two_megabytes_that_unpack_to_a_hundred_are_judged_in_seconds(tmp_path: Path) -> None:
    chosen = random.Random(1)
    cells = b"".join(b'<c r="%c%%(n)d" s="1" t="n"><v>%%(v)d</v></c>' % (65 + column) for column in range(20))
    rows = (b'<row r="%(n)d" spans="1:20">' + cells + b"</row>") % {b"n": 7, b"v": 1}
    sheet = b"".join(rows.replace(b">1<", b">%d<" % chosen.randrange(10**6), 3) for _ in range(160_000))
    path = with_sheet(tmp_path / "名单.xlsx", sheet)
    assert len(sheet) > 100 << 20
    assert path.stat().st_size < 4 << 20
    started = time.process_time()
    assert refusal_of(path) is None
    assert time.process_time() - started < 6


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.99])
@pytest.mark.parametrize("suffix", [".xlsx", ".parquet"])
def test_a_file_cut_short_is_told_to_be_sent_again(tmp_path: Path, suffix: str, kept: float) -> None:
    path = tmp_path / f"名单{suffix}"
    if suffix == ".xlsx":
        workbook(path)
    else:
        parquet(path, "SELECT range AS n, uuid() AS u FROM range(1000)")
    content = path.read_bytes()
    assert "重新传送" in refused(written(path, content[: int(len(content) * kept)]))


def test_text_that_ends_in_nothing_was_not_fully_sent(tmp_path: Path) -> None:
    assert "没有传完" in refused(written(tmp_path / "名单.csv", TEXT.encode() * 3000 + bytes(80_000)))


@pytest.mark.parametrize("before", [0, 100, 300_000])
def test_text_with_a_line_without_end_is_no_roster(tmp_path: Path, before: int) -> None:
    content = TEXT.encode() * (before // len(TEXT)) + "字".encode("gb18030") * 70_000
    assert "一行超过 64 KB" in refused(written(tmp_path / "名单.csv", content))


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_text_with_thousands_of_columns_is_no_roster(tmp_path: Path, separator: str) -> None:
    assert "1,025 列" in refused(written(tmp_path / "名单.csv", (TEXT + separator * 1024 + "\n" + TEXT).encode()))
    assert refusal_of(written(tmp_path / "名单.csv", (TEXT + separator * 1023 + "\n" + TEXT).encode())) is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_nul_does_not_make_text_binary(tmp_path: Path, encoding: str) -> None:
    content = (TEXT * 5000).encode(encoding)
    assert refusal_of(written(tmp_path / "名单.csv", content[:500] + b"\0\0" + content[500:])) is None


@pytest.mark.parametrize(("name", "most"), [("名单.csv", 4 << 30), ("名单.xlsx", 300 << 20), ("名单.bin", 4 << 30)])
def test_absurdly_large_files_are_refused_unread(tmp_path: Path, name: str, most: int) -> None:
    with (tmp_path / name).open("wb") as stream:
        stream.truncate(most + 1)
    assert f"超过 {most >> 20:,} MB" in refused(tmp_path / name)


def test_a_column_of_a_thousand_million_repeats_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path / "名单.parquet", "SELECT 1 AS a, 2 AS b FROM range(1_000_000)")
    assert path.stat().st_size < 20_000
    assert refusal_of(path) is None
    monkeypatch.setattr(hostile, "MOST_PARQUET_CELLS", 1_000_000)
    assert "1,000,000 个单元格的上限" in refused(path)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("sound")
    return {
        ".xlsx": workbook(folder / "名单.xlsx", ROWS * 20).read_bytes(),
        ".xls": old_workbook(),
        ".csv": TEXT.encode(),
        ".parquet": parquet(folder / "名单.parquet", "SELECT range AS n FROM range(50)").read_bytes(),
    }


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seen=st.data())
def test_no_damage_ever_raises(tmp_path: Path, sound: dict[str, bytes], seen: st.DataObject) -> None:
    suffix = seen.draw(st.sampled_from(sorted(sound)))
    content = bytearray(sound[suffix])
    for at, byte in seen.draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=8)):
        content[at] = byte
    cut = seen.draw(st.integers(0, len(content)))
    reason = refusal_of(written(tmp_path / f"名单{suffix}", bytes(content[:cut]) if cut % 2 else bytes(content)))
    assert reason is None or len(reason) > 5
